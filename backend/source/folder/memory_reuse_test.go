package folder

import (
	"testing"

	"cordwood/backend/event"
	"cordwood/backend/internal/fsx"
	"cordwood/backend/source"
)

// looked is a look at a file with this place on disk and this text.
func looked(m *memory, path string, disk uint64, text string) *examined {
	h := heads{n: len(text), short: source.Fingerprint([]byte(text), source.HeadBytes), at: map[int]event.FileID{}}
	h.long = h.short
	if text == "" {
		h.short, h.long = "", ""
	}
	for _, n := range m.shortLengths() {
		if n <= len(text) {
			h.at[n] = source.Fingerprint([]byte(text[:n]), n)
		}
	}
	e := &examined{heads: h}
	e.path, e.file = path, fsx.ID{Volume: 1, Index: disk}
	return e
}

// A file system gives the place of a deleted file to the next one. A file that
// was empty at first has a beginning to be known by as soon as there is one.
func TestPlacesOnDiskAreUsedAgain(t *testing.T) {
	m := newMemory()
	see := func(files ...*examined) []event.FileID { return m.assign(files) }
	empty := see(looked(&m, "a.log", 7, ""))[0]
	if grown := see(looked(&m, "a.log", 7, "first line\n"))[0]; grown != empty {
		t.Error("a file that grew from nothing got another id")
	}
	if other := see(looked(&m, "a-1.log", 7, "another text\n"))[0]; other == empty {
		t.Error("another text at the same place on disk got the id")
	}
}

// A file that turns up elsewhere takes its own place along, not one that
// another file has by now.
func TestAMovedFileLeavesOthersAlone(t *testing.T) {
	m := newMemory()
	old := m.assign([]*examined{looked(&m, "a.log", 7, "old text\n")})[0]
	live := m.assign([]*examined{looked(&m, "a.log", 7, "")})[0]
	m.assign([]*examined{looked(&m, "a.log", 7, "new text\n")})
	for range 2 {
		ids := m.assign([]*examined{looked(&m, "a.log.1.gz", 9, "old text\n"), looked(&m, "a.log", 7, "new text\n")})
		if ids[0] != old || ids[1] != live {
			t.Errorf("ids %v, want %s and %s", ids, old, live)
		}
	}
}

// A file that is seen under two names, because it was renamed meanwhile or has both, stays
// the one that it was under the first.
func TestTwoNamesOfOneFile(t *testing.T) {
	m := newMemory()
	id := m.assign([]*examined{looked(&m, "a.log.2", 7, "text\n")})[0]
	for range 2 {
		ids := m.assign([]*examined{looked(&m, "a.log.3", 7, "text\n"), looked(&m, "a.log.2", 7, "text\n")})
		if ids[0] != id || ids[1] == id {
			t.Errorf("ids %v, want %s first only", ids, id)
		}
	}
	if now := m.assign([]*examined{looked(&m, "a.log.3", 7, "text\n")})[0]; now != id {
		t.Errorf("the file is %s by now, was %s", now, id)
	}
}

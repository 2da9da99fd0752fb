package folder

import (
	"fmt"
	"slices"

	"cordwood/backend/decode"
	"cordwood/backend/event"
	"cordwood/backend/internal/fsx"
	"cordwood/backend/source"
)

// memory is which file is which, over the scans of one opened folder. It makes
// a file keep its id when its beginning was still short at the first sight, and
// tells files apart that begin alike.
type memory struct {
	byID   map[event.FileID]*remembered
	byFile map[fsx.ID]*remembered
	byPath map[string]examined     // the last look at each path
	wasAt  map[string]event.FileID // ids in an earlier session, by path
}

type remembered struct {
	id      event.FileID
	n       int          // head length at first sight
	head    event.FileID // fingerprint at n
	charset decode.Charset
	file    fsx.ID
}

func newMemory() memory {
	return memory{byID: map[event.FileID]*remembered{}, byFile: map[fsx.ID]*remembered{}, byPath: map[string]examined{}, wasAt: map[string]event.FileID{}}
}

// maxRemembered bounds the memory of files that are long gone.
const maxRemembered = 4 * maxFiles

// shortLengths are the head lengths under HeadBytes that files were first seen
// with: a file that appears under another name is compared at these too.
func (m *memory) shortLengths() []int {
	set := map[int]bool{}
	for _, r := range m.byID {
		if r.n > 0 && r.n < source.HeadBytes {
			set[r.n] = true
		}
	}
	lengths := make([]int, 0, len(set))
	for n := range set {
		lengths = append(lengths, n)
	}
	slices.Sort(lengths)
	return lengths
}

// assign gives every examined file its id; files come oldest first within a
// family. No id is given twice. The rules, in order of how sure they are:
// the same file on disk with the same beginning; a beginning that was short
// when first seen; the long head of a remembered file; the usual head; and for
// files that are new and begin alike, the long head, then the path.
func (m *memory) assign(files []*examined) []event.FileID {
	ids := make([]event.FileID, len(files))
	taken, placed := map[event.FileID]bool{}, map[fsx.ID]bool{}
	rules := []func(e *examined) event.FileID{m.sameFile, m.shortHead, m.longHead, m.newHead, newLongHead}
	for _, rule := range rules {
		for i, e := range files {
			if ids[i] != "" {
				continue
			}
			if id := rule(e); id != "" && !taken[id] {
				ids[i], taken[id] = id, true
				m.remember(e, id, placed)
			}
		}
	}
	for i, e := range files {
		for k := 1; ids[i] == ""; k++ { // an earlier holder of the path may have the first
			if id := source.PathID(fmt.Sprint("twin ", k), e.path); !taken[id] {
				ids[i], taken[id] = id, true
				m.remember(e, id, placed)
			}
		}
	}
	return ids
}

func (m *memory) sameFile(e *examined) event.FileID {
	r := m.byFile[e.file]
	if r == nil || e.file == (fsx.ID{}) || r.n > 0 && e.heads.fingerprint(r.n) != r.head {
		return ""
	}
	return r.id
}

func (m *memory) shortHead(e *examined) event.FileID {
	for n, id := range e.heads.at {
		if r := m.byID[id]; r != nil && r.n == n && e.heads.n > 0 {
			return id
		}
	}
	return ""
}

func (m *memory) longHead(e *examined) event.FileID {
	if e.heads.n > 0 && m.byID[e.heads.long] != nil {
		return e.heads.long
	}
	return ""
}

// newHead is the usual id of a file that is new. The log that was empty at this path
// before, and has something in it by now, is another one, wherever it lies.
func (m *memory) newHead(e *examined) event.FileID {
	if e.heads.n > 0 && e.heads.short != "" {
		return e.heads.short
	}
	for k := 1; ; k++ {
		id := source.PathID("empty", e.path)
		if k > 1 {
			id = source.PathID(fmt.Sprint("empty ", k), e.path)
		}
		if r := m.byID[id]; r == nil || r.n == 0 {
			return id
		}
	}
}

func newLongHead(e *examined) event.FileID {
	if e.heads.n == 0 {
		return ""
	}
	return e.heads.long
}

// fingerprint at n, where n is HeadBytes or was asked for.
func (h *heads) fingerprint(n int) event.FileID {
	if n == source.HeadBytes || n == h.n {
		return h.short
	}
	return h.at[n]
}

// remember notes that a file has an id. Of several names of one file the first is the
// one that its place on disk stands for.
func (m *memory) remember(e *examined, id event.FileID, placed map[fsx.ID]bool) {
	r := m.byID[id]
	if r == nil {
		if len(m.byID) >= maxRemembered {
			*m = newMemory()
		}
		r = &remembered{id: id, n: e.heads.n, head: e.heads.short}
		m.byID[id] = r
	}
	switch {
	case e.heads.n == 0: // only an empty file has the id of one
		r.n, r.head = 0, ""
	case r.n == 0: // it has a beginning now, which tells it from the next file at its place on disk
		r.n, r.head = e.heads.n, e.heads.short
	}
	// A charset that was decided stays: offsets depend on it.
	if r.charset == "" || r.charset == decode.ASCII {
		r.charset = e.charset
	}
	e.charset = r.charset
	if placed[e.file] {
		return
	}
	placed[e.file] = e.file != fsx.ID{}
	if r.file != e.file && m.byFile[r.file] == r { // another file may lie there by now
		delete(m.byFile, r.file)
	}
	r.file = e.file
	m.byFile[e.file] = r
}

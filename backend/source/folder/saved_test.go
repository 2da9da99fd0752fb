//go:build linux

package folder

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"cordwood/backend/event"
	"cordwood/backend/source"
	"cordwood/backend/source/sharetest"
)

// again opens the folder anew, as another start of the program does, and scans it.
func again(t *testing.T, s *sharetest.Share, kept string) (found map[string]event.FileID, opened int) {
	t.Helper()
	f, err := Open(s.Path, Options{Kept: kept})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s.Reset()
	found = ids(t, f)
	c := s.Count()
	return found, c.Calls["open"]
}

// Of a known folder only the files that changed are opened, and every file keeps
// its id: also one that was short when it was seen first, and those that begin alike.
func TestAKnownFolder(t *testing.T) {
	s := sharetest.Mount(t)
	kept := filepath.Join(t.TempDir(), "folder.look")
	lines(t, s, "short.log", 0, 2)
	lines(t, s, "a.log", 0, 100)
	for _, name := range []string{"b.log", "c.log", "d.log"} { // byte for byte the same
		text, err := os.ReadFile(filepath.Join(s.Dir, "a.log"))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(s.Dir, name), text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	first, opened := again(t, s, kept)
	if opened != 5 {
		t.Errorf("%d of 5 files were opened", opened)
	}
	f := func(what string, wantOpened int, want map[string]event.FileID) {
		t.Helper()
		time.Sleep(time.Second) // the kernel forgets names and sizes
		got, opened := again(t, s, kept)
		if opened != wantOpened || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %d opened, want %d; ids %v, want %v", what, opened, wantOpened, got, want)
		}
	}
	f("nothing changed", 0, first)
	lines(t, s, "short.log", 2, 100)
	f("one grew", 1, first)
	f("nothing changed after that", 0, first)
	s.Remount()
	f("mounted again", 0, first)
	if err := os.Rename(filepath.Join(s.Dir, "short.log"), filepath.Join(s.Dir, "short-2026-11-26.log")); err != nil {
		t.Fatal(err)
	}
	first["short-2026-11-26.log"] = first["short.log"]
	delete(first, "short.log")
	f("one was rotated", 1, first)
}

// A look in another charset than the one that is set now is none.
func TestAKnownFolderInAnotherCharset(t *testing.T) {
	s := sharetest.Mount(t)
	kept := filepath.Join(t.TempDir(), "folder.look")
	for name, text := range map[string]string{"a.log": "\xb4\xed\xce\xf3\n", "b.log": "\xb4\xed\xce\xf3 b\n"} {
		if err := os.WriteFile(filepath.Join(s.Dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	f := func(set map[string]string, wantOpened int, want string) {
		t.Helper()
		time.Sleep(time.Second)
		f, err := Open(s.Path, Options{Charsets: source.Charsets{Of: set}, Kept: kept})
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		s.Reset()
		inv, err := f.Scan(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, family := range inv.Families {
			if c := family.Copies[0]; c.Path == "a.log" && c.Charset != want {
				t.Errorf("set %v: %s, want %s", set, c.Charset, want)
			}
		}
		if n := s.Count().Calls["open"]; n != wantOpened {
			t.Errorf("set %v: %d opened, want %d", set, n, wantOpened)
		}
	}
	big5 := map[string]string{"a.log": "big5"}
	f(nil, 2, "gb18030")
	f(nil, 0, "gb18030")
	f(big5, 1, "big5")
	f(big5, 0, "big5")
	f(nil, 1, "gb18030")
}

// What is kept and does not add up is as if it were not there.
func TestWhatIsKeptIsDamaged(t *testing.T) {
	s := sharetest.Mount(t)
	lines(t, s, "a.log", 0, 100)
	lines(t, s, "b.log", 0, 100)
	kept := filepath.Join(t.TempDir(), "folder.look")
	want, _ := again(t, s, kept)
	whole, err := os.ReadFile(kept)
	if err != nil {
		t.Fatal(err)
	}
	f := func(what string, text []byte) {
		t.Helper()
		if err := os.WriteFile(kept, text, 0o600); err != nil {
			t.Fatal(err)
		}
		if got, opened := again(t, s, kept); opened != 2 || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %d opened, ids %v, want %v", what, opened, got, want)
		}
	}
	f("empty", nil)
	f("text", []byte("no frame"))
	for n := 1; n < len(whole); n += len(whole)/20 + 1 {
		f("cut", whole[:n])
	}
	flipped := []byte(string(whole))
	flipped[len(flipped)/2] ^= 0xff
	f("a byte was flipped", flipped)
	if _, opened := again(t, s, kept); opened != 0 {
		t.Error("it is not made again")
	}
}

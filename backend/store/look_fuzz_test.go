package store

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"cordwood/backend/fault"
)

// Whatever lies where the database should, a look at it ends with what was set or with an
// error that says what is wrong, and neither the file nor its folder is changed.
func FuzzLook(f *testing.F) {
	const here = "/var/log/søren"
	made := filepath.Join(f.TempDir(), "cordwood.db")
	s, err := Open(ctx, made)
	if err != nil {
		f.Fatal(err)
	}
	if err := s.SetClocks(ctx, here, []Clock{{"mysql", "UTC", 0}}); err != nil {
		f.Fatal(err)
	}
	s.Close()
	whole, err := os.ReadFile(made)
	if err != nil {
		f.Fatal(err)
	}
	// What is written over the database, where, and how much of it is there.
	f.Add(uint32(0), []byte(nil), uint32(len(whole)))               // whole
	f.Add(uint32(18), []byte{9, 9}, uint32(len(whole)))             // the format of a newer SQLite
	f.Add(uint32(16), []byte{0, 0}, uint32(len(whole)))             // no size of a page
	f.Add(uint32(28), []byte{255, 255}, uint32(len(whole)))         // more pages than there are
	f.Add(uint32(68), []byte{0, 0, 0, 0}, uint32(len(whole)))       // nothing is told
	f.Add(uint32(100), []byte("\x0d\xff"), uint32(len(whole)))      // the schema's page
	f.Add(uint32(4096), bytes.Repeat([]byte{255}, 9), uint32(8192)) // cut behind a page
	f.Add(uint32(0), []byte("no database"), uint32(11))
	f.Add(uint32(0), []byte(nil), uint32(0))
	f.Fuzz(func(t *testing.T, at uint32, change []byte, size uint32) {
		text := bytes.Clone(whole)[:min(int(size), len(whole))]
		if int(at) < len(text) {
			copy(text[at:], change)
		}
		dir := t.TempDir()
		path := filepath.Join(dir, "cordwood.db")
		write(t, path, text)
		err := Look(ctx, path, here, func(s *Store) error {
			_, err := s.Clocks(ctx, here)
			return err
		})
		if err != nil && fault.KindOf(err) == fault.Internal {
			t.Errorf("%v", err)
		}
		names, _ := filepath.Glob(filepath.Join(dir, "*"))
		if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, text) || !slices.Equal(names, []string{path}) {
			t.Errorf("the look left %v, changed: %v, %v", names, !bytes.Equal(now, text), err)
		}
	})
}

package gram

import (
	"bytes"
	"errors"
	"path/filepath"
	"testing"

	"cordwood/backend/event"
	"cordwood/backend/fault"
)

func TestRefuses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.gram")
	w, err := Create(path, "me")
	if err != nil {
		t.Fatal(err)
	}
	for _, end := range []event.Offset{0, -1} {
		if fault.KindOf(w.Add(new(Filter), end)) != fault.Invalid {
			t.Errorf("a page ends at %d", end)
		}
	}
	w.Abort()
	write(t, path, make([]Filter, 3))
	f := func(what string, change func(table []byte) []byte) {
		t.Helper()
		side, err := kind.Open(path, "me", new(File).parse)
		if err != nil {
			t.Fatal(err)
		}
		table := change(bytes.Clone(side.Table))
		body := make([]byte, side.Body)
		if _, err := side.ReadAt(body, 0); err != nil {
			t.Fatal(err)
		}
		side.Close()
		other := filepath.Join(t.TempDir(), "b.gram")
		cw, err := kind.Create(other, "me")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := cw.Write(body); err != nil {
			t.Fatal(err)
		}
		if err := cw.Commit(table); err != nil {
			t.Fatal(err)
		}
		x, err := Open(other, "me")
		if err == nil {
			defer x.Close()
			err = x.Each(func(*Filter, event.Offset) error { return nil })
		}
		if want := map[bool]fault.Kind{true: "", false: fault.Damaged}[what == ""]; fault.KindOf(err) != want {
			t.Errorf("%s: %v", what, err)
		}
	}
	f("", func(t []byte) []byte { return t })
	f("no table", func(t []byte) []byte { return nil })
	f("more pages", func(t []byte) []byte { t[0]++; return t })
	f("fewer pages", func(t []byte) []byte { t[0]--; return t })
	f("far more pages", func(t []byte) []byte { t[3] = 0xff; return t })
	f("pages out of order", func(t []byte) []byte { t[4+2] = 0xff; return t })
	f("a longer piece", func(t []byte) []byte { t[4+3*8]++; return t })
	f("another sum", func(t []byte) []byte { t[4+3*8+4]++; return t })
	f("a longer table", func(t []byte) []byte { return append(t, 0) })
	if _, err := Open(path, "you"); fault.KindOf(err) != fault.Damaged {
		t.Error(err)
	}
	older := kind
	older.Version = 1
	ow, err := older.Create(filepath.Join(filepath.Dir(path), "c.gram"), "me")
	if err != nil {
		t.Fatal(err)
	}
	if err := ow.Commit([]byte{0, 0, 0, 0}); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(filepath.Join(filepath.Dir(path), "c.gram"), "me"); fault.KindOf(err) != fault.Damaged {
		t.Errorf("an older version: %v", err)
	}
	x, err := Open(path, "me")
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	enough := errors.New("enough")
	if err := x.Each(func(*Filter, event.Offset) error { return enough }); err != enough {
		t.Error(err)
	}
}

// FuzzOpen changes a table and a body whose sums are right.
func FuzzOpen(f *testing.F) {
	path := filepath.Join(f.TempDir(), "a.gram")
	write(f, path, []Filter{{1, 2}, {0, 3}, {7}}) // small, so that many changes are tried
	side, err := kind.Open(path, "me", new(File).parse)
	if err != nil {
		f.Fatal(err)
	}
	body := make([]byte, side.Body)
	if _, err := side.ReadAt(body, 0); err != nil {
		f.Fatal(err)
	}
	f.Add(body, side.Table)
	f.Add([]byte{}, []byte{0, 0, 0, 0})
	f.Add(body[:len(body)/2], side.Table) // as long as those of version 1, which had half the slots
	f.Add(body, side.Table[:countBytes+3*endBytes+4*sumBytes])
	side.Close()
	f.Fuzz(func(t *testing.T, body, table []byte) {
		path := filepath.Join(t.TempDir(), "b.gram")
		w, err := kind.Create(path, "me")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(body); err != nil {
			t.Fatal(err)
		}
		if err := w.Commit(table); err != nil {
			return
		}
		x, err := Open(path, "me")
		if err != nil {
			if fault.KindOf(err) != fault.Damaged {
				t.Error(err)
			}
			return
		}
		defer x.Close()
		if _, err := x.Ask(NewAsk([][]string{{"needle 1058764"}, {"10.4.55.60", "8f3c"}})); err != nil && fault.KindOf(err) != fault.Damaged {
			t.Error(err)
		}
		err = x.Each(func(*Filter, event.Offset) error { return nil })
		if err != nil && fault.KindOf(err) != fault.Damaged {
			t.Error(err)
		}
	})
}

package index

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"cordwood/backend/fault"

	"pgregory.net/rapid"
)

// An index that was saved and loaded is the one that was saved, and grows on.
func TestSavedIndexGoesOn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.idx")
	rapid.Check(t, func(t *rapid.T) {
		first, second := drawText(t, "a"), drawText(t, "b")
		src, x := &text{data: []byte(first)}, New()
		_ = x.Update(context.Background(), src, stamps{}, nil)
		saved := x.Snapshot()
		if err := saved.Save(path, "me", "1 2"); err != nil {
			t.Fatal(err)
		}
		loaded, stamp, err := Load(path, "me")
		if err != nil || stamp != "1 2" {
			t.Fatal(stamp, err)
		}
		same(t, loaded, saved)
		y := New()
		y.Restore(loaded)
		src.data = append(src.data, second...)
		_ = x.Update(context.Background(), src, stamps{}, nil)
		_ = y.Update(context.Background(), src, stamps{}, nil)
		same(t, y.Snapshot(), x.Snapshot())
	})
}

func same(t *rapid.T, got, want Snapshot) {
	show := func(s Snapshot) string {
		tail := ""
		if s.Tail != nil {
			tail = fmt.Sprintf("%+v", *s.Tail)
		}
		return fmt.Sprintf("%d %+v %+v %s", s.Epoch, s.Totals, s.Sealed, tail)
	}
	if show(got) != show(want) {
		t.Fatalf("got  %s\nwant %s", show(got), show(want))
	}
}

func TestDoubtfulIndexIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.idx")
	x := New()
	_ = x.Update(context.Background(), &text{data: []byte("1 INFO a\n2 INFO b\n")}, stamps{}, nil)
	s := x.Snapshot()
	if err := s.Save(path, "me", ""); err != nil {
		t.Fatal(err)
	}
	if _, _, err := Load(path, "you"); fault.KindOf(err) != fault.Damaged {
		t.Error(err)
	}
	whole, _ := os.ReadFile(path)
	for i := range whole {
		broken := append([]byte(nil), whole...)
		broken[i] ^= 0x10
		if err := os.WriteFile(path, broken, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, _, err := Load(path, "me"); fault.KindOf(err) != fault.Damaged {
			t.Errorf("byte %d: %v", i, err)
		}
	}
}

// FuzzSidecar feeds tables that no pass wrote: what is accepted adds up.
func FuzzSidecar(f *testing.F) {
	x := New()
	_ = x.Update(context.Background(), &text{data: []byte("1 INFO a\n2 WARN b\n\tat\n")}, stamps{}, nil)
	s := x.Snapshot()
	f.Add(s.encode("stamp"))
	f.Add([]byte{0, 0, 0})
	f.Fuzz(func(t *testing.T, table []byte) {
		s, stamp, ok := decode(table)
		if !ok {
			return
		}
		again, _, ok := decode(s.encode(stamp))
		if !ok || fmt.Sprint(again.Totals) != fmt.Sprint(s.Totals) {
			t.Fatalf("%+v, then %+v", s.Totals, again.Totals)
		}
	})
}

package sidefile

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/klauspost/compress/zstd"

	"cordwood/backend/fault"
)

var kind = Kind{Magic: "cwd test", Version: 3, MaxTable: 100, Level: zstd.SpeedFastest}

func anyTable(*File) error { return nil }

func made(t testing.TB, body, table, identity string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.test")
	w, err := kind.Create(path, identity)
	if err == nil {
		_, err = w.Write([]byte(body))
	}
	if err == nil {
		err = w.Commit([]byte(table))
	}
	if err != nil {
		t.Fatal(err)
	}
	w.Abort()
	return path
}

func TestRoundTrip(t *testing.T) {
	f := func(body, table, identity string) {
		t.Helper()
		x, err := kind.Open(made(t, body, table, identity), identity, anyTable)
		if err != nil {
			t.Fatal(err)
		}
		defer x.Close()
		got := make([]byte, len(body))
		if _, err := x.ReadAt(got, 0); err != nil || string(got) != body || string(x.Table) != table || x.Body != int64(len(body)) {
			t.Errorf("%q %q %v", got, x.Table, err)
		}
		for _, at := range []int64{-1, 1, x.Body + 1} {
			if _, err := x.ReadAt(make([]byte, len(body)+1), at); fault.KindOf(err) != fault.Damaged {
				t.Errorf("a read at %d left the body: %v", at, err)
			}
		}
	}
	f("body", "table", "file 1")
	f("", "", "")
	f(string(make([]byte, 1<<20)), string(make([]byte, 100)), "x")
}

func TestRefuses(t *testing.T) {
	path := made(t, "body", "table", "me")
	f := func(k Kind, identity string, want fault.Kind) {
		t.Helper()
		x, err := k.Open(path, identity, anyTable)
		if fault.KindOf(err) != want {
			t.Error(err)
		}
		if err == nil {
			x.Close()
		}
	}
	f(kind, "me", "")
	f(kind, "you", fault.Damaged)
	f(kind, "me2", fault.Damaged)
	f(Kind{"cwd TEST", 3, 100, 1}, "me", fault.Damaged)
	f(Kind{"cwd test", 4, 100, 1}, "me", fault.Damaged)
	f(Kind{"cwd test", 3, 4, 1}, "me", fault.Damaged)
	if _, err := kind.Open(path+"x", "me", anyTable); fault.KindOf(err) != fault.NotFound {
		t.Error(err)
	}
	if _, err := kind.Create(path, string(make([]byte, maxIdentity+1))); fault.KindOf(err) != fault.Invalid {
		t.Error(err)
	}
	w, err := kind.Create(path+"2", "me")
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Commit(make([]byte, 101)); fault.KindOf(err) != fault.Limit {
		t.Error(err)
	}
	if names, _ := os.ReadDir(filepath.Dir(path)); len(names) != 1 {
		t.Errorf("%v are left", names)
	}
}

// Any changed or missing byte behind the body is noticed.
func TestEveryByteCounts(t *testing.T) {
	path := made(t, "body", "table", "me")
	whole, _ := os.ReadFile(path)
	f := func(what string, b []byte) {
		t.Helper()
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := kind.Open(path, "me", anyTable); fault.KindOf(err) != fault.Damaged {
			t.Errorf("%s: %v", what, err)
		}
	}
	for i := len("body"); i < len(whole); i++ {
		b := bytes.Clone(whole)
		b[i] ^= 0x40
		f("changed", b)
	}
	for i := range whole {
		f("cut short", whole[:i])
	}
	f("longer", append(bytes.Clone(whole), 0))
	f("longer before", append([]byte{0}, whole...))
}

func FuzzOpen(f *testing.F) {
	whole, _ := os.ReadFile(made(f, "body", "table", "me"))
	f.Add(whole)
	f.Add(whole[4:])
	f.Fuzz(func(t *testing.T, b []byte) {
		path := filepath.Join(t.TempDir(), "a.test")
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		x, err := kind.Open(path, "me", anyTable)
		if err != nil {
			return
		}
		defer x.Close()
		if x.Body+int64(len(x.Table))+2+footerSize != int64(len(b)) {
			t.Errorf("body %d and table %d of %d", x.Body, len(x.Table), len(b))
		}
	})
}

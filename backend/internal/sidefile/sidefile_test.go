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
		x, err := kind.Open(made(t, body, table, identity), identity)
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
		x, err := k.Open(path, identity)
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
	if _, err := kind.Open(path+"x", "me"); fault.KindOf(err) != fault.NotFound {
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
		if _, err := kind.Open(path, "me"); fault.KindOf(err) != fault.Damaged {
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

func TestPiece(t *testing.T) {
	noise := make([]byte, 5000)
	for i, x := 0, uint32(1); i < len(noise); i++ {
		x = x*1664525 + 1013904223
		noise[i] = byte(x >> 24)
	}
	pieces := [][]byte{[]byte("a"), bytes.Repeat([]byte("log "), maxPiece/4), noise, {}, make([]byte, 100)}
	path := filepath.Join(t.TempDir(), "a.test")
	w, err := kind.Create(path, "me")
	if err != nil {
		t.Fatal(err)
	}
	var sums []PieceSums
	for _, p := range pieces {
		s, err := w.Piece(p)
		if err != nil || int(s.Stored) > len(p) {
			t.Fatal(s, err)
		}
		sums = append(sums, s)
	}
	if err := w.Commit(nil); err != nil {
		t.Fatal(err)
	}
	x, err := kind.Open(path, "me")
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	f := func(what string, want []byte, full int, at int64, is PieceSums) {
		t.Helper()
		got := make([]byte, full)
		err := x.Piece(got, at, is)
		if (want == nil) != (fault.KindOf(err) == fault.Damaged) || want != nil && (err != nil || !bytes.Equal(got, want)) {
			t.Errorf("%s of %d bytes: %v", what, full, err)
		}
	}
	at := int64(0)
	for i, p := range pieces {
		f("piece", p, len(p), at, sums[i])
		f("longer", nil, len(p)+1, at, sums[i])
		f("other sum", nil, len(p), at, PieceSums{sums[i].Stored, sums[i].Sum + 1})
		if len(p) > 0 {
			f("shorter", nil, len(p)-1, at, sums[i])
		}
		at += int64(sums[i].Stored)
	}
	f("behind the end", nil, 100, at, sums[4])
	f("too long", nil, maxPiece+1, 0, sums[0])
}

// A frame of a few bytes that claims to be long costs no more than its piece.
func FuzzPiece(f *testing.F) {
	enc, err := zstd.NewWriter(nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(enc.EncodeAll([]byte("some text, some text"), nil), 20)
	f.Add(enc.EncodeAll(make([]byte, 1<<20), nil), 1000)
	f.Fuzz(func(t *testing.T, frame []byte, full int) {
		if full < 0 || full > maxPiece {
			return
		}
		path := made(t, string(frame), "", "me")
		x, err := kind.Open(path, "me")
		if err != nil {
			t.Fatal(err)
		}
		defer x.Close()
		dst := make([]byte, full, full+1)
		err = x.Piece(dst, 0, PieceSums{uint32(len(frame)), Sum(frame)})
		if err != nil && fault.KindOf(err) != fault.Damaged || dst[:full+1][full] != 0 {
			t.Error(err)
		}
	})
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
		x, err := kind.Open(path, "me")
		if err != nil {
			return
		}
		defer x.Close()
		if x.Body+int64(len(x.Table))+2+footerSize != int64(len(b)) {
			t.Errorf("body %d and table %d of %d", x.Body, len(x.Table), len(b))
		}
	})
}

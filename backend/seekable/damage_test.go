package seekable

import (
	"bytes"
	"encoding/binary"
	"io"
	"os"
	"path/filepath"
	"testing"

	"cordwood/backend/fault"
	"cordwood/backend/internal/sidefile"
)

// A copy in the making is never seen under its name; a damaged one is refused, at
// the latest where it is damaged.
func TestDamage(t *testing.T) {
	want := text(2*BlockBytes + 10)
	path, x := opened(t, want)
	x.Close()
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	f := func(what string, b []byte) {
		t.Helper()
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		x, err := Open(path, "me 100")
		if err == nil {
			defer x.Close()
			_, err = io.ReadAll(io.NewSectionReader(x, 0, x.Size()))
		}
		if fault.KindOf(err) != fault.Damaged {
			t.Errorf("%s: %v", what, err)
		}
	}
	for i := 0; i < len(whole); i += 1 + len(whole)/60 {
		b := bytes.Clone(whole)
		b[i] ^= 1
		f("a bit", b)
		f("the rest is missing", whole[:i])
		f("the start is missing", whole[i+1:])
	}
	w, err := Create(path, "me 100")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(want); err != nil {
		t.Fatal(err)
	}
	w.Abort()
	if _, err := os.ReadFile(path); err != nil {
		t.Error("what was there is gone")
	}
	write(t, path, want, 1<<20)
	if _, err := Open(path, "me 101"); fault.KindOf(err) != fault.Damaged {
		t.Error(err)
	}
}

// framed is a file with right sums around any body and table.
func framed(t testing.TB, body, table []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "b.zst")
	w, err := kind.Create(path, "me 100")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(body); err != nil {
		t.Fatal(err)
	}
	if err := w.Commit(table); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestTables(t *testing.T) {
	f := func(size uint64, stored []uint32, body int, good bool) {
		t.Helper()
		table := binary.LittleEndian.AppendUint64(nil, size)
		for _, n := range stored {
			table = binary.LittleEndian.AppendUint64(table, uint64(n))
		}
		x, err := Open(framed(t, make([]byte, body), table), "me 100")
		if err == nil {
			x.Close()
		}
		if good != (err == nil) || err != nil && fault.KindOf(err) != fault.Damaged {
			t.Errorf("%d bytes in %v: %v", size, stored, err)
		}
	}
	f(0, nil, 0, true)
	f(1, nil, 0, false)
	f(0, nil, 1, false)
	f(5, []uint32{5}, 5, true)
	f(5, []uint32{5}, 6, false)
	f(0, []uint32{0}, 0, false)
	f(BlockBytes, []uint32{9}, 9, true)
	f(BlockBytes+1, []uint32{9}, 9, false)
	f(BlockBytes, []uint32{9, 9}, 18, false)
	f(BlockBytes+1, []uint32{9, 9}, 18, true)
	f(1<<63, []uint32{9}, 9, false)
	if _, err := Open(framed(t, nil, []byte{0, 0, 0, 0, 0, 0, 0}), "me 100"); fault.KindOf(err) != fault.Damaged {
		t.Error(err)
	}
}

func FuzzOpen(f *testing.F) {
	f.Add([]byte("hello"), []byte("\x05\x00\x00\x00\x00\x00\x00\x00\x05\x00\x00\x00\x4c\xbb\x71\x9a"))
	f.Add([]byte{}, make([]byte, 8))
	f.Add([]byte("\x28\xb5\x2f\xfd\x04\x00\x01\x00\x00"), []byte("\x00\x00\x01\x00\x00\x00\x00\x00\x09\x00\x00\x00\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, body, table []byte) {
		if len(table) >= sizeBytes+sumBytes { // let the first block pass its sum
			stored := min(int(binary.LittleEndian.Uint32(table[sizeBytes:])), len(body))
			binary.LittleEndian.PutUint32(table[sizeBytes+4:], sidefile.Sum(body[:stored]))
		}
		x, err := Open(framed(t, body, table), "me 100")
		if err != nil {
			if fault.KindOf(err) != fault.Damaged {
				t.Error(err)
			}
			return
		}
		defer x.Close()
		n, err := io.Copy(io.Discard, io.NewSectionReader(x, 0, x.Size()))
		if err != nil && fault.KindOf(err) != fault.Damaged || err == nil && n != x.Size() {
			t.Errorf("%d of %d bytes: %v", n, x.Size(), err)
		}
	})
}

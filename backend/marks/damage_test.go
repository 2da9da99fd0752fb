package marks

import (
	"bytes"
	"context"
	"encoding/binary"
	"io"
	"os"
	"path/filepath"
	"testing"

	"cordwood/backend/fault"
	"cordwood/backend/inflate"
	"cordwood/backend/internal/sidefile"
)

// A damaged table is refused; a damaged mark is not used; the text is right
// wherever the damage lies.
func TestDamage(t *testing.T) {
	p := pack(t, logText(1_000_000), 1_000_000)
	path, x := opened(t, p, 100_000)
	body := int(x.side.Body)
	x.Close()
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	f := func(what string, b []byte, refused bool) {
		t.Helper()
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		x, err := Open(path, "me 100")
		if refused != (fault.KindOf(err) == fault.Damaged) {
			t.Errorf("%s: %v", what, err)
		}
		if err != nil {
			return
		}
		defer x.Close()
		at := x.At(context.Background(), p)
		defer at.Close()
		buf := make([]byte, 1000)
		for off := int64(999_000); off > 0; off -= 50_000 {
			if n, err := at.ReadAt(buf, off); n != 1000 || err != nil || !bytes.Equal(buf, p.text[off:off+1000]) {
				t.Errorf("%s: %d bytes at %d, %v", what, n, off, err)
			}
		}
	}
	for i := 0; i < len(whole); i += 1 + len(whole)/40 {
		b := bytes.Clone(whole)
		b[i] ^= 1
		f("a bit", b, i >= body)
		f("the rest is missing", whole[:i], true)
		f("the start is missing", whole[i+1:], true)
	}
	if _, err := Open(path+"x", "me 100"); fault.KindOf(err) != fault.NotFound {
		t.Error(err)
	}
	write(t, path, p, 100_000)
	if _, err := Open(path, "me 101"); fault.KindOf(err) != fault.Damaged {
		t.Error(err)
	}
}

// framed is a file with right sums around any body and table.
func framed(t testing.TB, body, table []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "b.mark")
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

// row is a mark in a table.
type row struct {
	text, bit      uint64
	window, stored uint32
}

func tableOf(size uint64, rows ...row) []byte {
	table := binary.LittleEndian.AppendUint64(nil, size)
	for _, r := range rows {
		table = binary.LittleEndian.AppendUint64(table, r.text)
		table = binary.LittleEndian.AppendUint64(table, r.bit)
		for _, n := range []uint32{0, 0, r.window, r.stored, 0} {
			table = binary.LittleEndian.AppendUint32(table, n)
		}
	}
	return table
}

func TestTables(t *testing.T) {
	f := func(good bool, body int, table []byte) {
		t.Helper()
		x, err := Open(framed(t, make([]byte, body), table), "me 100")
		if err == nil {
			x.Close()
		}
		if good != (err == nil) || err != nil && fault.KindOf(err) != fault.Damaged {
			t.Errorf("%x: %v", table, err)
		}
	}
	f(true, 0, tableOf(0))
	f(true, 0, tableOf(5))
	f(false, 1, tableOf(5))
	f(false, 0, tableOf(1<<63))
	f(true, 4, tableOf(9, row{5, 80, 5, 4}))
	f(true, 6, tableOf(9, row{5, 80, 5, 4}, row{9, 81, 2, 2}))
	f(false, 5, tableOf(9, row{5, 80, 5, 4}))
	f(false, 4, tableOf(4, row{5, 80, 5, 4}))
	f(false, 6, tableOf(9, row{5, 80, 5, 4}, row{5, 81, 2, 2}))
	f(false, 6, tableOf(9, row{5, 80, 5, 4}, row{6, 80, 2, 2}))
	f(false, 6, tableOf(9, row{5, 80, 6, 6}))
	f(false, 5, tableOf(9, row{5, 80, 4, 5}))
	f(false, 0, tableOf(1<<40, row{1 << 39, 80, inflate.MaxWindow + 1, 0}))
	f(false, 0, tableOf(9, row{5, 1 << 63, 0, 0}))
	f(false, 0, tableOf(9)[:7])
	f(false, 0, append(tableOf(9), 0))
}

// Whatever a file says, it is refused, or what is read of it is text or an error.
func FuzzOpen(f *testing.F) {
	p := pack(f, logText(300_000), 100_000)
	f.Add([]byte("hello"), tableOf(300_000, row{200_000, 8 * 40_000, 9, 5}), int64(250_000))
	f.Add([]byte{}, tableOf(300_000), int64(5))
	f.Fuzz(func(t *testing.T, body, table []byte, off int64) {
		x, err := Open(framed(t, body, table), "me 100")
		if err != nil {
			if fault.KindOf(err) != fault.Damaged {
				t.Error(err)
			}
			return
		}
		defer x.Close()
		table = bytes.Clone(table)
		for i := range x.marks { // let the windows pass their sums
			at := x.marks[i].at
			binary.LittleEndian.PutUint32(table[sizeBytes+i*markBytes+32:], sidefile.Sum(body[at:at+int64(x.marks[i].is.Stored)]))
		}
		if x, err = Open(framed(t, body, table), "me 100"); err != nil {
			t.Fatal(err)
		}
		defer x.Close()
		at := x.At(context.Background(), anyBytes{p})
		defer at.Close()
		if n, err := at.ReadAt(make([]byte, 1000), max(0, off)); n < 1000 && err == nil {
			t.Errorf("%d bytes at %d", n, off)
		}
	})
}

// anyBytes has stored bytes behind its end, too: a mark may say any place.
type anyBytes struct{ *packed }

func (a anyBytes) Resume(_ context.Context, m *inflate.Mark) (io.ReadCloser, error) {
	from := m.Byte() % int64(len(a.stored))
	return io.NopCloser(inflate.Resume(bytes.NewReader(a.stored[from:]), m)), nil
}

package sidefile

import (
	"bytes"
	"path/filepath"
	"testing"

	"github.com/klauspost/compress/zstd"

	"cordwood/backend/fault"
)

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
	x, err := kind.Open(path, "me", anyTable)
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
		x, err := kind.Open(path, "me", anyTable)
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

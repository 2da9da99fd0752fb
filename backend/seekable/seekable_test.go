package seekable

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"testing"
	"testing/iotest"

	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/internal/testlog"
)

// text is n bytes of a log.
func text(n int) []byte {
	var b []byte
	for hour := 0; len(b) < n; hour = (hour + 1) % 24 {
		b = append(b, testlog.Lines(hour, min(20_000, n/60+1))...)
	}
	return b[:n]
}

// noise cannot be compressed.
func noise(n int) []byte {
	rng, b := rand.New(rand.NewPCG(1, 1)), make([]byte, n)
	for i := range b {
		b[i] = byte(rng.Uint32())
	}
	return b
}

func write(t testing.TB, path string, text []byte, piece int) {
	t.Helper()
	w, err := Create(path, "me 100")
	if err != nil {
		t.Fatal(err)
	}
	defer w.Abort()
	for len(text) > 0 {
		n := min(piece, len(text))
		if m, err := w.Write(text[:n]); m != n || err != nil {
			t.Fatal(m, err)
		}
		text = text[n:]
	}
	if err := w.Commit(); err != nil {
		t.Fatal(err)
	}
}

func opened(t testing.TB, text []byte) (path string, f *File) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "a.zst")
	write(t, path, text, 100_000)
	f, err := Open(path, "me 100")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return path, f
}

func TestCopy(t *testing.T) {
	f := func(name string, text []byte) {
		t.Helper()
		_, x := opened(t, text)
		if x.Size() != int64(len(text)) {
			t.Errorf("%s: %d bytes", name, x.Size())
		}
		if err := iotest.TestReader(io.NewSectionReader(x, 0, x.Size()), text); err != nil && len(text) < 100 {
			t.Errorf("%s: %v", name, err)
		}
		rng := rand.New(rand.NewPCG(2, 2))
		for range 50 {
			off, n := rng.IntN(len(text)+10), rng.IntN(3*BlockBytes)
			p := make([]byte, n)
			got, err := x.ReadAt(p, int64(off))
			want := text[min(off, len(text)):min(off+n, len(text))]
			if !bytes.Equal(p[:got], want) || (err == io.EOF) != (len(want) < n) || err != nil && err != io.EOF {
				t.Errorf("%s: %d of %d bytes at %d: %v", name, got, n, off, err)
			}
		}
		for _, off := range []int{0, 1, BlockBytes - 1, BlockBytes, len(text) - 1, len(text), len(text) + 1, -1} {
			r, err := x.Reader(context.Background(), event.Offset(off))
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(r)
			if err != nil || !bytes.Equal(got, text[min(max(off, 0), len(text)):]) || r.Close() != nil {
				t.Errorf("%s: %d bytes from %d: %v", name, len(got), off, err)
			}
		}
	}
	f("nothing", nil)
	f("one byte", []byte("x"))
	f("a short log", text(1000))
	f("one block", text(BlockBytes))
	f("one byte more", text(BlockBytes+1))
	f("five blocks", text(5*BlockBytes-77))
	f("noise", noise(2*BlockBytes+5))
	f("zeros", make([]byte, 2*BlockBytes))
}

func TestStops(t *testing.T) {
	_, x := opened(t, text(BlockBytes))
	ctx, stop := context.WithCancel(context.Background())
	r, err := x.Reader(ctx, 5)
	if err != nil {
		t.Fatal(err)
	}
	stop()
	if _, err := r.Read(make([]byte, 1)); fault.KindOf(err) != fault.Stopped || !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, err := x.Reader(ctx, 0); fault.KindOf(err) != fault.Stopped {
		t.Error(err)
	}
	if _, err := x.ReadAt(nil, -1); fault.KindOf(err) != fault.Invalid {
		t.Error(err)
	}
}

func TestManyReaders(t *testing.T) {
	want := text(6 * BlockBytes)
	_, x := opened(t, want)
	var all sync.WaitGroup
	for g := range 4 {
		all.Go(func() {
			rng, p := rand.New(rand.NewPCG(uint64(g), 0)), make([]byte, 3000)
			for range 100 {
				off := rng.IntN(len(want) - len(p))
				if _, err := x.ReadAt(p, int64(off)); err != nil || !bytes.Equal(p, want[off:off+len(p)]) {
					t.Errorf("at %d: %v", off, err)
					return
				}
			}
		})
	}
	all.Wait()
}

package seekable

import (
	"context"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
)

func BenchmarkWrite(b *testing.B) {
	want, path := text(8<<20), filepath.Join(b.TempDir(), "a.zst")
	b.SetBytes(int64(len(want)))
	for b.Loop() {
		write(b, path, want, BlockBytes)
	}
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(len(want))/float64(info.Size()), "ratio")
}

func BenchmarkReader(b *testing.B) {
	_, x := opened(b, text(8<<20))
	b.SetBytes(x.Size())
	p := make([]byte, BlockBytes)
	for b.Loop() {
		r, err := x.Reader(context.Background(), 0)
		if err != nil {
			b.Fatal(err)
		}
		for err != io.EOF {
			if _, err = r.Read(p); err != nil && err != io.EOF {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkAnyPlace reads a page of 64 KiB somewhere.
func BenchmarkAnyPlace(b *testing.B) {
	_, x := opened(b, text(32<<20))
	rng, p := rand.New(rand.NewPCG(3, 3)), make([]byte, 64<<10)
	for b.Loop() {
		if _, err := x.ReadAt(p, rng.Int64N(x.Size()-int64(len(p)))); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkOpen opens a copy of 100 MB of text.
func BenchmarkOpen(b *testing.B) {
	path, x := opened(b, make([]byte, 100<<20))
	x.Close()
	for b.Loop() {
		x, err := Open(path, "me 100")
		if err != nil {
			b.Fatal(err)
		}
		x.Close()
	}
}

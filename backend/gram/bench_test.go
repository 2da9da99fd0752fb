package gram

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
)

// series is the filters of ten files of 100 MB, on disk.
func series(b *testing.B) (paths []string) {
	rng := rand.New(rand.NewPCG(5, 5))
	var x Builder
	dir := b.TempDir()
	some := make([]Filter, 400)
	for i := range some {
		x.Add(logLines(rng, PageBytes))
		some[i] = *x.Page()
	}
	for i := range 10 {
		path := filepath.Join(dir, fmt.Sprint(i, ".gram"))
		write(b, path, some)
		paths = append(paths, path)
	}
	info, err := os.Stat(paths[0])
	if err != nil {
		b.Fatal(err)
	}
	b.Logf("400 pages: %d bytes, %.2f %% of the text", info.Size(), 100*float64(info.Size())/400/PageBytes)
	return paths
}

// BenchmarkAskSeries opens, asks and closes ten files of 400 pages.
func BenchmarkAskSeries(b *testing.B) {
	paths := series(b)
	a := NewAsk([][]string{{"needle-7f3a9c21"}, {"user"}})
	for b.Loop() {
		for _, path := range paths {
			x, err := Open(path, "me")
			if err != nil {
				b.Fatal(err)
			}
			if _, err := x.Ask(a); err != nil {
				b.Fatal(err)
			}
			x.Close()
		}
	}
}

// BenchmarkWriter writes the filters of 100 MB.
func BenchmarkWriter(b *testing.B) {
	rng := rand.New(rand.NewPCG(5, 5))
	var x Builder
	some := make([]Filter, 400)
	for i := range some {
		x.Add(logLines(rng, PageBytes))
		some[i] = *x.Page()
	}
	path := filepath.Join(b.TempDir(), "a.gram")
	b.SetBytes(400 * PageBytes)
	for b.Loop() {
		write(b, path, some)
	}
}

func BenchmarkBuilder(b *testing.B) {
	text := logLines(rand.New(rand.NewPCG(1, 1)), PageBytes)
	var x Builder
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		x.Add(text)
		x.Page()
	}
}

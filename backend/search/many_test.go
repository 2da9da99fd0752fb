package search

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"cordwood/backend/event"
	"cordwood/backend/index"
)

// numbered is a file of numbered lines that is not kept in memory: each step-th
// number from first on, which is its time in milliseconds too.
type numbered struct {
	id          event.FileID
	lines       int64
	first, step int64
	read        atomic.Int64 // bytes
}

// numberedBytes is the length of each line.
const numberedBytes = 40

func (g *numbered) ID() event.FileID                         { return g.id }
func (g *numbered) Name() string                             { return string(g.id) }
func (g *numbered) Live() bool                               { return false }
func (g *numbered) Fielder(context.Context) (Fielder, error) { return counted{}, nil }

// counted is the format of these lines.
type counted struct{ stamps }

func (counted) Event(entry []byte) event.Event {
	var ms int64
	for _, digit := range entry[:10] {
		ms = ms*10 + int64(digit-'0')
	}
	return event.Event{Time: time.UnixMilli(ms).UTC(), Severity: event.Info, Body: string(entry)}
}

func (g *numbered) Reader(_ context.Context, at event.Offset) (io.ReadCloser, error) {
	return io.NopCloser(io.NewSectionReader(g, int64(at), g.lines*numberedBytes-int64(at))), nil
}

func (g *numbered) At(context.Context) (index.ReaderAtCloser, int64, error) {
	return struct {
		io.ReaderAt
		io.Closer
	}{g, io.NopCloser(nil)}, g.lines * numberedBytes, nil
}

// ReadAt makes the lines that are asked for.
func (g *numbered) ReadAt(p []byte, at int64) (n int, err error) {
	line := []byte("0000000000 INFO  a line of some words  \n")
	for ; n < len(p) && at < g.lines*numberedBytes; at = at - at%numberedBytes + numberedBytes {
		v := g.first + at/numberedBytes*g.step
		for i := 9; i >= 0; i-- {
			line[i], v = byte('0'+v%10), v/10
		}
		n += copy(p[n:], line[at%numberedBytes:])
	}
	g.read.Add(int64(n))
	if n < len(p) {
		err = io.EOF
	}
	return n, err
}

// inMemory is what is alive in memory.
func inMemory() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// A million matches, ten million with CORDWOOD_SOAK, of one chain and of two that are
// merged: what an answer holds is small, and to show any page of it reads little.
func TestMillionsOfMatches(t *testing.T) {
	total := int64(1_000_000)
	if raced { // the Makefile runs all of them without
		total = 100_000
	}
	if os.Getenv("CORDWOOD_SOAK") != "" {
		total = 10_000_000
	}
	const (
		rowSet  = 256 << 10 // bytes for a million rows of one answer
		onePage = 2 << 20   // bytes read for a page anywhere
		alive   = 160 << 20 // bytes of all that is held, the cache of blocks included
	)
	seed := uint64(time.Now().UnixNano())
	rnd := rand.New(rand.NewPCG(seed, 1))
	for lanes := int64(1); lanes <= 2; lanes++ {
		before := inMemory()
		e := New(Options{})
		var files []*numbered
		spec := Spec{Query: parse(t, "words")}
		for i := range lanes {
			g := &numbered{id: event.FileID(fmt.Sprint("f", i)), lines: total / lanes, first: i, step: lanes}
			files = append(files, g)
			spec.Chains = append(spec.Chains, Chain{fmt.Sprint("c", i), []File{g}})
		}
		open := func() Result {
			r, err := e.Open(context.Background(), spec)
			if err != nil {
				t.Fatal(err)
			}
			<-r.Done()
			if s := r.State(); s.Total != total || !s.Exact {
				t.Fatalf("%+v", s)
			}
			return r
		}
		r := open()
		first := inMemory()
		again := open() // of the same index
		one := inMemory() - first
		again.Close()
		most := int64(0)
		reads := func(what func()) {
			var was int64
			for _, g := range files {
				was -= g.read.Load()
			}
			what()
			for _, g := range files {
				was += g.read.Load()
			}
			most = max(most, was)
		}
		start := r.State().Start
		for range 200 {
			n := rnd.Int64N(total - 256)
			reads(func() {
				rows, err := r.Rows(context.Background(), start+n, 256)
				if err != nil || len(rows) != 256 {
					t.Fatal(seed, n, len(rows), err)
				}
				for i, row := range rows {
					if want := n + int64(i); row.Time.UnixMilli() != want || row.Pos != start+want {
						t.Fatalf("seed %d: row %d at %d is of %d", seed, want, row.Pos-start, row.Time.UnixMilli())
					}
				}
			})
			reads(func() {
				if pos, ok, err := r.SeekTime(context.Background(), time.UnixMilli(n)); pos != start+n || !ok || err != nil {
					t.Fatal(seed, n, pos, ok, err)
				}
			})
		}
		now := inMemory() - before
		t.Logf("%d rows of %d chains: %d bytes an answer, %d KiB alive with its index and 200 pages, at most %d KiB read for one", total, lanes, one, now>>10, most>>10)
		if one > rowSet*total/1_000_000 || most > onePage || now > alive {
			t.Errorf("seed %d: more than %d bytes an answer, %d alive, %d for a page", seed, rowSet*total/1_000_000, alive, onePage)
		}
		r.Close()
		e.Close()
	}
}

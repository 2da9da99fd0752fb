package search_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"path/filepath"
	"sync/atomic"
	"testing"

	"cordwood/backend/event"
	"cordwood/backend/index"
	"cordwood/backend/inflate"
	"cordwood/backend/parse"
	"cordwood/backend/query"
	"cordwood/backend/search"
)

// text is a plain file in memory.
type text struct {
	data []byte
	p    *parse.Parser
}

func (f *text) ID() event.FileID                                { return "text" }
func (f *text) Name() string                                    { return "application.log" }
func (f *text) Live() bool                                      { return false }
func (f *text) Fielder(context.Context) (search.Fielder, error) { return f.p, nil }
func (f *text) Reader(_ context.Context, at event.Offset) (io.ReadCloser, error) {
	return io.NopCloser(bytes.NewReader(f.data[at:])), nil
}

func (f *text) At(context.Context) (index.ReaderAtCloser, int64, error) {
	return struct {
		io.ReaderAt
		io.Closer
	}{bytes.NewReader(f.data), io.NopCloser(nil)}, int64(len(f.data)), nil
}

// application writes a log like those of a Java service: one trace in fifty
// entries, one needle in 200,000.
func application(size int) *text {
	rnd := rand.New(rand.NewPCG(1, 2))
	levels := []string{"INFO ", "INFO ", "INFO ", "DEBUG", "DEBUG", "TRACE", "WARN ", "ERROR"}
	var b bytes.Buffer
	for n := 0; b.Len() < size; n++ {
		ms := n * 7
		fmt.Fprintf(&b, "2026-11-22 %02d:%02d:%02d.%03d %s [worker-%d] suite.order.OrderService - order %d Completed in %d ms, session=%08x, gateway=10.4.%d.%d\n",
			ms/3_600_000%24, ms/60_000%60, ms/1000%60, ms%1000, levels[rnd.IntN(len(levels))], rnd.IntN(16), 1_000_000+rnd.IntN(900_000), rnd.IntN(900), rnd.Uint32(), rnd.IntN(255), rnd.IntN(255))
		if n%50 == 0 {
			for i := range 12 {
				fmt.Fprintf(&b, "\tat suite.order.internal.Handler%d.call(Handler%d.java:%d)\n", i, i, rnd.IntN(400))
			}
		}
		if n%200_000 == 99_999 {
			b.WriteString("\tcaused by NEEDLE-7f3a9c21\n")
		}
	}
	return &text{b.Bytes(), parse.Detect(b.Bytes()[:64<<10], parse.Options{})}
}

func BenchmarkOpen(b *testing.B) {
	f := application(64 << 20)
	b.SetBytes(int64(len(f.data)))
	b.ReportMetric(0, "ns/op")
	for b.Loop() {
		e := search.New(search.Options{})
		if _, err := e.Summary(context.Background(), search.Chain{Family: "application", Files: []search.File{f}}); err != nil {
			b.Fatal(err)
		}
		e.Close()
	}
}

func BenchmarkSearch(b *testing.B) {
	f := application(64 << 20)
	chain := search.Chain{Family: "application", Files: []search.File{f}}
	e := search.New(search.Options{})
	defer e.Close()
	if _, err := e.Summary(context.Background(), chain); err != nil {
		b.Fatal(err)
	}
	for _, text := range []string{"NEEDLE-7f3a9c21", "completed", "level:error", `~"order \d+5 "`, "logger:*order*"} {
		q, _, err := query.Parse(text, query.Options{OpenFields: true})
		if err != nil {
			b.Fatal(err)
		}
		b.Run(text, func(b *testing.B) {
			b.SetBytes(int64(len(f.data)))
			for b.Loop() {
				r, err := e.Open(context.Background(), search.Spec{Chains: []search.Chain{chain}, Query: q})
				if err != nil {
					b.Fatal(err)
				}
				<-r.Done()
				r.Close()
			}
		})
	}
}

func BenchmarkSift(b *testing.B) {
	f := application(64 << 20)
	chains := []search.Chain{{Family: "application", Files: []search.File{f}}}
	for _, lines := range []bool{true, false} {
		for _, text := range []string{"NEEDLE-7f3a9c21", "Completed", `~"\d{3} ms"`, "level:error"} {
			q, _, err := query.Parse(text, query.Options{Case: true})
			if err != nil {
				b.Fatal(err)
			}
			b.Run(fmt.Sprintf("lines=%v/%s", lines, text), func(b *testing.B) {
				b.SetBytes(int64(len(f.data)))
				for b.Loop() {
					_, _, _ = search.New(search.Options{}).Sift(context.Background(), chains, search.Sieve{Query: q, Lines: lines, Count: true}, nil)
				}
			})
		}
	}
}

// counted tells how much of a file is read.
type counted struct {
	*text
	read *atomic.Int64
}

func (counted) Stamp() string { return "1" }
func (f counted) At(context.Context) (index.ReaderAtCloser, int64, error) {
	return struct {
		io.ReaderAt
		io.Closer
	}{f, io.NopCloser(nil)}, int64(len(f.data)), nil
}

func (f counted) ReadAt(b []byte, at int64) (int, error) {
	n, err := bytes.NewReader(f.data).ReadAt(b, at)
	f.read.Add(int64(n))
	return n, err
}

// BenchmarkZones counts and opens what the times and levels of an indexed log tell
// about; the figure is how much of it is read.
func BenchmarkZones(b *testing.B) {
	f := counted{application(64 << 20), new(atomic.Int64)}
	chains := []search.Chain{{Family: "application", Files: []search.File{f}}}
	keep := search.Options{Keep: shelf(b.TempDir()), Write: true}
	first := search.New(keep)
	if _, err := first.Index(context.Background(), chains); err != nil {
		b.Fatal(err)
	}
	first.Close()
	for _, text := range []string{"level:error", "level:fatal", "level:>=warn", "time:2026-11-22T00:10..2026-11-22T00:11", "level:error time:2026-11-22T00:10..2026-11-22T00:11", "completed -time:2026-11-22T00:02..", "completed"} {
		q, _, err := query.Parse(text, query.Options{OpenFields: true})
		if err != nil {
			b.Fatal(err)
		}
		for what, ask := range map[string]func(e *search.Local){
			"count": func(e *search.Local) {
				_, _, _ = e.Sift(context.Background(), chains, search.Sieve{Query: q, Count: true}, nil)
			},
			"rows": func(e *search.Local) {
				_, _, _ = e.Sift(context.Background(), chains, search.Sieve{Query: q}, func(*search.Found) bool { return true })
			},
			"open": func(e *search.Local) {
				r, err := e.Open(context.Background(), search.Spec{Chains: chains, Query: q})
				if err != nil {
					b.Fatal(err)
				}
				<-r.Done()
				r.Close()
			},
		} {
			b.Run(text+"/"+what, func(b *testing.B) {
				f.read.Store(0)
				for b.Loop() {
					e := search.New(keep)
					ask(e)
					e.Close()
				}
				b.ReportMetric(float64(f.read.Load())/float64(b.N)/1e6, "MB-read/op")
			})
		}
	}
}

// packed is a compressed copy: to read at an offset is to decode all before it.
type packed struct {
	*text
	gz []byte
}

func (*packed) Sequential() bool { return true }
func (*packed) Stamp() string    { return "1" }
func (p *packed) At(context.Context) (index.ReaderAtCloser, int64, error) {
	return nil, 0, nil
}

func (p *packed) Reader(_ context.Context, at event.Offset) (io.ReadCloser, error) {
	z := inflate.NewReader(bytes.NewReader(p.gz))
	_, err := io.CopyN(io.Discard, z, int64(at))
	return io.NopCloser(z), err
}

func (p *packed) Marked(_ context.Context, mark func(*inflate.Mark)) (io.ReadCloser, bool, error) {
	z := inflate.NewReader(bytes.NewReader(p.gz))
	z.Mark(1<<20, mark)
	return io.NopCloser(z), true, nil
}

func (p *packed) Resume(_ context.Context, m *inflate.Mark) (io.ReadCloser, error) {
	return io.NopCloser(inflate.Resume(bytes.NewReader(p.gz[m.Byte():]), m)), nil
}

type shelf string

func (s shelf) Path(file event.FileID, kind string) (string, error) {
	return filepath.Join(string(s), string(file)+"."+kind), nil
}
func (shelf) Used(string) {}
func (shelf) Kept()       {}

// BenchmarkJump shows 50 rows anywhere in a compressed log of 64 MB that was
// indexed by an earlier engine.
func BenchmarkJump(b *testing.B) {
	var gz bytes.Buffer
	f := application(64 << 20)
	z := gzip.NewWriter(&gz)
	if _, err := z.Write(f.data); err != nil {
		b.Fatal(err)
	}
	z.Close()
	chain := search.Chain{Family: "application", Files: []search.File{&packed{f, gz.Bytes()}}}
	keep := search.Options{Keep: shelf(b.TempDir()), Write: true}
	first := search.New(keep)
	if _, err := first.Index(context.Background(), []search.Chain{chain}); err != nil {
		b.Fatal(err)
	}
	first.Close()
	e := search.New(keep)
	defer e.Close()
	r, err := e.Open(context.Background(), search.Spec{Chains: []search.Chain{chain}})
	if err != nil {
		b.Fatal(err)
	}
	<-r.Done()
	rnd, s := rand.New(rand.NewPCG(1, 2)), r.State()
	for b.Loop() {
		if rows, err := r.Rows(context.Background(), s.Start+rnd.Int64N(s.Total-50), 50); err != nil || len(rows) != 50 {
			b.Fatal(len(rows), err)
		}
	}
}

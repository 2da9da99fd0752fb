package search

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"sync/atomic"
	"testing"

	"cordwood/backend/event"
	"cordwood/backend/index"

	"pgregory.net/rapid"
)

// metered counts what is read of a plain copy that cannot grow.
type metered struct {
	stamped
	read, opened *atomic.Int64
}

func meter(f *face) metered {
	return metered{stamped{f}, new(atomic.Int64), new(atomic.Int64)}
}

func (f metered) At(context.Context) (index.ReaderAtCloser, int64, error) {
	return struct {
		io.ReaderAt
		io.Closer
	}{reads{f}, io.NopCloser(nil)}, int64(len(f.data)), nil
}

type reads struct{ metered }

func (r reads) ReadAt(b []byte, at int64) (int, error) {
	r.opened.Add(1)
	n, err := bytes.NewReader(r.data).ReadAt(b, at)
	r.read.Add(int64(n))
	return n, err
}

// A query that the times and levels of blocks answer reads nothing, and one that they
// rule out in part reads the rest.
func TestZonesRuleOut(t *testing.T) {
	kept := keptBytes
	keptBytes = 1
	defer func() { keptBytes = kept }()
	var text strings.Builder
	for i := range 40_000 { // 40 blocks of 1,024 entries
		level := "INFO"
		if i == 20_000 {
			level = "FATAL"
		}
		fmt.Fprintf(&text, "%d %s entry\n", i, level)
	}
	m := &memory{id: "f", name: "a.log", data: []byte(text.String())}
	dir, size := t.TempDir(), int64(text.Len())
	block := size / 38 // and a little more
	e := New(Options{Keep: shelf{dir}, Write: true})
	if _, err := e.Index(context.Background(), []Chain{{Family: "f", Files: []File{meter(m.face().(*face))}}}); err != nil {
		t.Fatal(err)
	}
	e.Close()
	for _, c := range []struct {
		query string
		n     int64
		count int64 // bytes read at most to count the entries
		rows  int64 // to hand them out
		open  int64 // of an open result
	}{
		{"", 40_000, 0, size, 0},
		{"level:error", 0, 0, 0, 0},
		{"level:info", 39_999, 0, size, block},
		{"level:>=warn", 1, 0, block, block},
		{"-level:info", 1, 0, block, block},
		{"level:fatal OR level:none", 1, 0, block, block},
		{"level:none", 0, 0, 0, 0},
		{"has:time", 40_000, 0, size, 0},
		{"time:1971..", 0, 0, 0, 0},
		{"time:1970-01-01T00:00:39.990..", 10, block, block, block},
		{"time:<1970-01-01T00:00:01", 1000, block, block, block},
		{"level:fatal time:<1970-01-01T00:00:01", 0, 0, 0, 0},
		{"entry level:fatal", 1, block, block, block},
		{"entry -level:info", 1, block, block, block},
		{"entry time:1970-01-01T00:00:10.000..1970-01-01T00:00:10.500", 501, 2 * block, 2 * block, 2 * block},
		{"entry", 40_000, size, size, size},
	} {
		q := parse(t, c.query)
		f := func(what string, most int64, answer func(e *Local, chains []Chain) int64) {
			t.Helper()
			e := New(Options{Keep: shelf{dir}})
			defer e.Close()
			file := meter(m.face().(*face))
			if n := answer(e, []Chain{{Family: "f", Files: []File{file}}}); n != c.n {
				t.Errorf("%q, %s: %d matches, want %d", c.query, what, n, c.n)
			}
			if n := file.read.Load(); n > most {
				t.Errorf("%q, %s: %d bytes of %d were read, want at most %d", c.query, what, n, size, most)
			}
		}
		sift := func(s Sieve) func(e *Local, chains []Chain) int64 {
			return func(e *Local, chains []Chain) int64 {
				n, notices, err := e.Sift(context.Background(), chains, s, func(*Found) bool { return true })
				if err != nil || len(notices) > 0 {
					t.Error(c.query, notices, err)
				}
				return n
			}
		}
		f("counted", c.count, sift(Sieve{Query: q, Count: true}))
		f("handed out", c.rows, sift(Sieve{Query: q}))
		f("opened", c.open, func(e *Local, chains []Chain) int64 {
			r, err := e.Open(context.Background(), Spec{Chains: chains, Query: q})
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			return wait(t, r).Total
		})
	}
}

// genZoned writes a query over times, levels and words.
func genZoned(depth int) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		if depth > 0 && rapid.IntRange(0, 2).Draw(t, "compound") > 0 {
			a, b := genZoned(depth-1).Draw(t, "a"), genZoned(depth-1).Draw(t, "b")
			return fmt.Sprintf(rapid.SampledFrom([]string{"(%s %s)", "(%s OR %s)", "-(%s %s)", "(%s OR -%s)"}).Draw(t, "with"), a, b)
		}
		clock := func(name string) string {
			return fmt.Sprintf("1970-01-01T00:00:%06.3f", float64(rapid.IntRange(0, 12_000).Draw(t, name))/1000)
		}
		switch rapid.IntRange(0, 3).Draw(t, "term") {
		case 0:
			return rapid.SampledFrom([]string{"level:error", "level:>=warn", "level:<info", "level:info..warn", "level:none", "has:level", "has:time"}).Draw(t, "level")
		case 1:
			return "time:" + rapid.SampledFrom([]string{"", "<", ">=", ">", "<="}).Draw(t, "op") + clock("at")
		case 2:
			from := rapid.IntRange(0, 9_000).Draw(t, "from")
			return fmt.Sprintf("time:1970-01-01T00:00:%06.3f..1970-01-01T00:00:%06.3f", float64(from)/1000, float64(from+rapid.IntRange(0, 3000).Draw(t, "for"))/1000)
		}
		return rapid.SampledFrom([]string{"lost", "user:2", `~"up$"`, "frame"}).Draw(t, "word")
	})
}

// drawPhases writes a log of several blocks, each with few levels and a short span
// of times, or none.
func drawPhases(t *rapid.T) []byte {
	var b strings.Builder
	levels := []string{"INFO", "WARN", "ERROR", "odd"}
	for range rapid.IntRange(1, 4).Draw(t, "phases") {
		ms, level, many := rapid.IntRange(0, 9000).Draw(t, "from"), rapid.IntRange(0, 3).Draw(t, "level"), rapid.IntRange(1, 2200).Draw(t, "entries")
		kinds, every := rapid.IntRange(1, 2).Draw(t, "levels"), rapid.IntRange(1, 900).Draw(t, "every")
		untimed := rapid.SampledFrom([]int{1, 2, 50, 1000, 5000}).Draw(t, "untimed")
		for i := range many {
			if i%untimed == untimed-1 {
				b.WriteString("9frame\n")
				continue
			}
			fmt.Fprintf(&b, "%d %s bridge %s user=%d\n", ms+i, levels[(level+i/every%kinds)%4], []string{"up", "lost"}[i%7/6], i%3)
		}
	}
	return []byte(b.String())
}

// With blocks that are ruled out and counted by their times and levels, kept or not,
// the answer is what every entry says.
func TestZonesChangeNoAnswer(t *testing.T) {
	kept := keptBytes
	keptBytes = 1
	defer func() { keptBytes = kept }()
	dir, example := t.TempDir(), 0
	rapid.Check(t, func(rt *rapid.T) {
		example++
		m := &memory{id: event.FileID(fmt.Sprint("f", example)), name: "a.log", data: drawPhases(rt), seq: rapid.Bool().Draw(rt, "compressed")}
		c := Chain{Family: "f", Files: []File{copyOf(rt, m)}}
		e := New(Options{Keep: shelf{dir}, Write: true})
		if _, err := e.Index(context.Background(), []Chain{c}); err != nil {
			rt.Fatal(err)
		}
		e.Close()
		if rapid.IntRange(0, 2).Draw(rt, "grown") == 0 {
			m.data = append(m.data, drawPhases(rt)...)
		}
		c.Files = []File{copyOf(rt, m)}
		text := genZoned(2).Draw(rt, "query")
		q := parse(t, text)
		e = New(Options{Keep: shelf{dir}})
		for _, lines := range []bool{false, true} {
			want := siftNaively(m, q, lines)
			var got []string
			_, _, err := e.Sift(context.Background(), []Chain{c}, Sieve{Query: q, Lines: lines}, func(f *Found) bool {
				got = append(got, fmt.Sprintf("%s:%d:%d %q", f.File.ID(), f.Line, f.Lines, f.Text))
				return true
			})
			if err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
				rt.Fatalf("%s lines=%v: %v, %d, want %d", text, lines, err, len(got), len(want))
			}
			if n, _, err := e.Sift(context.Background(), []Chain{c}, Sieve{Query: q, Lines: lines, Count: true}, nil); n != int64(len(want)) || err != nil {
				rt.Fatalf("%s lines=%v: counts %d, want %d, %v", text, lines, n, len(want), err)
			}
		}
		r, err := e.Open(context.Background(), Spec{Chains: []Chain{c}, Query: q})
		if err != nil {
			rt.Fatal(err)
		}
		s := wait(t, r)
		all := oracle(q, event.TimeRange{}, []*memory{m})
		checkRows(rt, r, s, all)
		checkCounts(rt, r, s, all)
		r.Close()
		e.Close()
	})
}

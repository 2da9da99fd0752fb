package search

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"cordwood/backend/event"

	"pgregory.net/rapid"
)

// drawRuns writes a file in which many entries, some blocks of them, carry one time.
func drawRuns(t *rapid.T, id string) *memory {
	var b strings.Builder
	for ms := range rapid.IntRange(1, 2).Draw(t, "times") {
		for i := range rapid.SampledFrom([]int{0, 1, 1023, 1025, 2600}).Draw(t, "entries") {
			fmt.Fprintf(&b, "%d INFO call=%d\n", ms, i%9)
		}
	}
	return &memory{id: event.FileID(id), name: id + ".log", data: []byte(b.String())}
}

// Where thousands of entries of several chains carry one time, no row is lost or
// doubled at the edges of pages, wherever they lie.
func TestPagesAmidOneTime(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var lanes [][]*memory
		spec := Spec{Query: parse(t, rapid.SampledFrom([]string{"", "call=7", "-call=7"}).Draw(rt, "query"))}
		for i := range rapid.IntRange(2, 3).Draw(rt, "chains") {
			files := []*memory{drawRuns(rt, fmt.Sprintf("c%d", i))}
			lanes = append(lanes, files)
			spec.Chains = append(spec.Chains, chain(fmt.Sprintf("c%d", i), files...))
		}
		e := New(Options{})
		defer e.Close()
		r, err := e.Open(context.Background(), spec)
		if err != nil {
			rt.Fatal(err)
		}
		defer r.Close()
		s := wait(t, r)
		all := oracle(spec.Query, spec.Range, lanes...)
		checkRows(rt, r, s, all)
		for from := 0; from < len(all); from += rapid.IntRange(0, 2000).Draw(rt, "further") {
			n := rapid.SampledFrom([]int{1, 100, 999, 1000}).Draw(rt, "page size")
			rows, err := r.Rows(context.Background(), s.Start+int64(from), n)
			if err != nil || len(rows) != min(n, len(all)-from) {
				rt.Fatalf("from %d of %d: %d rows, want %d, %v", from, len(all), len(rows), n, err)
			}
			for _, row := range rows {
				if w := all[from]; row.File != w.file || int(row.Offset) != w.offset {
					rt.Fatalf("row %d is %s:%d, want %s:%d", from, row.File, row.Offset, w.file, w.offset)
				}
				from++
			}
		}
	})
}

// A page amid a million rows of one time does not read the million.
func TestPageAmidOneTimeReadsLittle(t *testing.T) {
	const lines, onePage = 200_000, 1 << 20
	spec := Spec{Query: parse(t, "words")}
	var files []*numbered
	for i := range 3 {
		g := &numbered{id: event.FileID(fmt.Sprint("f", i)), lines: lines, first: 7}
		files = append(files, g)
		spec.Chains = append(spec.Chains, Chain{fmt.Sprint("c", i), []File{g}})
	}
	e := New(Options{})
	defer e.Close()
	r, err := e.Open(t.Context(), spec)
	if err != nil {
		t.Fatal(err)
	}
	start := wait(t, r).Start
	for _, at := range []int64{0, lines / 2, lines - 50, lines, lines + lines/2, 3*lines - 100} {
		for _, g := range files {
			g.read.Store(0)
		}
		for i, row := range rowsAt(t, r, start+at, 100) {
			want := at + int64(i)
			if row.Family != fmt.Sprint("c", want/lines) || int64(row.Line) != want%lines+1 {
				t.Fatalf("row %d is line %d of %s", want, row.Line, row.Family)
			}
		}
		if read := files[0].read.Load() + files[1].read.Load() + files[2].read.Load(); read > onePage {
			t.Errorf("the page at %d reads %d bytes", at, read)
		}
	}
}

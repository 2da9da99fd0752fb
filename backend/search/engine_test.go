package search

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"cordwood/backend/event"

	"pgregory.net/rapid"
)

var queries = []string{"", "", "lost", "-lost", "bridge lost", "level:>=warn", "call=7", "call:7", `~"c\w+=1"`, "frame", "nothing-has-this"}

func drawFile(t *rapid.T, id string) *memory {
	f := &memory{id: event.FileID(id), name: id + ".log", seq: rapid.Bool().Draw(t, "sequential")}
	now := rapid.IntRange(0, 2000).Draw(t, "from")
	var b strings.Builder
	wrong := rapid.SampledFrom([]int{13, 13, 14, 15}).Draw(t, "wrong times")
	for range rapid.IntRange(0, 120).Draw(t, "entries") {
		now += rapid.IntRange(-2, 30).Draw(t, "after")
		switch rapid.IntRange(0, wrong-1).Draw(t, "kind") {
		case 0:
			b.WriteString("\tat frame\n\n")
		case 1:
			fmt.Fprintf(&b, "%d ERROR bridge LOST call=%d\n", max(now, 0), now%9)
		case 2, 3:
			fmt.Fprintf(&b, "%d WARN %s call=%d\n", max(now, 0), strings.Repeat("x", rapid.IntRange(0, 50_000).Draw(t, "long")), now%9)
		case 4:
			b.WriteString("0 INFO\n")
		case 13, 14:
			fmt.Fprintf(&b, "%d INFO of a clock that is wrong call=%d\n", now+100_000, now%9)
		default:
			fmt.Fprintf(&b, "%d INFO bridge call=%d\n", max(now, 0), now%9)
		}
	}
	f.data = []byte(strings.TrimSuffix(b.String(), rapid.SampledFrom([]string{"", "\n"}).Draw(t, "end")))
	return f
}

// The engine says what splitting and matching the whole texts says.
func TestEngineIsTheOracle(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var lanes [][]*memory
		spec := Spec{}
		for i := range rapid.IntRange(1, 3).Draw(rt, "chains") {
			var files []*memory
			for j := range rapid.IntRange(0, 3).Draw(rt, "files") {
				files = append(files, drawFile(rt, fmt.Sprintf("c%df%d", i, j)))
			}
			lanes = append(lanes, files)
			spec.Chains = append(spec.Chains, chain(fmt.Sprintf("c%d", i), files...))
		}
		spec.Query = parse(t, rapid.SampledFrom(queries).Draw(rt, "query"))
		if rapid.Bool().Draw(rt, "ranged") {
			from := rapid.Int64Range(0, 3000).Draw(rt, "lo")
			spec.Range = event.TimeRange{From: time.UnixMilli(from), To: time.UnixMilli(from + 500)}
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
		checkCounts(rt, r, s, all)
	})
}

func checkRows(t *rapid.T, r Result, s State, all []want) {
	if s.Total != int64(len(all)) || s.Percent != 100 || s.Err != nil {
		t.Fatalf("%+v, want %d rows", s, len(all))
	}
	for range 6 {
		from := rapid.IntRange(0, len(all)).Draw(t, "page")
		n := rapid.IntRange(0, 50).Draw(t, "n")
		rows, err := r.Rows(context.Background(), s.Start+int64(from), n)
		if err != nil {
			t.Fatal(err)
		}
		if len(rows) != min(n, len(all)-from) {
			t.Fatalf("from %d of %d: %d rows, want %d", from, len(all), len(rows), n)
		}
		for i, row := range rows {
			w := all[from+i]
			if row.File != w.file || int(row.Offset) != w.offset || row.Body != w.text || row.Pos != s.Start+int64(from+i) {
				t.Fatalf("row %d is %s:%d, want %s:%d", from+i, row.File, row.Offset, w.file, w.offset)
			}
		}
	}
	at := time.UnixMilli(rapid.Int64Range(0, 4000).Draw(t, "seek"))
	first := 0
	for first < len(all) && all[first].key < at.UnixNano() {
		first++
	}
	if pos, ok, err := r.SeekTime(context.Background(), at); err != nil || pos != s.Start+int64(first) || ok != (first < len(all)) {
		t.Fatalf("SeekTime %v = %d %v %v, want %d", at.UnixMilli(), pos, ok, err, first)
	}
	if len(all) == 0 {
		return
	}
	i := rapid.IntRange(0, len(all)-1).Draw(t, "line of")
	rows, err := r.Rows(context.Background(), s.Start+int64(i), 1)
	if err != nil {
		t.Fatal(err)
	}
	line := rows[0].Line + event.Line(rapid.IntRange(0, rows[0].Lines-1).Draw(t, "in"))
	if pos, ok, err := r.SeekLine(context.Background(), rows[0].File, line); pos != s.Start+int64(i) || !ok || err != nil {
		t.Fatalf("SeekLine %s:%d = %d %v %v, want %d", rows[0].File, line, pos, ok, err, i)
	}
}

func checkCounts(t *rapid.T, r Result, s State, all []want) {
	var levels [7]int64
	calls, untimed, timed := map[string]int64{}, int64(0), int64(0)
	for _, w := range all {
		levels[w.sev.Band()]++
		if v, _ := w.Field("call"); v != "" {
			calls[v]++
		}
		if w.t.IsZero() {
			untimed++
		} else {
			timed++
		}
	}
	if s.Levels != levels {
		t.Fatalf("levels %v, want %v", s.Levels, levels)
	}
	h, err := r.Histogram(context.Background(), rapid.IntRange(1, 240).Draw(t, "buckets"), time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	got := make([][7]int64, len(h.Counts))
	sum := int64(0)
	for _, w := range all {
		if !w.t.IsZero() {
			i, on := slices.BinarySearchFunc(h.Edges, w.t, time.Time.Compare)
			if !on {
				i--
			}
			got[i][w.sev.Band()]++
		}
	}
	for i := range h.Counts {
		for b, n := range h.Counts[i] {
			if n != got[i][b] {
				t.Fatalf("bucket %d band %d: %d, want %d", i, b, n, got[i][b])
			}
			sum += n
		}
	}
	if sum != timed || h.Untimed != untimed {
		t.Fatalf("histogram holds %d and %d, want %d and %d", sum, h.Untimed, timed, untimed)
	}
	f, err := r.Facet(context.Background(), "call", 100)
	if err != nil || len(f.Values) != len(calls) || !f.Exact {
		t.Fatalf("facet %+v %v, want %v", f, err, calls)
	}
	for _, v := range f.Values {
		if calls[v.Text] != v.Count {
			t.Fatalf("call=%s: %d, want %d", v.Text, v.Count, calls[v.Text])
		}
	}
}

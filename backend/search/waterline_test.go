package search

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"cordwood/backend/event"
	"cordwood/backend/query"

	"pgregory.net/rapid"
)

// waited is gated, and says when its pass waits.
type waited struct {
	gated
	asked chan<- *waited
	once  sync.Once
}

func (w *waited) Reader(ctx context.Context, at event.Offset) (io.ReadCloser, error) {
	w.once.Do(func() { w.asked <- w })
	return w.gated.Reader(ctx, at)
}

// drawChain writes the files of one chain, some without a time; a family begins and ends
// when it likes. Its files overlap only, and have wrong times, where the clock is bad.
func drawChain(t *rapid.T, lane int, bad bool) (files []*memory) {
	now := rapid.IntRange(0, 400).Draw(t, "from")
	for i := range rapid.IntRange(1, 4).Draw(t, "files") {
		var b strings.Builder
		for n := range rapid.SampledFrom([]int{0, 1, 5, 40, 200}).Draw(t, "entries") {
			now += rapid.IntRange(0, 6).Draw(t, "after")
			if bad && rapid.IntRange(0, 30).Draw(t, "wrong") == 0 {
				fmt.Fprintf(&b, "%d INFO row of a wrong clock\n", rapid.SampledFrom([]int{0, now + 200, 9_999_999}).Draw(t, "time"))
			}
			long := ""
			if n%10 == 0 {
				long = strings.Repeat("x", rapid.SampledFrom([]int{0, 0, 20_000}).Draw(t, "long"))
			}
			fmt.Fprintf(&b, "%d INFO row n=%d.%d.%d %s\n", now, lane, i, n, long)
		}
		id := fmt.Sprintf("c%df%d", lane, i)
		files = append(files, &memory{id: event.FileID(id), name: id, data: []byte(b.String())})
		if bad {
			now = max(0, now-rapid.IntRange(0, 200).Draw(t, "back"))
		}
	}
	return files
}

// Of several chains the newest files are read first, whatever comes in which order. What
// is shown are the last rows of all, as far back as every chain is known; older ones come
// in front, and no row that was given ever moves; but for a new Rev, where files of a
// chain overlap.
func TestNewestFirstOfSeveralChains(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		spec := Spec{Query: parse(t, rapid.SampledFrom([]string{"", "row", "x"}).Draw(rt, "query"))}
		var lanes [][]*memory
		opened := map[event.FileID]bool{}
		asked, waiting := make(chan *waited, 12), []*waited(nil)
		bad := rapid.Bool().Draw(rt, "bad clocks")
		for i := range rapid.IntRange(2, 3).Draw(rt, "chains") {
			files := drawChain(rt, i, bad)
			c := Chain{Family: fmt.Sprint("c", i)}
			for _, m := range files {
				c.Files = append(c.Files, &waited{gated: gated{m.face(), make(chan struct{})}, asked: asked})
			}
			lanes, spec.Chains = append(lanes, files), append(spec.Chains, c)
		}
		e := New(Options{})
		defer e.Close()
		r, err := e.Open(t.Context(), spec)
		if err != nil {
			rt.Fatal(err)
		}
		defer r.Close()
		all := oracle(spec.Query, spec.Range, lanes...)
		given, rev := map[int64]string{}, int64(0)
		left := make([]int, len(lanes)) // files that were not let be read
		for i := range lanes {
			left[i] = len(lanes[i])
		}
		for slices.Max(left) > 0 {
			if len(waiting) == 0 {
				waiting = append(waiting, <-asked)
			}
			for len(asked) > 0 {
				waiting = append(waiting, <-asked)
			}
			at := rapid.IntRange(0, 1).Draw(rt, "next") % len(waiting)
			opened[waiting[at].ID()] = true
			close(waiting[at].open)
			waiting = slices.Delete(waiting, at, at+1)
			for i, files := range lanes {
				for left[i] > 0 && opened[files[left[i]-1].id] {
					left[i]--
				}
			}
			want := shownOf(spec.Query, lanes, left)
			rt.Logf("left %v: %d of %d rows", left, len(want), len(all))
			s := waitFor(rt, r, func(s State) bool { return s.Total == int64(len(want)) && (s.Exact || slices.Max(left) > 0) })
			if s.Rev != rev {
				given, rev = map[int64]string{}, s.Rev
			}
			if s.Rev > 0 && !bad || s.Start < 0 || len(want) > 0 && spec.Query.Empty() && (!bad && (s.First.UnixNano() != want[0].key || s.From != s.First)) {
				rt.Fatalf("%+v", s)
			}
			for j := 0; j < len(want); {
				rows, err := r.Rows(t.Context(), s.Start+int64(j), 1000)
				if err != nil || len(rows) == 0 {
					rt.Fatalf("%d of %d rows, %v", j, len(want), err)
				}
				for _, row := range rows {
					name := fmt.Sprintf("%s:%d", row.File, row.Offset)
					if w := fmt.Sprintf("%s:%d", want[j].file, want[j].offset); name != w {
						rt.Fatalf("row %d of %d is %s, want %s", j, len(want), name, w)
					}
					if was, ok := given[row.Pos]; ok && was != name {
						rt.Fatalf("position %d was %s and is %s", row.Pos, was, name)
					}
					given[row.Pos] = name
					j++
				}
			}
		}
		s := wait(t, r)
		if len(given) != len(all) {
			rt.Fatalf("%d rows were given, want %d; %+v", len(given), len(all), s)
		}
		checkRows(rt, r, s, all)
	})
}

// shownOf are the rows that are shown while of each chain so many files are left to be
// read: of those that are known the ones from the latest begin of a chain that has any left.
func shownOf(q *query.Query, lanes [][]*memory, left []int) (shown []want) {
	var known [][]*memory
	lane, key := -1, int64(0)
	for i, files := range lanes {
		known = append(known, files[left[i]:])
		if left[i] == 0 {
			continue
		}
		rows := oracle(nil, event.TimeRange{}, files[left[i]:])
		if len(rows) == 0 {
			return nil // no time is known of it yet
		}
		if lane < 0 || rows[0].key >= key {
			lane, key = i, rows[0].key
		}
	}
	for _, w := range oracle(q, event.TimeRange{}, known...) {
		if lane < 0 || w.key > key || w.key == key && w.lane >= lane {
			shown = append(shown, w)
		}
	}
	return shown
}

// What was read of wrong times, early or late, wherever they are, moves no row but the
// wrong ones: the others are in the order that they have without them. (Of two that are
// nearer to each other than this, and the right one between them, nobody can tell.)
func TestWrongTimesMoveNobodyElse(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		spec := Spec{Query: parse(t, "right")}
		var clean [][]*memory
		ms := 10_000
		for i := range 2 {
			var files, without []*memory
			for j := range rapid.IntRange(1, 3).Draw(rt, "files") {
				var with, right strings.Builder
				n := rapid.SampledFrom([]int{12, 300, 3000}).Draw(rt, "entries")
				step := rapid.IntRange(1, 5).Draw(rt, "step")
				wrong := map[int]int{}
				for range rapid.IntRange(0, 3).Draw(rt, "wrong") {
					wrong[4*rapid.IntRange(0, (n-1)/4).Draw(rt, "at")] = rapid.SampledFrom([]int{0, 1, 99_999_999, 88_888_888}).Draw(rt, "time")
				}
				for k := range n {
					ms += step
					if t, ok := wrong[k]; ok {
						fmt.Fprintf(&with, "%d INFO wrong\n", t)
					}
					line := fmt.Sprintf("%d INFO right n=%d.%d.%d of some words\n", ms, i, j, k)
					with.WriteString(line)
					right.WriteString(line)
				}
				id := event.FileID(fmt.Sprintf("c%df%d", i, j))
				files = append(files, &memory{id: id, name: string(id), data: []byte(with.String())})
				without = append(without, &memory{id: id, name: string(id), data: []byte(right.String())})
			}
			clean = append(clean, without)
			spec.Chains = append(spec.Chains, chain(fmt.Sprint("c", i), files...))
			ms = 10_000 + rapid.IntRange(0, 2000).Draw(rt, "other begins")
		}
		e := New(Options{})
		defer e.Close()
		r, err := e.Open(t.Context(), spec)
		if err != nil {
			rt.Fatal(err)
		}
		defer r.Close()
		s := wait(t, r)
		want := oracle(spec.Query, spec.Range, clean...)
		if s.Total != int64(len(want)) {
			rt.Fatalf("%+v, want %d", s, len(want))
		}
		for j := 0; j < len(want); {
			rows, err := r.Rows(t.Context(), s.Start+int64(j), 1000)
			if err != nil || len(rows) == 0 {
				rt.Fatal(len(rows), err)
			}
			for _, row := range rows {
				if row.Body != want[j].text {
					rt.Fatalf("row %d is %q, want %q", j, row.Body, want[j].text)
				}
				j++
			}
		}
		at := time.UnixMilli(int64(rapid.IntRange(10_000, 20_000).Draw(rt, "seek")))
		first := 0
		for first < len(want) && want[first].t.Before(at) {
			first++
		}
		if pos, ok, err := r.SeekTime(t.Context(), at); err != nil || pos != s.Start+int64(first) || ok != (first < len(want)) {
			rt.Fatalf("%d is at %d %v %v, want %d", at.UnixMilli(), pos-s.Start, ok, err, first)
		}
	})
}

package search

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"cordwood/backend/event"
	"cordwood/backend/index"
	"cordwood/backend/query"
)

// stamps is a small format: "<ms> <LEVEL> text", with a field for each key=value.
type stamps struct{}

func (stamps) Format() string { return "stamps" }

func (stamps) Head(line []byte) bool { return len(line) > 0 && line[0] >= '0' && line[0] <= '9' }

func (stamps) Event(entry []byte) event.Event {
	e := event.Event{Body: string(entry)}
	words := strings.Fields(string(entry[:min(len(entry), 200)]))
	var ms int64
	if len(words) > 1 {
		if _, err := fmt.Sscanf(words[0], "%d", &ms); err == nil {
			e.Time = time.UnixMilli(ms).UTC()
			e.Severity, _ = event.ParseLevel(words[1])
		}
	}
	for _, w := range words {
		if k, v, ok := strings.Cut(w, "="); ok {
			e.Fields = append(e.Fields, event.Field{Name: k, Value: v})
		}
	}
	return e
}

// memory is a file that can grow, shrink and be renamed.
type memory struct {
	mu   sync.Mutex
	id   event.FileID
	name string
	live bool
	seq  bool
	data []byte
}

// face is a memory as one scan of the source saw it.
type face struct {
	*memory
	name string
	live bool
}

func (m *memory) face() File {
	m.mu.Lock()
	defer m.mu.Unlock()
	return &face{m, m.name, m.live}
}

func (m *memory) write(s string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.data = append(m.data, s...)
}

func (f *face) ID() event.FileID                         { return f.id }
func (f *face) Name() string                             { return f.name }
func (f *face) Live() bool                               { return f.live }
func (f *face) Sequential() bool                         { return f.seq }
func (f *face) Fielder(context.Context) (Fielder, error) { return stamps{}, nil }
func (f *face) Reader(ctx context.Context, at event.Offset) (io.ReadCloser, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	// A full slice: later writes never reach bytes that a reader may see.
	data := bytes.Clone(f.data[min(int(at), len(f.data)):])
	return io.NopCloser(bytes.NewReader(data)), nil
}

func chain(family string, files ...*memory) Chain {
	c := Chain{Family: family}
	for _, f := range files {
		c.Files = append(c.Files, f.face())
	}
	return c
}

// want is one row of the oracle.
type want struct {
	file   event.FileID
	offset int
	text   string
	key    int64
	sev    event.Severity
	t      time.Time
	lane   int
	fields []event.Field
}

func (w want) Text() string             { return w.text }
func (w want) Time() (time.Time, bool)  { return w.t, !w.t.IsZero() }
func (w want) Severity() event.Severity { return w.sev }
func (w want) Field(name string) (string, bool) {
	e := event.Event{Fields: w.fields}
	return e.Field(name)
}

// oracle splits whole texts, matches every entry, and sorts.
func oracle(q *query.Query, within event.TimeRange, lanes ...[]*memory) []want {
	var all []want
	for i, files := range lanes {
		low := index.NoTime
		for _, f := range files {
			at, fresh := 0, true
			var ents []want
			for _, l := range strings.SplitAfter(string(f.data), "\n") {
				if l == "" {
					continue
				}
				t := strings.TrimSuffix(l, "\n")
				if fresh || (stamps{}).Head([]byte(t)) {
					ents = append(ents, want{file: f.id, offset: at, text: t, lane: i})
				} else {
					ents[len(ents)-1].text += "\n" + t
				}
				fresh = false
				at += len(l)
			}
			for i := range ents {
				e := (stamps{}).Event([]byte(ents[i].text))
				ents[i].t, ents[i].sev, ents[i].fields = e.Time, e.Severity, e.Fields
			}
			for _, block := range blocksOf(f, ents) {
				for k, key := range slowKeys(block) {
					low = max(low, key)
					block[k].key = low
				}
			}
			for _, w := range ents {
				if within.Contains(w.t) && q.Match(w) {
					all = append(all, w)
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b want) int { return cmp.Compare(a.key, b.key) })
	return all
}

// blocksOf divides the entries of a file as the index does.
func blocksOf(f *memory, ents []want) (all [][]want) {
	x := index.New()
	_ = x.Update(context.Background(), f.face().(*face), stamps{}, nil)
	s := x.Snapshot()
	for i := range s.Blocks() {
		n := s.Block(i).Entries
		all, ents = append(all, ents[:n]), ents[n:]
	}
	return all
}

// slowKeys are the keys of a block's entries, by looking at all pairs: the times that
// count are the longest run that never falls, of such runs the one that ends lower.
func slowKeys(ents []want) []int64 {
	keys, best, from := make([]int64, len(ents)), make([]int, len(ents)), make([]int, len(ents))
	choose := func(upto int, most int64) int {
		at := -1
		for j := range upto {
			t := index.Nanos(ents[j].t)
			if t != index.NoTime && t <= most && (at < 0 || best[j] > best[at] || best[j] == best[at] && ents[j].t.Before(ents[at].t)) {
				at = j
			}
		}
		return at
	}
	for i := range ents {
		keys[i] = index.NoTime
		if from[i] = choose(i, index.Nanos(ents[i].t)); from[i] >= 0 {
			best[i] = best[from[i]]
		}
		best[i]++
	}
	for i := choose(len(ents), math.MaxInt64); i >= 0; i = from[i] {
		keys[i] = index.Nanos(ents[i].t)
	}
	for i := 1; i < len(keys); i++ {
		keys[i] = max(keys[i], keys[i-1])
	}
	return keys
}

// wait waits until the result is exact.
func wait(t testing.TB, r Result) State {
	t.Helper()
	return waitFor(t, r, func(s State) bool { return s.Exact })
}

func waitFor(t testing.TB, r Result, ok func(State) bool) State {
	t.Helper()
	for range 20_000 {
		if s := r.State(); ok(s) {
			return s
		}
		time.Sleep(500 * time.Microsecond)
	}
	t.Fatalf("never came: %+v", r.State())
	return State{}
}

func parse(t testing.TB, s string) *query.Query {
	t.Helper()
	q, _, err := query.Parse(s, query.Options{OpenFields: true, Clock: func() time.Time { return time.Now().UTC() }})
	if err != nil {
		t.Fatal(err)
	}
	return q
}

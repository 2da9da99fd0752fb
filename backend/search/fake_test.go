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
		var behind []*laid // from the newest on
		for j := len(files) - 1; j >= 0; j-- {
			l := layOut(files[j], i)
			l.fit(behind)
			behind = append([]*laid{l}, behind...)
		}
		for _, l := range behind {
			for _, block := range l.blocks {
				for _, w := range block {
					if within.Contains(w.t) && q.Match(w) {
						all = append(all, w)
					}
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b want) int { return cmp.Compare(a.key, b.key) })
	return all
}

// laid is a file's entries in blocks, with the keys by which each begins and ends.
type laid struct {
	blocks  [][]want
	middles []int64
	ends    []int64
	from    int64
}

// layOut splits a whole text and gives its entries their keys.
func layOut(f *memory, lane int) *laid {
	at, fresh := 0, true
	var ents []want
	for _, l := range strings.SplitAfter(string(f.data), "\n") {
		if l == "" {
			continue
		}
		t := strings.TrimSuffix(l, "\n")
		if fresh || (stamps{}).Head([]byte(t)) {
			ents = append(ents, want{file: f.id, offset: at, text: t, lane: lane})
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
	l := &laid{blocks: blocksOf(f, ents), from: index.NoTime}
	type ofBlock struct {
		block               int
		first, middle, last int64
		timed               int
	}
	var blocks []ofBlock
	for i, block := range l.blocks {
		var times []int64
		for _, w := range block {
			if !w.t.IsZero() {
				times = append(times, w.t.UnixNano())
			}
		}
		run := slowRun(times, make([]int, len(times)))
		l.middles = append(l.middles, index.NoTime)
		if n := len(run); n > 0 {
			l.middles[i] = times[run[n/2]]
			blocks = append(blocks, ofBlock{i, times[run[0]], times[run[n/2]], times[run[n-1]], len(times)})
		}
	}
	var middles []int64
	var weights []int
	for _, b := range blocks {
		middles, weights = append(middles, b.middle), append(weights, b.timed-1)
	}
	run := slowRun(middles, weights)
	end := make(map[int]int64)
	for i, k := range run {
		b := blocks[k]
		if i == 0 {
			l.from = b.first
		}
		end[b.block] = b.last
		if i+1 < len(run) {
			if next := blocks[run[i+1]]; b.last > next.middle {
				end[b.block] = max(b.middle, next.first)
			}
		}
	}
	low := l.from
	for i, block := range l.blocks {
		high, counts := end[i]
		if !counts {
			high = low
		}
		for k, key := range slowKeys(block) {
			block[k].key = min(max(key, low), high)
		}
		low = high
		l.ends = append(l.ends, high)
	}
	return l
}

// fit lets a file overlap none behind it: the fewer entries give way.
func (l *laid) fit(behind []*laid) {
	if len(behind) == 0 {
		return
	}
	from, end := behind[0].from, index.NoTime
	if len(l.ends) > 0 {
		end = l.ends[len(l.ends)-1]
	}
	over, under := 0, 0
	low := l.from
	for i, block := range l.blocks {
		if max(low, min(l.middles[i], l.ends[i])) > from {
			over += len(block)
		}
		low = l.ends[i]
	}
	for _, b := range behind {
		for _, block := range b.blocks {
			for _, w := range block {
				if w.key < end {
					under++
				}
			}
		}
	}
	switch {
	case l.from == index.NoTime:
		l.hold(from, from)
	case end <= from:
	case from != index.NoTime && over <= under:
		l.hold(index.NoTime, from)
	default:
		for _, b := range behind {
			b.hold(end, math.MaxInt64)
		}
	}
}

func (l *laid) hold(low, high int64) {
	l.from = min(max(l.from, low), high)
	for i, block := range l.blocks {
		l.ends[i] = min(max(l.ends[i], low), high)
		for k := range block {
			block[k].key = min(max(block[k].key, low), high)
		}
	}
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

// slowRun is the run of times with the most weight that never falls, each having one
// more than weights says; of such runs the one that ends lower. It looks at all pairs.
func slowRun(times []int64, weights []int) (run []int) {
	best, from := make([]int, len(times)), make([]int, len(times))
	choose := func(upto int, most int64) int {
		at := -1
		for j := range upto {
			if times[j] <= most && (at < 0 || best[j] > best[at] || best[j] == best[at] && times[j] < times[at]) {
				at = j
			}
		}
		return at
	}
	for i, t := range times {
		if from[i] = choose(i, t); from[i] >= 0 {
			best[i] = best[from[i]]
		}
		best[i] += 1 + weights[i]
	}
	for i := choose(len(times), math.MaxInt64); i >= 0; i = from[i] {
		run = append([]int{i}, run...)
	}
	return run
}

// slowKeys are the keys of a block's entries by themselves: the latest time that counts.
func slowKeys(ents []want) []int64 {
	keys := make([]int64, len(ents))
	var times []int64
	var at []int
	for i, w := range ents {
		keys[i] = index.NoTime
		if !w.t.IsZero() {
			times, at = append(times, w.t.UnixNano()), append(at, i)
		}
	}
	for _, k := range slowRun(times, make([]int, len(times))) {
		keys[at[k]] = times[k]
	}
	for i := 1; i < len(keys); i++ {
		keys[i] = max(keys[i], keys[i-1])
	}
	return keys
}

// tester is a test, or an example of a property.
type tester interface {
	Helper()
	Fatalf(format string, args ...any)
}

// wait waits until the result is exact.
func wait(t tester, r Result) State {
	t.Helper()
	return waitFor(t, r, func(s State) bool { return s.Exact })
}

func waitFor(t tester, r Result, ok func(State) bool) State {
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

package search

import (
	"bytes"
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
	key    time.Time
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
		var key time.Time
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
			for _, w := range ents {
				e := (stamps{}).Event([]byte(w.text))
				w.t, w.sev, w.fields = e.Time, e.Severity, e.Fields
				if e.Time.After(key) {
					key = e.Time
				}
				w.key = key
				if within.Contains(w.t) && q.Match(w) {
					all = append(all, w)
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b want) int { return a.key.Compare(b.key) })
	return all
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

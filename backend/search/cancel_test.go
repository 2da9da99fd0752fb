package search

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync/atomic"
	"testing"

	"cordwood/backend/event"
	"cordwood/backend/fault"
)

// generated is a large file that is not kept in memory.
type generated struct {
	id     event.FileID
	line   string
	size   int64
	seq    bool
	opened func(at event.Offset)
	read   func(n int)
}

func (g *generated) ID() event.FileID                         { return g.id }
func (g *generated) Name() string                             { return string(g.id) }
func (g *generated) Live() bool                               { return false }
func (g *generated) Sequential() bool                         { return g.seq }
func (g *generated) Fielder(context.Context) (Fielder, error) { return stamps{}, nil }

func (g *generated) Reader(ctx context.Context, at event.Offset) (io.ReadCloser, error) {
	if g.opened != nil {
		g.opened(at)
	}
	return io.NopCloser(&repeating{ctx: ctx, g: g, at: int64(at)}), nil
}

type repeating struct {
	ctx context.Context
	g   *generated
	at  int64
}

func (r *repeating) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	n := 0
	for n < len(p) && r.at < r.g.size {
		m := copy(p[n:min(len(p), n+int(r.g.size-r.at))], r.g.line[r.at%int64(len(r.g.line)):])
		n += m
		r.at += int64(m)
	}
	if r.g.read != nil {
		r.g.read(n)
	}
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

func TestCancelEndsTheScan(t *testing.T) {
	e := New(Options{})
	defer e.Close()
	g := &generated{id: "big", line: "1 INFO a line of words that is searched\n", size: 1 << 40}
	ctx, cancel := context.WithCancel(context.Background())
	r, err := e.Open(ctx, Spec{Chains: []Chain{{"big", []File{g}}}, Query: parse(t, "nothing-has-this")})
	if err != nil {
		t.Fatal(err)
	}
	waitFor(t, r, func(s State) bool { return s.Scanned > 100 })
	cancel()
	<-r.Done()
	s := r.State()
	if s.Exact || fault.KindOf(s.Err) != fault.Stopped {
		t.Errorf("%+v", s)
	}
	if _, err := r.Rows(ctx, 0, 10); !errors.Is(err, context.Canceled) {
		t.Errorf("rows after the end: %v", err)
	}
}

func TestCloseEndsEverything(t *testing.T) {
	e := New(Options{})
	g := &generated{id: "big", line: "1 INFO a line of words\n", size: 1 << 40}
	r, err := e.Open(context.Background(), Spec{Chains: []Chain{{"big", []File{g}}}})
	if err != nil {
		t.Fatal(err)
	}
	waitFor(t, r, func(s State) bool { return s.Total > 0 })
	e.Close()
	<-r.Done()
	if _, err := e.Open(context.Background(), Spec{}); fault.KindOf(err) != fault.Stopped {
		t.Errorf("open after close: %v", err)
	}
}

// Paging through a compressed file in either direction decodes it from the
// start once in behindBytes at the most.
func TestPagingThroughCompressedFiles(t *testing.T) {
	const size = 40 << 20
	e := New(Options{})
	e.cache.limit = 16 << 20
	defer e.Close()
	starts := 0
	g := &generated{id: "gz", line: "1 INFO " + strings.Repeat("a line of words ", 64) + "\n", size: size, seq: true, opened: func(event.Offset) { starts++ }}
	r, err := e.Open(context.Background(), Spec{Chains: []Chain{{"gz", []File{g}}}})
	if err != nil {
		t.Fatal(err)
	}
	total := wait(t, r).Total
	starts = 0
	for at := total - 200; at > total-16_000; at -= 200 { // 16 MiB backwards
		if rows, err := r.Rows(context.Background(), at, 200); err != nil || len(rows) != 200 {
			t.Fatal(len(rows), err)
		}
	}
	if starts > 4 {
		t.Errorf("backwards: decoded %d times from the start", starts)
	}
	starts = 0
	for at := int64(0); at < 16_000; at += 200 {
		if rows, err := r.Rows(context.Background(), at, 200); err != nil || len(rows) != 200 {
			t.Fatal(len(rows), err)
		}
	}
	if starts > 1 {
		t.Errorf("forwards: decoded %d times from the start", starts)
	}
}

// Opening without a query reads each byte once, and nothing for its counts.
func TestOpeningWithoutQueryReadsOnce(t *testing.T) {
	e := New(Options{})
	defer e.Close()
	read := 0
	g := &generated{id: "plain", line: "1 INFO " + strings.Repeat("word ", 40) + "\n", size: 208 * 400_000, read: func(n int) { read += n }}
	spec := Spec{Chains: []Chain{{"plain", []File{g}}}}
	r, _ := e.Open(context.Background(), spec)
	first := wait(t, r)
	again, _ := e.Open(context.Background(), spec)
	second := wait(t, again)
	if read != 208*400_000 || first.Total != second.Total || first.Total != 400_000 {
		t.Errorf("read %d bytes, %d and %d rows", read, first.Total, second.Total)
	}
}

func TestHugeLineIsOneRow(t *testing.T) {
	e := New(Options{})
	defer e.Close()
	g := &generated{id: "one", line: "1 ERROR a line without an end ", size: 200 << 20}
	r, _ := e.Open(context.Background(), Spec{Chains: []Chain{{"one", []File{g}}}, Query: parse(t, "without")})
	if s := wait(t, r); s.Total != 1 {
		t.Fatalf("%+v", s)
	}
	rows, err := r.Rows(context.Background(), 0, 10)
	if err != nil || len(rows) != 1 || rows[0].Length != 200<<20 || len(rows[0].Body) != 1<<20 || rows[0].Lines != 1 {
		t.Errorf("%v", err)
	}
	if e.cache.used > 8<<20 {
		t.Errorf("the cache holds %d bytes for it", e.cache.used)
	}
}

// A file that cannot be read is a notice; the others are answered.
func TestUnreadableFileIsANotice(t *testing.T) {
	e := New(Options{})
	defer e.Close()
	good := &memory{id: "good", name: "good.log", data: []byte("1 INFO a\n2 INFO b\n")}
	c := chain("f", good)
	c.Files = append(c.Files, &broken{})
	r, _ := e.Open(context.Background(), Spec{Chains: []Chain{c}})
	s := wait(t, r)
	if s.Total != 2 || len(s.Notices) != 1 || s.Notices[0].Kind != string(fault.Denied) || s.Notices[0].File != "bad.log" {
		t.Errorf("%+v", s)
	}
	sum, err := e.Summary(context.Background(), c)
	if err != nil || sum.Entries != 2 || sum.Files[1].Problem == nil || sum.Files[0].Format != "stamps" {
		t.Errorf("%+v %v", sum, err)
	}
}

type broken struct{ face }

func (*broken) ID() event.FileID { return "bad" }
func (*broken) Name() string     { return "bad.log" }
func (*broken) Live() bool       { return false }
func (*broken) Sequential() bool { return false }
func (*broken) Reader(context.Context, event.Offset) (io.ReadCloser, error) {
	return nil, fault.New("open", fault.Denied, "bad.log", "", nil)
}

func TestNoticesOfAChain(t *testing.T) {
	f := func(name string, change func(s *server), rev bool, kinds ...string) {
		t.Helper()
		e := New(Options{})
		defer e.Close()
		s := &server{family: "a"}
		s.create()
		s.live().write("1 INFO a\n")
		s.rotate(false)
		s.live().write("2 INFO b\n")
		r, _ := e.Open(context.Background(), Spec{Chains: []Chain{s.chain()}})
		before := wait(t, r)
		change(s)
		e.Grow(s.chain())
		want := int64(len(oracle(nil, event.TimeRange{}, s.files)))
		after := waitFor(t, r, func(st State) bool { return st.Exact && st.Total == want && len(st.Notices) >= len(kinds) })
		var got []string
		for _, n := range after.Notices {
			got = append(got, n.Kind)
		}
		if fmt.Sprint(got) != fmt.Sprint(kinds) || rev != (after.Rev > before.Rev) {
			t.Errorf("%s: %v, rev %d -> %d", name, got, before.Rev, after.Rev)
		}
	}
	f("growth", func(s *server) { s.live().write("3 INFO c\n") }, false)
	f("rotation", func(s *server) { s.rotate(false); s.live().write("3 INFO c\n") }, false, "rotated")
	f("emptied", func(s *server) { s.truncate(); s.live().write("9 INFO z\n") }, true, "truncated")
	f("replaced", func(s *server) { s.files = s.files[:1]; s.create(); s.live().write("9 INFO z\n") }, true, "truncated")
	f("deleted copy", func(s *server) { s.files = s.files[1:] }, true, "removed")
}

// looks counts the entries that are parsed, and cancels at one of them.
type looks struct {
	stamps
	n      *atomic.Int64
	at     int64
	cancel func()
}

func (l looks) Event(entry []byte) event.Event {
	if l.n.Add(1) == l.at {
		l.cancel()
	}
	return l.stamps.Event(entry)
}

type looked struct {
	File
	looks
}

func (l looked) Fielder(context.Context) (Fielder, error) { return l.looks, nil }

// What is cancelled looks at a few entries more, not at the rest of the text in hand.
func TestCancelIsHeardAmidAPiece(t *testing.T) {
	for name, line := range map[string]string{"lines": "1 INFO a line of words\n", "with NUL": "1 INFO a line\x00 of words\n", "long": "1 INFO " + strings.Repeat("words ", 3000) + "\n"} {
		for _, text := range []string{"level:error", "user:nobody -level:error"} {
			ctx, cancel := context.WithCancel(context.Background())
			l := looks{n: new(atomic.Int64), at: 100, cancel: cancel}
			m := &memory{id: "a", name: "a.log", data: bytes.Repeat([]byte(line), 4<<20/len(line))}
			_, _, err := New(Options{}).Sift(ctx, []Chain{{"f", []File{looked{m.face(), l}}}}, Sieve{Query: parse(t, text), Count: true}, nil)
			if more := l.n.Load() - l.at; !errors.Is(err, context.Canceled) || more > workers*heardBytes/entryCost {
				t.Errorf("%s, %s: %d entries more, %v", name, text, more, err)
			}
		}
	}
}

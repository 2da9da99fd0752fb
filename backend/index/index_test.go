package index

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"cordwood/backend/event"

	"pgregory.net/rapid"
)

// stamps is a small format: a head line is "<seconds> <LEVEL> text".
type stamps struct{}

func (stamps) Format() string { return "stamps" }

func (stamps) Head(line []byte) bool { return len(line) > 0 && line[0] >= '0' && line[0] <= '9' }

func (stamps) Event(entry []byte) event.Event {
	var sec int64
	var level string
	e := event.Event{Body: string(entry)}
	if n, _ := fmt.Sscanf(string(entry[:min(len(entry), 40)]), "%d %s", &sec, &level); n > 0 {
		e.Time = time.Unix(sec, 0).UTC()
		e.Severity, _ = event.ParseLevel(level)
	}
	return e
}

// text is a file in memory that can grow and shrink.
type text struct {
	data []byte
	fail error // instead of the end
}

func (f *text) Reader(_ context.Context, at event.Offset) (io.ReadCloser, error) {
	r := io.Reader(bytes.NewReader(f.data[min(int(at), len(f.data)):]))
	if f.fail != nil {
		r = io.MultiReader(r, failing{f.fail})
	}
	return io.NopCloser(r), nil
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

type entry struct {
	text   string
	offset int
	line   int
}

// naive splits the whole text at once.
func naive(data string) []entry {
	var all []entry
	at, line := 0, 0
	for _, l := range strings.SplitAfter(data, "\n") {
		if l == "" {
			continue
		}
		line++
		t := strings.TrimSuffix(strings.TrimSuffix(l, "\n"), "\r")
		if len(all) == 0 || (stamps{}).Head([]byte(t)) {
			all = append(all, entry{t, at, line})
		} else {
			all[len(all)-1].text += "\n" + t
		}
		at += len(l)
	}
	return all
}

// entries reads every block of the snapshot again.
func entries(t interface{ Fatalf(string, ...any) }, src Source, s Snapshot) []entry {
	var all []entry
	var end event.Offset
	for i := range s.Blocks() {
		b := s.Block(i)
		if b.Offset != end {
			t.Fatalf("block %d begins at %d, want %d", i, b.Offset, end)
		}
		end = b.End()
		r, _ := src.Reader(context.Background(), b.Offset)
		c, err := ReadBlock(context.Background(), r, stamps{}, *b)
		if err != nil {
			t.Fatalf("block %d: %v", i, err)
		}
		c.Block.Sum = b.Sum
		if c.Block != *b {
			t.Fatalf("block %d reads as %+v, was %+v", i, c.Block, *b)
		}
		for j, e := range c.Entries {
			all = append(all, entry{string(c.Entry(j)), int(e.Offset), int(e.Line)})
		}
	}
	return all
}

func drawText(t *rapid.T, label string) string {
	var b strings.Builder
	for range rapid.IntRange(0, 60).Draw(t, label) {
		switch rapid.IntRange(0, 9).Draw(t, "kind") {
		case 0:
			b.WriteString("\tat a.b.C(D.java:1)\r\n")
		case 1:
			b.WriteString("\n")
		case 2:
			fmt.Fprintf(&b, "%d WARN %s\n", rapid.IntRange(0, 5000).Draw(t, "t"), strings.Repeat("long ", rapid.IntRange(0, 9000).Draw(t, "n")))
		default:
			fmt.Fprintf(&b, "%d INFO x\n", rapid.IntRange(0, 5000).Draw(t, "t"))
		}
	}
	return b.String()
}

// small makes pieces small, so that few bytes meet every edge.
func small(t interface{ Cleanup(func()) }, piece, held int) {
	p, h := pieceBytes, heldPiece
	pieceBytes, heldPiece = piece, held
	t.Cleanup(func() { pieceBytes, heldPiece = p, h })
}

// Whatever the pieces a file grows by, and those it is read in, the blocks are
// those of the whole text.
func TestGrowthIsTheWholeText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		piece := rapid.IntRange(60, 3000).Draw(t, "piece")
		small(t, piece, piece*rapid.IntRange(1, 4).Draw(t, "held"))
		whole := drawText(t, "a") + drawText(t, "b")
		src, x := &text{}, New()
		for at := 0; ; {
			src.data = []byte(whole[:at])
			if err := x.Update(context.Background(), src, stamps{}, nil); err != nil {
				t.Fatal(err)
			}
			s := x.Snapshot()
			want := naive(whole[:at])
			if got := entries(t, src, s); fmt.Sprint(got) != fmt.Sprint(want) {
				t.Fatalf("at %d: %d entries, want %d", at, len(got), len(want))
			}
			if s.Epoch != 0 || s.Totals.Bytes != int64(at) || s.Totals.Entries != int64(len(want)) {
				t.Fatalf("at %d: epoch %d, totals %+v", at, s.Epoch, s.Totals)
			}
			if at == len(whole) {
				return
			}
			at = rapid.IntRange(at+1, len(whole)).Draw(t, "at")
		}
	})
}

func TestReplacedTextIsANewEpoch(t *testing.T) {
	f := func(before, after string, epoch int) {
		t.Helper()
		src, x := &text{data: []byte(before)}, New()
		_ = x.Update(context.Background(), src, stamps{}, nil)
		src.data = []byte(after)
		if err := x.Update(context.Background(), src, stamps{}, nil); err != nil {
			t.Fatal(err)
		}
		s := x.Snapshot()
		if s.Epoch != epoch {
			t.Errorf("%q -> %q: epoch %d, want %d", before, after, s.Epoch, epoch)
		}
		if got, want := entries(t, src, s), naive(after); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%q -> %q: %v", before, after, got)
		}
	}
	long := strings.Repeat("1 INFO some words of a line\n", 9000)
	f("1 INFO a\n", "1 INFO a\n2 INFO b\n", 0)
	f("1 INFO a", "1 INFO abc\n", 0)
	f("1 INFO a\n2 INFO b\n", "1 INFO a\n", 1)
	f("1 INFO a\n2 INFO b\n", "", 1)
	f("1 INFO a\n2 INFO b\n", "1 INFO a\n2 INFO c\n3 INFO d\n", 1)
	f(long+"2 INFO b\n", long+"3 INFO c\n4 INFO\n", 1)
	f(long, long[:len(long)/2], 1)
}

// looking is stamps with looks at single lines, sure of those that begin with a digit.
type looking struct{ stamps }

func (f looking) Skim() func(line []byte) (bool, int64, event.Severity, bool) {
	return func(line []byte) (bool, int64, event.Severity, bool) {
		if !f.Head(line) {
			return false, NoTime, event.None, false
		}
		e := f.Event(line)
		return true, Nanos(e.Time), e.Severity, line[0] != '3'
	}
}

// Looks at single lines change nothing but the time it takes.
func TestLooksAreTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		piece := rapid.IntRange(60, 3000).Draw(t, "piece")
		small(t, piece, piece*rapid.IntRange(1, 4).Draw(t, "held"))
		var whole strings.Builder
		for range rapid.IntRange(1, 4).Draw(t, "parts") {
			whole.WriteString(drawText(t, "part"))
			whole.WriteString(strings.Repeat("\x00", rapid.SampledFrom([]int{0, 0, 2, HoleBytes - 1, HoleBytes, 5000}).Draw(t, "nul")))
		}
		src := &text{data: []byte(whole.String())}
		plain, looked := New(), New()
		for x, f := range map[*Index]Fielder{plain: stamps{}, looked: looking{}} {
			if err := x.Update(context.Background(), src, f, nil); err != nil {
				t.Fatal(err)
			}
		}
		want, got := plain.Snapshot(), looked.Snapshot()
		if w, g := fmt.Sprint(want.Sealed, want.Totals), fmt.Sprint(got.Sealed, got.Totals); w != g {
			t.Fatalf("%q\n got %s\nwant %s", whole.String(), g, w)
		}
		if fmt.Sprint(entries(t, src, got)) != fmt.Sprint(entries(t, src, want)) {
			t.Fatalf("%q: other entries", whole.String())
		}
	})
}

// A read error keeps what was read, says so, and is no new epoch.
func TestReadError(t *testing.T) {
	src, x := &text{data: []byte("1 INFO a\n2 INFO b\n"), fail: errors.New("the cable")}, New()
	for range 3 {
		if err := x.Update(context.Background(), src, stamps{}, nil); err == nil {
			t.Fatal("no error")
		}
		s := x.Snapshot()
		if s.Problem == nil || s.Epoch != 0 || s.Totals.Entries != 2 {
			t.Fatalf("%+v", s)
		}
	}
	src.data = src.data[:9]
	_ = x.Update(context.Background(), src, stamps{}, nil)
	if s := x.Snapshot(); s.Totals.Entries != 2 || s.Epoch != 0 {
		t.Fatalf("an error before the known end changed the index: %+v", s)
	}
}

func TestHoleIsAPseudoLine(t *testing.T) {
	f := func(data string, want ...string) {
		t.Helper()
		src, x := &text{data: []byte(data)}, New()
		if err := x.Update(context.Background(), src, stamps{}, nil); err != nil {
			t.Fatal(err)
		}
		s := x.Snapshot()
		var got []string
		for _, e := range entries(t, src, s) {
			got = append(got, fmt.Sprintf("%d:%s", e.line, e.text))
		}
		if fmt.Sprint(got) != fmt.Sprint(want) || s.Totals.Bytes != int64(len(data)) {
			t.Errorf("%q\n got %q\nwant %q", data[:min(40, len(data))], got, want)
		}
	}
	nul := strings.Repeat("\x00", 3<<20)
	f(nul, "1:[3145728 NUL bytes]")
	f(nul+"1 INFO a\n2 INFO b\n", "1:[3145728 NUL bytes]", "1:1 INFO a", "2:2 INFO b")
	f("1 INFO a\n"+nul+"\n2 INFO b", "1:1 INFO a\n[3145728 NUL bytes]", "3:2 INFO b")
	f("1 INFO a\n\x00\x00b\n2 INFO b", "1:1 INFO a\n\x00\x00b", "3:2 INFO b")
}

// endless repeats one piece.
type endless struct {
	piece []byte
	at    int
}

func (e *endless) Read(p []byte) (int, error) {
	n := 0
	for n < len(p) {
		m := copy(p[n:], e.piece[e.at:])
		e.at = (e.at + m) % len(e.piece)
		n += m
	}
	return n, nil
}

type generated struct {
	piece string
	size  int64
}

func (g generated) Reader(context.Context, event.Offset) (io.ReadCloser, error) {
	head := "1 ERROR begins\n"
	return io.NopCloser(io.MultiReader(strings.NewReader(head),
		io.LimitReader(&endless{piece: []byte(g.piece)}, g.size), strings.NewReader("\n2 INFO after\n"))), nil
}

func TestHugeEntriesInLittleMemory(t *testing.T) {
	f := func(piece string, size, lines int64) {
		t.Helper()
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		x := New()
		err := x.Update(context.Background(), generated{piece, size}, stamps{}, nil)
		runtime.ReadMemStats(&after)
		if err != nil {
			t.Fatal(err)
		}
		s := x.Snapshot()
		if s.Totals.Entries != 2 || s.Totals.Lines != lines {
			t.Errorf("%q: %d entries, %d lines", piece[:3], s.Totals.Entries, s.Totals.Lines)
		}
		if used := after.TotalAlloc - before.TotalAlloc; used > 32<<20 {
			t.Errorf("%q: allocated %d MiB in all", piece[:3], used>>20)
		}
	}
	f("no line end ", 200<<20, 3)
	f("\tat org.example.Deep.call(Deep.java:1)\n", 39*100_000, 100_000+3)
}

func TestCancelIsHeard(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	x := New()
	n := 0
	err := x.Update(ctx, generated{"1 INFO a\n", 1 << 40}, stamps{}, func() {
		if n++; n == 3 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if s := x.Snapshot(); s.Passes != 0 || len(s.Sealed) < 3 || len(s.Sealed) > 400 {
		t.Fatalf("%d blocks", len(s.Sealed))
	}
}

func BenchmarkFirstPass(b *testing.B) {
	data := []byte(strings.Repeat("1764000000 INFO  [worker-7] order 1058764 Completed in 35 ms, gateway=10.4.55.60, amount=120.50 EUR, session=8f3c2e71\n", 64<<20/117))
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		_ = New().Update(context.Background(), &text{data: data}, bare{}, nil)
	}
}

// bare is the least a Fielder can do, so that the benchmark shows the scanner.
type bare struct{ stamps }

func (bare) Peek([]byte) (time.Time, event.Severity) { return time.Unix(1764000000, 0), event.Info }

// ridden is a source that is shown what is read of it.
type ridden struct {
	*text
	seen []byte
}

func (r *ridden) Work() func(p *Piece, blocks []Block) any {
	return func(p *Piece, blocks []Block) any {
		if p.Long != nil {
			return p.Long.Block.Length
		}
		for _, b := range blocks {
			if b.Offset < p.Offset || int64(b.End()-p.Offset) > int64(len(p.Text)) {
				return nil
			}
		}
		return bytes.Clone(p.Text)
	}
}

func (r *ridden) Take(got any) {
	switch got := got.(type) {
	case []byte:
		r.seen = append(r.seen, got...)
	case int64:
		r.seen = append(r.seen, r.data[len(r.seen):][:got]...)
	}
}

// A rider is shown all of the text in its order, whole pieces and their blocks;
// of an entry too long to be held, that there is one.
func TestRider(t *testing.T) {
	piece, held := pieceBytes, heldPiece
	pieceBytes, heldPiece = 3000, 10_000
	defer func() { pieceBytes, heldPiece = piece, held }()
	var data []byte
	for i := range 3000 {
		data = fmt.Appendf(data, "%d INFO entry %s\n", i, strings.Repeat("x", i%50+i%1000/999*30_000))
	}
	r := &ridden{text: &text{data: data}}
	x := New()
	if err := x.Update(context.Background(), r, stamps{}, nil); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(r.seen, data) {
		t.Errorf("%d of %d bytes were shown", len(r.seen), len(data))
	}
}

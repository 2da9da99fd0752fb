package tail

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cordwood/backend/event"
	"cordwood/backend/index"
	"cordwood/backend/parse"
	"cordwood/backend/query"
	"cordwood/backend/search"
	"cordwood/backend/source"
	"cordwood/backend/source/folder"
)

// file is a copy as one scan saw it.
type file struct {
	files source.Files
	copy  source.Copy
}

func (f *file) ID() event.FileID { return f.copy.ID }
func (f *file) Name() string     { return f.copy.Path }
func (f *file) Live() bool       { return f.copy.Live }
func (f *file) Sequential() bool { return f.copy.Compression != source.Plain }

func (f *file) Fielder(context.Context) (search.Fielder, error) {
	return parse.Detect([]byte("2026-11-22 08:00:00.000 INFO  [main] a.B - x\n"), parse.Options{Zone: time.UTC}), nil
}

type closing struct {
	io.Reader
	close func() error
}

func (c closing) Close() error { return c.close() }

func (f *file) Reader(ctx context.Context, at event.Offset) (io.ReadCloser, error) {
	in, err := f.files.Open(ctx, f.copy.ID)
	if err != nil {
		return nil, err
	}
	r, err := in.Reader(ctx, at)
	if err != nil {
		in.Close()
		return nil, err
	}
	return closing{r, func() error { r.Close(); return in.Close() }}, nil
}

type readerAt struct {
	io.ReaderAt
	io.Closer
}

func (f *file) At(ctx context.Context) (index.ReaderAtCloser, int64, error) {
	in, err := f.files.Open(ctx, f.copy.ID)
	if err != nil {
		return nil, 0, err
	}
	if at, ok := in.(source.Positional).At(); ok {
		size, err := in.Size()
		return readerAt{at, in}, size, err
	}
	return nil, 0, in.Close()
}

// yard is a folder with one family, and a tail that follows it.
type yard struct {
	t     *testing.T
	dir   string
	files *folder.Folder
	tail  *Tail
	now   time.Time
	last  map[event.FileID]*file
	next  int      // number of the next line
	got   []string // what was handed out
	told  []string
	n     int // rotations
}

func newYard(t *testing.T, q string) *yard {
	t.Helper()
	y := &yard{t: t, dir: t.TempDir(), now: time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC), last: map[event.FileID]*file{}}
	var err error
	if y.files, err = folder.Open(y.dir, folder.Options{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { y.files.Close() })
	asked, _, err := query.Parse(q, query.Options{OpenFields: true, Zone: time.UTC})
	if err != nil {
		t.Fatal(err)
	}
	y.tail = New(Options{
		Query: asked, Hold: 200 * time.Millisecond, Now: func() time.Time { return y.now },
		Give: func(e *Entry) {
			y.got = append(y.got, strings.Split(e.Text, "\n")...)
			y.told = append(y.told, fmt.Sprintf("   %d from %s %.6s at %d", y.numbers()[len(y.got)-1], e.File.Name(), e.File.ID(), e.Offset))
		},
		Tell: func(n search.Notice) { y.told = append(y.told, n.File+" "+n.Kind+" "+n.Text) },
	})
	return y
}

func (y *yard) path(name string) string { return filepath.Join(y.dir, name) }

func (y *yard) check(err error) {
	y.t.Helper()
	if err != nil {
		y.t.Fatal(err)
	}
}

func (y *yard) append(name, text string) {
	y.t.Helper()
	f, err := os.OpenFile(y.path(name), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	y.check(err)
	_, err = f.WriteString(text)
	y.check(err)
	y.check(f.Close())
}

// lines makes n numbered lines; some are further lines of an entry.
func (y *yard) lines(rnd *rand.Rand, n int) string {
	var b strings.Builder
	for range n {
		if rnd.IntN(4) == 0 && y.next > 0 {
			fmt.Fprintf(&b, "\tat frame %d.\n", y.next)
		} else {
			fmt.Fprintf(&b, "2026-11-22 08:00:00.000 INFO  [main] a.B - line %d. %s\n", y.next, strings.Repeat("z", rnd.IntN(300)))
		}
		y.next++
	}
	return b.String()
}

func (y *yard) chains() []search.Chain {
	y.t.Helper()
	inv, err := y.files.Scan(context.Background())
	y.check(err)
	var out []search.Chain
	for _, f := range inv.Families {
		c := search.Chain{Family: f.Name}
		for _, copy := range f.Copies {
			if old := y.last[copy.ID]; old == nil || old.copy != copy {
				y.last[copy.ID] = &file{y.files, copy}
			}
			c.Files = append(c.Files, y.last[copy.ID])
		}
		out = append(out, c)
	}
	return out
}

// look is what the program does some times a second.
func (y *yard) look() {
	y.t.Helper()
	chains := y.chains()
	if len(chains) == 0 {
		chains = []search.Chain{{Family: "a"}}
	}
	for _, c := range chains {
		y.tail.Take(c)
	}
	y.tail.Look(context.Background())
	y.now = y.now.Add(100 * time.Millisecond)
}

// rest waits until all that was written must have been handed out.
func (y *yard) rest() {
	y.t.Helper()
	for range 15 {
		y.look()
	}
}

func (y *yard) begin(n int) {
	y.t.Helper()
	e := search.New(search.Options{})
	defer e.Close()
	y.check(y.tail.Begin(context.Background(), e.Sift, y.chains(), n))
}

// numbers are those of the lines that were handed out.
func (y *yard) numbers() []int {
	out := make([]int, len(y.got))
	for i, line := range y.got {
		out[i] = -1
		for _, word := range []string{"line ", "frame "} {
			if at := strings.Index(line, word); at >= 0 {
				_, _ = fmt.Sscanf(line[at+len(word):], "%d.", &out[i])
			}
		}
	}
	return out
}

// complete wants each line once and in order, from the first that was handed out.
func (y *yard) complete(name string) {
	y.t.Helper()
	got := y.numbers()
	if len(got) == 0 {
		if y.next > 0 {
			y.t.Fatalf("%s: nothing of %d lines", name, y.next)
		}
		return
	}
	for i, n := range got {
		if n != got[0]+i {
			y.t.Fatalf("%s: %d comes behind %d, of %d\n%s", name, n, got[max(0, i-1)], y.next, brief(y.told))
		}
	}
	if last := got[len(got)-1]; last != y.next-1 {
		y.t.Fatalf("%s: the last is %d of %d\n%s", name, last, y.next, brief(y.told))
	}
}

// Whatever the server does with its files, and whenever they are looked at, each
// line is handed out once, in order.
func TestNoLineIsLostOrDoubled(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	runs := 15
	if os.Getenv("CORDWOOD_SOAK") != "" {
		runs = 1000
	}
	for run := range runs {
		rnd := rand.New(rand.NewPCG(seed, uint64(run)))
		y := newYard(t, "")
		if rnd.IntN(4) > 0 {
			y.append("a.log", y.lines(rnd, rnd.IntN(200)))
		}
		y.begin(1000)
		for range 5 + rnd.IntN(25) {
			y.act(rnd)
			for range rnd.IntN(3) {
				y.look()
			}
		}
		y.rest()
		y.complete(fmt.Sprintf("seed %d run %d", seed, run))
	}
}

// maybe looks, or does not: a scan may come at any moment.
func (y *yard) maybe(rnd *rand.Rand) {
	y.t.Helper()
	if rnd.IntN(2) == 0 {
		y.look()
	}
}

func (y *yard) act(rnd *rand.Rand) {
	y.t.Helper()
	live := y.path("a.log")
	if _, err := os.Stat(live); err != nil {
		y.append("a.log", y.lines(rnd, 1+rnd.IntN(20)))
		return
	}
	copy := fmt.Sprintf("a-2026-11-22-%04d.log", y.n)
	what := rnd.IntN(9)
	y.told = append(y.told, fmt.Sprintf("%d: %s", y.next, []string{"rename", "copy and truncate", "truncate", "replace", "delete", "compress or delete the oldest", "write in two", "write", "write"}[what]))
	switch what {
	case 0: // rename
		y.n++
		y.check(os.Rename(live, y.path(copy)))
		y.maybe(rnd)
		if rnd.IntN(3) == 0 { // the writer has not heard of it
			y.append(copy, y.lines(rnd, rnd.IntN(5)))
			y.maybe(rnd)
		}
		y.append("a.log", y.lines(rnd, 1+rnd.IntN(30)))
	case 1: // copy, then empty
		y.n++
		text, err := os.ReadFile(live)
		y.check(err)
		cut := rnd.IntN(len(text) + 1)
		y.append(copy, string(text[:cut]))
		y.maybe(rnd)
		y.append(copy, string(text[cut:]))
		y.maybe(rnd)
		y.check(os.Truncate(live, 0))
		y.maybe(rnd)
		y.append("a.log", y.lines(rnd, 1+rnd.IntN(30)))
	case 2: // what is not read when a file is emptied, replaced or deleted is gone
		y.rest()
		y.check(os.Truncate(live, 0))
		y.maybe(rnd)
		y.append("a.log", y.lines(rnd, 1+rnd.IntN(30)))
	case 3:
		y.rest()
		y.append("next", y.lines(rnd, 1+rnd.IntN(30)))
		y.check(os.Rename(y.path("next"), live))
	case 4:
		y.rest()
		y.check(os.Remove(live))
		y.maybe(rnd)
	case 5: // the oldest goes, or is compressed
		y.rest()
		names, err := filepath.Glob(y.path("a-*.log"))
		y.check(err)
		if len(names) > 0 && rnd.IntN(2) == 0 {
			y.check(os.Remove(names[0]))
		} else if len(names) > 0 {
			y.compress(names[len(names)-1])
		}
	case 6: // a line in two parts
		text := y.lines(rnd, 1+rnd.IntN(3))
		cut := rnd.IntN(len(text))
		y.append("a.log", text[:cut])
		y.maybe(rnd)
		y.append("a.log", text[cut:])
	default:
		y.append("a.log", y.lines(rnd, rnd.IntN(60)))
	}
}

func (y *yard) compress(path string) {
	y.t.Helper()
	text, err := os.ReadFile(path)
	y.check(err)
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err = z.Write(text)
	y.check(err)
	y.check(z.Close())
	y.check(os.WriteFile(path+".gz", b.Bytes(), 0o644))
	y.look()
	y.check(os.Remove(path))
}

// brief leaves the middle of long runs out.
func brief(told []string) string {
	var out []string
	for i, s := range told {
		given := strings.HasPrefix(s, "   ")
		if given && i > 0 && i+1 < len(told) && strings.HasPrefix(told[i-1], "   ") && strings.HasPrefix(told[i+1], "   ") && strings.Contains(told[i+1], s[strings.Index(s, "from"):strings.Index(s, " at ")]) {
			continue
		}
		out = append(out, s)
	}
	return strings.Join(out, "\n")
}

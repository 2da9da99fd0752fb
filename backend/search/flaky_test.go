package search

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"cordwood/backend/event"
	"cordwood/backend/index"
)

// flaky is a file of a disk that fails at some of the reads, wherever they are.
type flaky struct {
	*face
	disk *disk
}

// disk fails once in so many reads; never where one is 0.
type disk struct {
	mu     sync.Mutex
	rnd    *rand.Rand
	once   int
	failed int
}

var errDisk = errors.New("the disk fails here")

func (d *disk) fails() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.once == 0 || d.rnd.IntN(d.once) > 0 {
		return false
	}
	d.failed++
	return true
}

// heals tells how often it failed until then.
func (d *disk) heals() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.once = 0
	return d.failed
}

func (f flaky) At(ctx context.Context) (index.ReaderAtCloser, int64, error) {
	at, size, err := placed{f.face}.At(ctx)
	if err == nil && f.disk.fails() {
		return nil, 0, errDisk
	}
	return flakyAt{at, f.disk}, size, err
}

func (f flaky) Reader(ctx context.Context, at event.Offset) (io.ReadCloser, error) {
	r, err := f.face.Reader(ctx, at)
	if err == nil && f.disk.fails() {
		return nil, errDisk
	}
	return flakyReader{r, f.disk}, err
}

type flakyAt struct {
	index.ReaderAtCloser
	disk *disk
}

// ReadAt gives a part of what is asked for with its error, as a disk may.
func (f flakyAt) ReadAt(p []byte, at int64) (int, error) {
	n, err := f.ReaderAtCloser.ReadAt(p, at)
	if f.disk.fails() {
		return n / 2, errDisk
	}
	return n, err
}

type flakyReader struct {
	io.ReadCloser
	disk *disk
}

func (f flakyReader) Read(p []byte) (int, error) {
	if f.disk.fails() {
		return 0, errDisk
	}
	return f.ReadCloser.Read(p[:min(len(p), 700)])
}

// Whichever reads fail, what is found are matches in their order, none twice and
// none that is none, but that the last may lack its end; that some may be missing is
// told; and once the disk reads again, the same engine finds them all.
func TestReadsThatFail(t *testing.T) {
	old, kept := rangeBytes, keptBytes
	rangeBytes, keptBytes = 500, 1
	defer func() { rangeBytes, keptBytes = old, kept }()
	seed, runs, failed := uint64(time.Now().UnixNano()), 150, 0
	if os.Getenv("CORDWOOD_SOAK") != "" {
		runs = 5000
	}
	for run := range runs {
		d := &disk{rnd: rand.New(rand.NewPCG(seed, uint64(run))), once: 1 + run%40}
		var text strings.Builder
		for i := range 20 + d.rnd.IntN(200) {
			fmt.Fprintf(&text, "%d INFO %s %d\n\tat frame\n", i, []string{"lost", "found"}[d.rnd.IntN(2)], i)
		}
		m := &memory{id: "a", name: "a.log", data: []byte(text.String()), seq: run%3 == 0}
		c := []Chain{{Family: "f", Files: []File{flaky{m.face().(*face), d}}}}
		name := fmt.Sprintf("seed %d run %d", seed, run)
		e := New(Options{Keep: shelf{t.TempDir()}, Write: run%2 == 0})
		for _, lines := range []bool{false, true, false} {
			q := parse(t, "lost")
			want := siftNaively(m, q, lines)
			got, notices := siftedOf(t, e, c, Sieve{Query: q, Lines: lines})
			at := 0
			for i, g := range got {
				broken := i == len(got)-1 && len(notices) > 0
				for at < len(want) && want[at] != g && (!broken || !beginOf(g, want[at])) {
					at++
				}
				if at == len(want) {
					t.Fatalf("%s: found %s, which is no match, or out of order", name, g)
				}
				at++
			}
			if len(got) < len(want) && len(notices) == 0 {
				t.Fatalf("%s: %d of %d, and nothing is told", name, len(got), len(want))
			}
		}
		failed += d.heals()
		q := parse(t, "lost")
		if got, notices := siftedOf(t, e, c, Sieve{Query: q}); fmt.Sprint(got) != fmt.Sprint(siftNaively(m, q, false)) || len(notices) > 0 {
			t.Fatalf("%s: the disk reads again, found %d, %v", name, len(got), notices)
		}
		e.Close()
	}
	if failed < runs {
		t.Errorf("only %d reads failed in %d runs", failed, runs)
	}
}

// A view of a log that grows and rotates on a disk that fails shows no row that is
// none; once the disk reads again it has them all, whether the log grows or not, and
// tells no trouble any more.
func TestAViewHeals(t *testing.T) {
	first, most := retryFirst, retryMost
	retryFirst, retryMost = time.Millisecond, 5*time.Millisecond
	defer func() { retryFirst, retryMost = first, most }()
	seed, runs, failed := uint64(time.Now().UnixNano()), 60, 0
	if os.Getenv("CORDWOOD_SOAK") != "" {
		runs = 3000
	}
	for run := range runs {
		d := &disk{rnd: rand.New(rand.NewPCG(seed, uint64(run))), once: 1 + run%30}
		name, now := fmt.Sprintf("seed %d run %d", seed, run), int64(1000)
		rnd := rand.New(rand.NewPCG(seed, uint64(run)+1<<32))
		s := newServer(rnd, "a", func() int64 { now += rnd.Int64N(5); return now })
		seen := func() Chain {
			c := s.chain()
			for i := range c.Files {
				c.Files[i] = flaky{c.Files[i].(*face), d}
			}
			return c
		}
		s.write(s.live())
		e := New(Options{})
		r, err := e.Open(context.Background(), Spec{Query: parse(t, ""), Chains: []Chain{seen()}})
		if err != nil {
			t.Fatal(err)
		}
		for range 2 + rnd.IntN(4) {
			act(rnd, s)
			e.Grow(seen())
			time.Sleep(time.Duration(rnd.IntN(3)) * time.Millisecond)
		}
		failed += d.heals()
		check(t, r, []*server{s}, name)
		for i := 0; slices.ContainsFunc(r.State().Notices, func(n Notice) bool { return n.Kind != "rotated" && n.Kind != "truncated" && n.Kind != "removed" }); i++ {
			if i == 2000 {
				t.Fatalf("%s: %+v", name, r.State().Notices)
			}
			time.Sleep(time.Millisecond)
		}
		e.Close()
	}
	if failed < runs {
		t.Errorf("only %d reads failed in %d runs", failed, runs)
	}
}

// beginOf reports whether a match is the begin of another, at the same line.
func beginOf(part, whole string) bool {
	at, text, _ := strings.Cut(part, " ")
	from, all, _ := strings.Cut(whole, " ")
	return at[:strings.LastIndex(at, ":")] == from[:strings.LastIndex(from, ":")] && strings.HasPrefix(all, strings.TrimSuffix(text, `"`))
}

// siftedOf is what Sift finds, as siftNaively writes it.
func siftedOf(t *testing.T, e *Local, c []Chain, s Sieve) (all []string, notices []Notice) {
	_, notices, err := e.Sift(context.Background(), c, s, func(f *Found) bool {
		if f.Line == 0 || f.Text == "" {
			t.Errorf("%+v", f)
		}
		all = append(all, fmt.Sprintf("%s:%d:%d %q", f.File.ID(), f.Line, f.Lines, f.Text))
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	return all, notices
}

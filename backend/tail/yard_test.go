package tail

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cordwood/backend/event"
	"cordwood/backend/query"
	"cordwood/backend/search"
	"cordwood/backend/source/folder"
)

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
	n     int    // rotations
	amid  func() // what happens while files are read
}

func newYard(t *testing.T, q string) *yard {
	t.Helper()
	y := &yard{t: t, dir: t.TempDir(), now: time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC), last: map[event.FileID]*file{}}
	var err error
	if y.files, err = folder.Open(y.dir, folder.Options{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { y.files.Close() })
	asked, _, err := query.Parse(q, query.Options{OpenFields: true})
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
	y.check(os.Chtimes(y.dir, time.Time{}, time.Unix(int64(len(y.told)), 0))) // nobody moves names amid the scan
	inv, err := y.files.Scan(context.Background())
	y.check(err)
	var out []search.Chain
	for _, f := range inv.Families {
		c := search.Chain{Family: f.Name}
		for _, copy := range f.Copies {
			if old := y.last[copy.ID]; old == nil || old.copy != copy {
				y.last[copy.ID] = &file{y.files, copy, y}
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

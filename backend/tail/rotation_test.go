package tail

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"cordwood/backend/search"
)

// server writes a log and rotates it, a step at a time: between any two of them its
// folder may be looked at, and a look that is under way may be anywhere.
type server struct {
	*yard
	rnd     *rand.Rand
	yield   func(string) bool
	live    string       // the file that it has open
	copies  []string     // suffixes behind the numbers of the copies, newest first: "" or ".gz"
	lost    map[int]bool // lines that were written between copy and emptying
	want    int          // the line to come next
	checked int          // of what was handed out
}

// rotations are the ways to rotate, by what is done to the log. A copy is compressed when it
// is the first, or the second, or never.
var rotations = []struct {
	name     string
	rotate   func(*server)
	compress int
}{
	{"create", (*server).create, 0},
	{"create, compress", (*server).create, 1},
	{"create, delaycompress", (*server).create, 2},
	{"copytruncate", (*server).copytruncate, 0},
	{"copytruncate, compress", (*server).copytruncate, 1},
	{"copytruncate, delaycompress", (*server).copytruncate, 2},
	{"dated", (*server).dated, 0},
}

func (s *server) name(i int) string { return fmt.Sprintf("a.log.%d%s", i, s.copies[i-1]) }

func (s *server) write(n int) {
	s.append(s.live, s.lines(s.rnd, n))
	s.yield("written")
}

// shift gives each copy the next number.
func (s *server) shift() {
	for i := len(s.copies); i > 0; i-- {
		s.rename(s.name(i), fmt.Sprintf("a.log.%d%s", i+1, s.copies[i-1]))
	}
	s.copies = slices.Insert(s.copies, 0, "")
}

func (s *server) rename(from, to string) {
	s.check(os.Rename(s.path(from), s.path(to)))
	s.yield(from + " renamed to " + to)
}

func (s *server) create() {
	s.shift()
	s.renew("a.log.1")
}

func (s *server) dated() {
	s.n++
	s.renew(fmt.Sprintf("a-2026-11-22-%04d.log", s.n))
}

// renew renames the log, in which the program writes until it has heard of it.
func (s *server) renew(copy string) {
	s.rename("a.log", copy)
	s.live = copy
	for s.rnd.IntN(2) == 0 {
		s.write(1 + s.rnd.IntN(3))
	}
	s.live = "a.log"
	s.append("a.log", "")
	s.yield("created")
}

// copytruncate copies the log in parts and empties it; the program knows nothing of it.
func (s *server) copytruncate() {
	s.shift()
	s.append("a.log.1", "")
	s.yield("a.log.1 created")
	for at, part := 0, 2000+s.rnd.IntN(20_000); ; {
		if s.rnd.IntN(3) == 0 {
			s.write(s.rnd.IntN(4))
		}
		text, err := os.ReadFile(s.path("a.log"))
		s.check(err)
		if at == len(text) {
			break
		}
		to := min(at+part, len(text))
		s.append("a.log.1", string(text[at:to]))
		s.yield("copied")
		at = to
	}
	from := s.next
	for s.rnd.IntN(2) == 0 {
		s.write(s.rnd.IntN(4))
	}
	for n := from; n < s.next; n++ {
		s.lost[n] = true
	}
	s.check(os.Truncate(s.path("a.log"), 0))
	s.yield("emptied")
}

// pack compresses a copy; both are there in between.
func (s *server) pack(i int) {
	if i == 0 || i > len(s.copies) || s.copies[i-1] != "" {
		return
	}
	from := s.path(s.name(i))
	packed := gzipped(s.yard, from)
	for _, n := range []int{0, len(packed) / 2, len(packed)} {
		s.check(os.WriteFile(from+".gz", packed[:n], 0o644))
		s.yield(fmt.Sprintf("%s.gz has %d bytes of %d", s.name(i), n, len(packed)))
	}
	s.check(os.Remove(from))
	s.copies[i-1] = ".gz"
	s.yield(s.name(i) + " is compressed")
}

func gzipped(y *yard, path string) []byte {
	y.t.Helper()
	text, err := os.ReadFile(path)
	y.check(err)
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err = z.Write(text)
	y.check(err)
	y.check(z.Close())
	return b.Bytes()
}

// wrong says which line was handed out that was to come later, or not at all; "" while
// there is none.
func (s *server) wrong() string {
	all := s.numbers()
	for ; s.checked < len(all); s.checked++ {
		got := all[s.checked]
		for s.want < got && s.lost[s.want] {
			s.want++
		}
		if got != s.want {
			return fmt.Sprintf("%d comes, want %d", got, s.want)
		}
		s.want++
	}
	return ""
}

// The copy of a log has the id that the log had, when the next scan sees both; that the log
// was emptied may be read before that scan.
func TestTheCopyHasTheIDOfTheEmptiedLog(t *testing.T) {
	y, rnd := newYard(t, ""), rand.New(rand.NewPCG(1, 1))
	y.append("a.log", y.lines(rnd, 50))
	y.begin(1000)
	y.append("a.log", y.lines(rnd, 5))
	y.tail.Take(y.chains()[0])
	before, calls := y.chains()[0].Files[0].ID(), 0
	y.amid = func() {
		if calls++; calls == 2 { // it is open by now
			text, err := os.ReadFile(y.path("a.log"))
			y.check(err)
			y.append("a.log.1", string(text))
			y.check(os.Truncate(y.path("a.log"), 0))
		}
	}
	y.tail.Look(context.Background())
	y.amid = nil
	y.append("a.log", y.lines(rnd, 5))
	if now := y.chains()[0].Files; len(now) != 2 || now[0].ID() != before {
		t.Fatalf("%v, want the copy to have the id", now)
	}
	y.rest()
	y.complete("copied")
}

// A log that is emptied and written to when it is open for a look is read under the id that
// it had; the next scan gives it another.
func TestReadUnderTheIDOfTheEmptiedLog(t *testing.T) {
	y, rnd := newYard(t, ""), rand.New(rand.NewPCG(1, 1))
	y.append("a.log", y.lines(rnd, 20))
	y.begin(1000)
	y.check(os.Truncate(y.path("a.log"), 0))
	y.rest()
	lost, calls := y.next, 0
	y.append("a.log", y.lines(rnd, 1))
	before := y.chains()[0]
	y.tail.Take(before)
	y.amid = func() {
		if calls++; calls == 3 {
			y.check(os.Truncate(y.path("a.log"), 0))
			y.next = lost
			y.append("a.log", y.lines(rnd, 8))
		}
	}
	y.tail.Look(context.Background())
	y.amid = nil
	if now := y.chains()[0]; now.Files[0].ID() == before.Files[0].ID() || len(y.got) < 25 {
		t.Fatalf("it is no test: the id is %s, %d lines were read", now.Files[0].ID(), len(y.got))
	}
	y.append("a.log", y.lines(rnd, 3))
	y.rest()
	y.complete("emptied")
}

// A copy that is completed, and its log emptied, while they are compared is read where the
// log was read to.
func TestACopyIsCompletedAmidALook(t *testing.T) {
	for at := range 40 {
		y, rnd := newYard(t, ""), rand.New(rand.NewPCG(1, 1))
		y.append("a.log", y.lines(rnd, 60))
		y.begin(1000)
		text, err := os.ReadFile(y.path("a.log"))
		y.check(err)
		y.append("a.log.1", string(text[:len(text)/2]))
		y.tail.Take(y.chains()[0])
		y.append("a.log", y.lines(rnd, 3))
		calls := 0
		y.amid = func() {
			if calls++; calls == at+1 {
				whole, err := os.ReadFile(y.path("a.log"))
				y.check(err)
				y.append("a.log.1", string(whole[len(text)/2:]))
				y.check(os.Truncate(y.path("a.log"), 0))
				y.append("a.log", y.lines(rnd, 3))
			}
		}
		y.tail.Look(context.Background())
		y.amid = nil
		if calls <= at {
			break // every place had its turn
		}
		y.rest()
		y.complete(fmt.Sprint("at ", at))
	}
}

// Whatever a server does with its log while it is looked at and read, each line is
// handed out once and in order; of those that were lost by copytruncate, some may be.
func TestRotationAmidLooks(t *testing.T) {
	seed, runs := uint64(time.Now().UnixNano()), 42
	if os.Getenv("CORDWOOD_SOAK") != "" {
		runs = 2100
	}
	for run := range runs {
		way := rotations[run%len(rotations)]
		s := &server{yard: newYard(t, ""), rnd: rand.New(rand.NewPCG(seed, uint64(run))), lost: map[int]bool{}, live: "a.log"}
		s.append("a.log", s.lines(s.rnd, 1+s.rnd.IntN(30)))
		s.begin(1000)
		work := func(yield func(string) bool) {
			s.yield = yield
			for range 2 + s.rnd.IntN(8) {
				for s.rnd.IntN(3) > 0 {
					s.write(s.rnd.IntN(10))
				}
				way.rotate(s)
				s.pack(way.compress)
			}
		}
		s.watched(work)
		bad := s.wrong()
		for bad == "" && s.lost[s.want] {
			s.want++
		}
		if bad == "" && s.want < s.next {
			bad = fmt.Sprintf("%d was not handed out", s.want)
		}
		if bad != "" {
			t.Fatalf("seed %d run %d: %s: %s, of %d\n%s", seed, run, way.name, bad, s.next, brief(s.told))
		}
	}
}

// watched looks at the folder until the work is done, between its steps and amid looks.
func (s *server) watched(work iter.Seq[string]) {
	next, stop := iter.Pull(work)
	defer stop()
	done := false
	step := func() {
		what, ok := next()
		s.told = append(s.told, fmt.Sprintf("%d: %s", s.next, what))
		done = !ok
	}
	var seen []search.Chain
	seldom := 1 + s.rnd.IntN(30)
	amid := func() {
		for s.rnd.IntN(seldom) == 0 && !done {
			step()
			if s.rnd.IntN(3) == 0 {
				seen = s.chains()
			}
		}
	}
	for !done && s.wrong() == "" {
		s.amid = amid
		switch s.rnd.IntN(12) {
		case 0, 1:
			seen = s.chains()
		case 2, 3: // what was seen is read; there may be others by now
			for _, c := range seen {
				s.tail.Take(c)
			}
			s.tail.Look(context.Background())
			s.now = s.now.Add(100 * time.Millisecond)
		case 4:
			s.look()
			seen = nil
		case 5: // a look misses some of the older copies, all of which were read
			s.amid = nil
			s.look()
			for _, c := range s.chains() {
				old := max(0, len(c.Files)-2)
				from := s.rnd.IntN(old + 1)
				c.Files = slices.Delete(c.Files, from, from+s.rnd.IntN(old-from+1))
				s.tail.Take(c)
			}
			s.tail.Look(context.Background())
			seen = nil
		default:
			step()
		}
	}
	s.amid = nil
	if s.wrong() == "" {
		s.rest()
	}
}

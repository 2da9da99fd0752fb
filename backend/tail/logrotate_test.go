package tail

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"cordwood/backend/search"
)

// numbered is a log whose copies are numbered, as logrotate does: at each rotation all
// of them are renamed, and the first or the second is compressed.
type numbered struct {
	*yard
	rnd    *rand.Rand
	copies []string // suffixes behind the number, newest first: "" or ".gz"
	seen   []search.Chain
}

// name is that of copy i, the newest being 1.
func (l *numbered) name(i int) string {
	if i == 0 {
		return "a.log"
	}
	return fmt.Sprintf("a.log.%d%s", i, l.copies[i-1])
}

// moment is one at which somebody may look: sees, or reads what was seen before, or sees
// all but some copies.
func (l *numbered) moment() {
	l.t.Helper()
	switch l.rnd.IntN(7) {
	case 0:
		l.look()
		l.seen = nil
	case 3:
		l.look()
		l.seen = nil
		for _, c := range l.chains() {
			old := max(0, len(c.Files)-2)
			from := l.rnd.IntN(old + 1)
			c.Files = slices.Delete(c.Files, from, from+l.rnd.IntN(old-from+1))
			l.tail.Take(c)
		}
		l.tail.Look(context.Background())
	case 1:
		l.seen = l.chains()
	case 2:
		for _, c := range l.seen {
			l.tail.Take(c)
		}
		l.tail.Look(context.Background())
		l.now = l.now.Add(100 * time.Millisecond)
	}
}

func (l *numbered) rotate(compressed int) {
	l.t.Helper()
	for i := len(l.copies); i >= 0; i-- {
		from := l.name(i)
		if i > 0 {
			l.check(os.Rename(l.path(from), l.path(fmt.Sprintf("a.log.%d%s", i+1, l.copies[i-1]))))
		} else {
			l.check(os.Rename(l.path(from), l.path("a.log.1")))
		}
		l.moment()
	}
	l.copies = append([]string{""}, l.copies...)
	l.append("a.log", "")
	l.moment()
	if compressed > 0 && compressed <= len(l.copies) && l.copies[compressed-1] == "" {
		l.pack(l.path(l.name(compressed)), l.moment)
		l.copies[compressed-1] = ".gz"
	}
	l.moment()
}

func TestNumberedCopies(t *testing.T) {
	seed, runs := uint64(time.Now().UnixNano()), 30
	if os.Getenv("CORDWOOD_SOAK") != "" {
		runs = 1000
	}
	for run := range runs {
		rnd := rand.New(rand.NewPCG(seed, uint64(run)))
		l := &numbered{yard: newYard(t, ""), rnd: rnd}
		l.append("a.log", l.lines(rnd, 1+rnd.IntN(100)))
		l.begin(1000)
		for range 3 + rnd.IntN(20) {
			if rnd.IntN(3) > 0 {
				l.append("a.log", l.lines(rnd, rnd.IntN(30)))
			}
			l.moment()
			if rnd.IntN(2) == 0 {
				l.rotate(run % 3)
			}
		}
		l.rest()
		l.complete(fmt.Sprintf("seed %d run %d", seed, run))
	}
}

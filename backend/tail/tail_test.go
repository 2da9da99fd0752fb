package tail

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"
)

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

// compress compresses a file; both are there in between.
func (y *yard) compress(path string) {
	y.t.Helper()
	y.check(os.WriteFile(path+".gz", gzipped(y, path), 0o644))
	y.look()
	y.check(os.Remove(path))
}

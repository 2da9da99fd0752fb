package tail

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"
)

// sized is numbered lines of so many bytes, at least two.
func (y *yard) sized(rnd *rand.Rand, size int) string {
	text := y.lines(rnd, 1)
	for len(text) < size/2 {
		text += y.lines(rnd, 1)
	}
	line := fmt.Sprintf("2026-11-22 08:00:00.000 INFO  [main] a.B - line %d. \n", y.next)
	y.next++
	return text + strings.TrimSuffix(line, "\n") + strings.Repeat("x", max(0, size-len(text)-len(line))) + "\n"
}

// A log that is followed and is another one by now is read from its start, whatever it has
// in common with the one before: its size, its time, its place on disk.
func TestReplaced(t *testing.T) {
	seed, runs := uint64(time.Now().UnixNano()), 3
	if os.Getenv("CORDWOOD_SOAK") != "" {
		runs = 60
	}
	ways := map[string]func(y *yard, text string){
		"in place": func(y *yard, text string) { y.check(os.WriteFile(y.path("a.log"), []byte(text), 0o644)) },
		"over it without a truncation": func(y *yard, text string) {
			f, err := os.OpenFile(y.path("a.log"), os.O_WRONLY, 0)
			y.check(err)
			_, err = f.WriteString(text)
			y.check(err)
			y.check(f.Truncate(int64(len(text))))
			y.check(f.Close())
		},
		"by renaming": func(y *yard, text string) {
			y.append("next", text)
			y.check(os.Rename(y.path("next"), y.path("a.log")))
		},
		"deleted and made, often at the same place on disk": func(y *yard, text string) {
			y.check(os.Remove(y.path("a.log")))
			y.append("a.log", text)
		},
		"deleted, seen so, and made": func(y *yard, text string) {
			y.check(os.Remove(y.path("a.log")))
			y.rest()
			y.append("a.log", text)
		},
	}
	for name, replace := range ways {
		for _, larger := range []int{0, 1, 700, 20_000, -100} {
			for _, sameTime := range []bool{false, true} {
				for run := range runs {
					rnd := rand.New(rand.NewPCG(seed, uint64(run)))
					y := newYard(t, "")
					y.append("a.log", y.lines(rnd, 3+rnd.IntN(40)))
					y.begin(1000)
					y.append("a.log", y.lines(rnd, rnd.IntN(20)))
					y.rest()
					before, err := os.Stat(y.path("a.log"))
					y.check(err)
					text := y.sized(rnd, max(150, int(before.Size())+larger))
					replace(y, text)
					if sameTime {
						y.check(os.Chtimes(y.path("a.log"), before.ModTime(), before.ModTime()))
					}
					y.rest()
					y.append("a.log", y.lines(rnd, 3))
					y.rest()
					y.complete(fmt.Sprintf("seed %d run %d: %s, %d bytes more, same time %t", seed, run, name, larger, sameTime))
					if told := strings.Join(y.told, "\n"); !strings.Contains(told, "truncated") && !strings.Contains(told, "removed") {
						t.Errorf("seed %d run %d: %s is not told", seed, run, name)
					}
				}
			}
		}
	}
}

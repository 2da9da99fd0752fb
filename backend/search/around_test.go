package search

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"cordwood/backend/event"
)

// around prints what Around hands out: * is a match, - a gap.
func around(t *testing.T, chains []Chain, s Sieve, n int, limit int64) (string, int64) {
	t.Helper()
	var out []string
	e := New(Options{})
	defer e.Close()
	total, notices, err := Around(context.Background(), e.Sift, chains, s, n, limit, func(e Near) bool {
		if e.Gap && len(out) > 0 {
			out = append(out, "--")
		}
		text := e.Text
		if e.Match {
			text += "*"
		}
		out = append(out, text)
		return true
	})
	if err != nil || len(notices) > 0 {
		t.Fatal(err, notices)
	}
	return strings.Join(out, "|"), total
}

func TestAround(t *testing.T) {
	old := &memory{id: "a-1", name: "a-1.log"}
	old.write("1 INFO a\n2 INFO hit\n3 INFO c\n")
	live := &memory{id: "a-2", name: "a.log", live: true}
	live.write("4 INFO d\n5 INFO hit\n\tframe\n6 INFO f\n7 INFO g\n8 INFO h\n9 INFO i\n10 INFO hit\n")
	other := &memory{id: "b", name: "b.log", live: true}
	other.write("1 INFO x\n2 INFO y\n")
	chains := []Chain{chain("a", old, live), chain("b", other)}
	f := func(q string, lines bool, n int, limit int64, want string) {
		t.Helper()
		if got, _ := around(t, chains, Sieve{Query: parse(t, q), Lines: lines}, n, limit); got != want {
			t.Errorf("%s %d %d\n got %q\nwant %q", q, n, limit, got, want)
		}
	}
	f("hit", false, 0, 0, "2 INFO hit*|--|5 INFO hit\n\tframe*|--|10 INFO hit*")
	f("hit", false, 1, 0, "1 INFO a|2 INFO hit*|3 INFO c|4 INFO d|5 INFO hit\n\tframe*|6 INFO f|--|9 INFO i|10 INFO hit*")
	f("hit", true, 1, 2, "1 INFO a|2 INFO hit*|3 INFO c|4 INFO d|5 INFO hit*|\tframe")
	f("hit", false, 1, 1, "1 INFO a|2 INFO hit*|3 INFO c")
	f("hit", false, 2, 0, "1 INFO a|2 INFO hit*|3 INFO c|4 INFO d|5 INFO hit\n\tframe*|6 INFO f|7 INFO g|8 INFO h|9 INFO i|10 INFO hit*")
	f("x", false, 5, 0, "1 INFO x*|2 INFO y")
	f("file:b y", false, 1, 0, "1 INFO x|2 INFO y*")
	f("nothing", false, 5, 0, "")
}

// Whatever matches, what is handed out is what a look at the whole list gives.
func TestAroundIsAWindow(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	for run := range 200 {
		rnd := rand.New(rand.NewPCG(seed, uint64(run)))
		var texts []string
		file := &memory{id: "a", name: "a.log", live: true}
		for i := range 1 + rnd.IntN(60) {
			text := fmt.Sprintf("%d INFO %s", i, []string{"no", "hit", "no", "no"}[rnd.IntN(4)])
			texts = append(texts, text)
			file.write(text + "\n")
		}
		n := rnd.IntN(5)
		near := make([]bool, len(texts))
		matches := int64(0)
		for i, text := range texts {
			if strings.HasSuffix(text, "hit") {
				matches++
				for j := max(0, i-n); j <= min(len(texts)-1, i+n); j++ {
					near[j] = true
				}
			}
		}
		var want []string
		for i, text := range texts {
			switch {
			case !near[i]:
				continue
			case len(want) > 0 && !near[i-1]:
				want = append(want, "--")
			}
			if strings.HasSuffix(text, "hit") {
				text += "*"
			}
			want = append(want, text)
		}
		got, total := around(t, []Chain{chain("a", file)}, Sieve{Query: parse(t, "hit"), Range: event.TimeRange{}}, n, 0)
		if got != strings.Join(want, "|") || total != matches {
			t.Fatalf("seed %d run %d: %d matches\n got %s\nwant %s", seed, run, total, got, strings.Join(want, "|"))
		}
	}
}

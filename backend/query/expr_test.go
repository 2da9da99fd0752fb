package query

import (
	"fmt"
	"strings"
	"sync"
	"testing"
)

func TestMatchRE2(t *testing.T) {
	f := func(pattern, s string, want bool) {
		t.Helper()
		if got := MatchRE2(pattern, s); got != want {
			t.Errorf("MatchRE2(%q, %q) = %v", pattern, s, got)
		}
	}
	f(`\d+`, "a1", true)
	f(`(`, "(", false)
	f(strings.Repeat("x", 2*maxExpr), strings.Repeat("x", 2*maxExpr), false)
	var all sync.WaitGroup
	for g := range 4 { // more expressions than are remembered, from several sides
		all.Go(func() {
			for i := range 2 * maxCompiled {
				f(fmt.Sprintf("^%d$", i), fmt.Sprint(i), true)
				f(fmt.Sprintf("^%d$", i), fmt.Sprint(i, g), false)
			}
		})
	}
	all.Wait()
	if n := len(compiled.m); n > maxCompiled {
		t.Errorf("%d expressions are remembered", n)
	}
}

func TestOneQueryInManyPlaces(t *testing.T) {
	q, _, err := Parse(`bridge ~"l[o]st" level:fatal took:>1s id:9f00aa11 time:yesterday`, openDesk())
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 50 {
				if !q.Match(trace) || q.Match(silent) || len(q.Highlights(trace.text)) != 3 {
					t.Error("another answer")
				}
			}
		})
	}
	all.Wait()
}

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

// asked is a record that is given up when it was asked so often.
type asked struct {
	Record
	text  string
	times int
	stop  int
}

func (a *asked) Text() string { return a.text }

func (a *asked) Stopped() bool {
	a.times++
	return a.times >= a.stop
}

// An expression asks now and then whether it is still wanted, in a text of any
// length, and ends as soon as it is not; asking changes no answer.
func TestAnExpressionIsGivenUp(t *testing.T) {
	long := strings.Repeat("abba baab ", 20_000)
	for _, src := range []string{`(a|b)*a(a|b){60}c`, `(.*a){20}z`, `(a+)+$`, `\pL{300}\d`, `a|b`, `^$`, `\bq`, `b $`} {
		q, _, err := Parse(`~"`+src+`"`, desk)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range []string{"", "abba", "a\xffb", long, long + "\nc\xff", long + "zabc"} {
			r := &asked{text: text, stop: 1 << 60}
			if got, want := q.Match(r), q.root.(*expr).re.MatchString(text); got != want {
				t.Errorf("%s in %d bytes: %v, want %v", src, len(text), got, want)
			}
			if whole := r.times; whole > 4 {
				r.times, r.stop = 0, 3
				if q.Match(r); r.times != 3 {
					t.Errorf("%s in %d bytes: asked %d times of %d", src, len(text), r.times, whole)
				}
			} else if len(text) >= len(long) && src == `(.*a){20}z` {
				t.Errorf("asked %d times", whole)
			}
		}
	}
}

// Repetitions are bounded as they are written out, of all expressions together.
func TestLargeExpressions(t *testing.T) {
	f := func(q string, ok bool) {
		t.Helper()
		_, _, err := Parse(q, desk)
		if (err == nil) != ok || err != nil && !strings.Contains(err.Error(), "too large") {
			t.Errorf("%.60q: %v", q, err)
		}
	}
	f(`~"[ab]{1,1000}"`, true)
	f(`~"`+strings.Repeat(`[ab]{1,1000}`, 10)+`"`, false)
	f(strings.Repeat(`~"[ab]{1,1000}" `, 10), false)
	f(strings.Repeat(`~"[ab]{1,10}" `, 10), true)
}

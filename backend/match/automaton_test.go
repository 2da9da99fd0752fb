package match

import (
	"bytes"
	"math/rand/v2"
	"regexp"
	"regexp/syntax"
	"slices"
	"testing"
)

// walker is an expression that may be a literal too.
func walker(pattern string, lines bool) (*expression, error) {
	tree, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return nil, err
	}
	return newExpression(pattern, tree, lines)
}

// tight makes every text long and every table full.
func tight(r *rand.Rand) limits {
	return limits{1 + r.IntN(12), 1 + r.IntN(200), 1 << 30, 1 + r.IntN(4), 1 + r.IntN(4), 2 + r.IntN(8), 1 + r.IntN(9)}
}

// The lanes find what one lane finds without a table.
func TestLanesAreOneWalk(t *testing.T) {
	r := dice(t)
	for i := range draws(1000) {
		g := grammars[i%len(grammars)]
		g.Rand = r
		pattern := g.pattern(1 + r.IntN(4))
		m, err := walker(pattern, r.IntN(2) == 0)
		if err != nil {
			t.Fatal(err)
		}
		text := g.text(r.IntN(80))
		checkWalks(t, pattern, m.p, text, r.IntN(len(text)+1), tight(r))
	}
}

func checkWalks(t *testing.T, pattern string, p *program, text []byte, from int, l limits) {
	t.Helper()
	body := bytes.TrimSuffix(text, newline)
	from = min(from, len(body))
	plain := newAutomaton(p, usualLimits)
	plain.slow = true
	want := plain.find(body, from)
	small := newAutomaton(p, l)
	if got := small.find(body, from); got != want {
		t.Fatalf("%q in %q from %d, lines %t, %+v: %d, one walk without a table %d", pattern, text, from, p.lines, l, got, want)
	}
	if len(text) == 0 {
		return
	}
	all := endsBy(plain, text)
	for _, a := range []*automaton{small, newAutomaton(p, usualLimits)} {
		got := endsBy(a, text)
		if p.lines && !slices.Equal(got, all) || !slices.IsSorted(got) {
			t.Fatalf("%q in %q, lines %t, %+v: ends %d, one walk without a table %d", pattern, text, p.lines, l, got, all)
		}
		if !p.lines {
			checkCover(t, pattern, text, got)
		}
		if len(a.keys) > a.limit.states+lanes+2 {
			t.Fatalf("%d states, %d allowed", len(a.keys), a.limit.states)
		}
	}
}

// checkCover holds that every run of lines in which the expression matches holds an end.
func checkCover(t *testing.T, pattern string, text []byte, ends []int) {
	t.Helper()
	re := regexp.MustCompile(pattern)
	for from := 0; from < len(text); from = lineEnd(text, from) {
		for to, n := from, 0; to < len(text) && n < 12; n++ {
			to = lineEnd(text, to)
			entry := bytes.TrimSuffix(text[from:to], newline)
			if matches(re, entry) && !slices.ContainsFunc(ends, func(e int) bool { return from <= e && e <= from+len(entry) }) {
				t.Fatalf("%q matches %q in %q, but ends are %d", pattern, entry, text, ends)
			}
		}
	}
}

// An expression whose states double with its length gives its table up.
func TestTooManyStates(t *testing.T) {
	m, err := walker(`(a|b)*a(a|b){14}c`, true)
	if err != nil {
		t.Fatal(err)
	}
	r := dice(t)
	text := randomBytes(r, "abababababababababababab\n", 400000)
	text = append(text, "aaaaaaaaaaaaaaaac\n"...)
	if n := CountLines(m, text); n != 1 {
		t.Errorf("%d lines, not 1", n)
	}
	a := m.a
	if !a.slow || len(a.table) > maxStates<<8 || a.held > maxHeld+1<<10 {
		t.Errorf("slow %t, table %d, held %d", a.slow, len(a.table), a.held)
	}
	if n := CountLines(m, text); n != 1 {
		t.Errorf("%d lines without a table, not 1", n)
	}
}

// countBy counts lines with the automaton alone.
func countBy(a *automaton, text []byte) int {
	var h hits
	a.scan(text, &h)
	return h.n
}

func endsBy(a *automaton, text []byte) []int {
	h := hits{listed: true}
	a.scan(text, &h)
	return h.ends
}

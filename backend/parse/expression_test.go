package parse

import (
	"math/rand/v2"
	"regexp"
	"testing"
)

func TestNeeded(t *testing.T) {
	for expr, want := range map[string]string{
		`^a\d+ bc`: " bc", `(?:ab|cd)x`: "x", `a*bc?`: "b", `(ab)+c`: "ab", `(?i)abc`: "", `^\d`: "", `a{2}bcd`: "bcd", `größer|kleiner`: "", `.ö.`: "ö",
	} {
		if got := newExpression(expr).compiled().needed; string(got) != want {
			t.Errorf("%s needs %q, not %q", expr, got, want)
		}
	}
}

// expressions are those of all formats.
func expressions() (all []string) {
	for _, f := range catalogue().formats {
		var l *layout
		switch r := f.bind(nil).(type) {
		case *layout:
			l = r
		case *columns:
			l = r.layout
		default:
			continue
		}
		for _, p := range l.patterns {
			if p.expr != nil {
				all = append(all, p.expr.text)
			}
		}
		if l.sure != nil {
			all = append(all, l.sure.text)
		}
	}
	return all
}

// TestLooksBefore: with or without the looks before, an expression matches the same.
// The first expressions are there for what the formats do not use.
func TestLooksBefore(t *testing.T) {
	exprs := []string{
		`^(?:a|b(c|d)?)+x`, `^a??b`, `^(?:(a)|b|)\d{2}x{2,}`, `^[^a-c\d]{3}\.`, `^(?i)ab`, `^(?i:a)b`, `^[[:alpha:]]a`, `^(x[(]a)?\d`, `^\Q(\E?a`, `^(?:é|a)b`,
		`^(a|)(|b)[\]x]-`, `^\x41?b`, `^(?P<n>\s\S\w|.\W?)a`, `^[^\S]a`, `^[a-]{2}`, `ab`, `^a|b`, `^(a(b|(c)))?d`, `^.{3}\Sx`, `^$`, `^(?:)a{0}b`, `^\pLa`,
	}
	own := len(exprs)
	exprs = append(exprs, expressions()...)
	var all []string
	for _, lines := range skimFormats() {
		all = append(all, lines...)
	}
	r := rand.New(rand.NewPCG(5, 6))
	spared, tries := 0, 0
	for i, expr := range exprs {
		e, re := newExpression(expr), regexp.MustCompile(expr)
		for range 2000 {
			line := mutate(r, all[r.IntN(len(all))], all)
			if i < own || r.IntN(4) == 0 {
				line = make([]byte, r.IntN(7))
				for i := range line {
					line[i] = "aabbccddABx12 -(.]\xc3\xa9\xff"[r.IntN(21)]
				}
			}
			if got, want := e.match(line), re.Match(line); got != want {
				t.Fatalf("%s: match is %v in %q", expr, got, line)
			}
			if got, want := e.find(line) != nil, re.Match(line); got != want {
				t.Fatalf("%s: found is %v in %q", expr, got, line)
			}
			if i >= own {
				tries++
				if !e.opening.may(line) {
					spared++
				}
			}
		}
	}
	if spared*10 < tries*7 {
		t.Errorf("the openings spare %d of %d looks", spared, tries)
	}
}

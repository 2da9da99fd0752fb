package match

import (
	"bytes"
	"regexp"
	"testing"
)

// A line in parts, wherever it is cut, is answered as package regexp answers the whole.
func TestStreamIsRegexp(t *testing.T) {
	r := dice(t)
	for i := range draws(1500) {
		g := grammars[i%len(grammars)]
		g.Rand = r
		pattern := g.pattern(1 + r.IntN(4))
		m, err := walker(pattern, true)
		if err != nil {
			t.Fatal(err)
		}
		line := bytes.ReplaceAll(g.text(r.IntN(80)), newline, nil)
		l := usualLimits
		if r.IntN(2) == 0 {
			l = tight(r)
		}
		s := newStream(m.p, l, nil)
		for rest := line; len(rest) > 0; {
			n := 1 + r.IntN(len(rest))
			s.Write(rest[:n])
			rest = rest[n:]
		}
		if got, want := s.End(), regexp.MustCompile(pattern).Match(line); got != want {
			t.Fatalf("%q in %q: %t, regexp %t", pattern, line, got, want)
		}
	}
}

// A stream that is given up makes no more steps than until it asks the next time.
func TestStreamGivenUp(t *testing.T) {
	asked := 0
	s, err := NewStream(`(a|b)*a(a|b){400}d`, func() bool { asked++; return asked >= 3 })
	if err != nil {
		t.Fatal(err)
	}
	r := dice(t)
	for range 100 {
		s.Write(randomBytes(r, "ab", 4000))
	}
	if s.End(); asked != 3 || s.a.work > stopSteps {
		t.Errorf("asked %d times, %d steps later", asked, s.a.work)
	}
}

func BenchmarkStream(b *testing.B) {
	part := bytes.ReplaceAll(logText()[:4<<20], newline, []byte(" "))
	s, err := NewStream(`(?im)order \d+.*reason=[A-Z_]+ gateway=10\.0\.\d+\.\d+ never`, nil)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(part)))
	for b.Loop() {
		s.Write(part)
	}
}

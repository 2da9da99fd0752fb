package match

import (
	"math/rand/v2"
	"regexp"
	"testing"
)

var fuzzSeeds = []struct{ pattern, text string }{
	{`status=(404|500) in \d{3,} ms`, "a status=404 in 1234 ms\nstatus=500 in 1 ms"},
	{`\b\d{4,}\s+ms\b`, "1234 \n ms\r\n12345 ms"},
	{`(?i)exception`, "an EXCEPTION\n"},
	{`order \d+.*reason=[A-Z_]+`, "order 1 reason=A\norder 2"},
	{`(?s)a.*b$`, "a\n\nb"},
	{`^\B.$`, "\xe2\x84\n\xe2\x84\xaa"},
	{`[^é]\x{fffd}`, "é\xff\xff"},
	{`(?m)^$|\z`, "\n\n"},
	{`(a|b)*a(a|b){3}`, "abababab"},
	{`a$\s^b|\r`, "a\r\nb\r\r\n"},
	{`(?i)ſtraße|k`, "STRASSE\u212a"},
}

// fuzzed gives the expression, if it is one that the oracle is quick with.
func fuzzed(pattern string, text []byte, lines bool) (m Matcher, w *expression) {
	if len(pattern) > 200 || len(text) > 2000 {
		return nil, nil
	}
	if _, err := regexp.Compile(pattern); err != nil {
		return nil, nil
	}
	m, err := compile(pattern, lines)
	if err != nil {
		return nil, nil
	}
	w, err = walker(pattern, lines)
	if err != nil || len(w.p.inst) > 2000 {
		return nil, nil
	}
	return m, w
}

func fuzz(f *testing.F, lines bool) {
	for i, s := range fuzzSeeds {
		f.Add(s.pattern, []byte(s.text), uint64(i))
	}
	f.Fuzz(func(t *testing.T, pattern string, text []byte, seed uint64) {
		m, w := fuzzed(pattern, text, lines)
		if m == nil {
			return
		}
		r := rand.New(rand.NewPCG(seed, 1))
		w.pace.judge = 1 + r.IntN(20)
		for _, m := range []Matcher{m, w} {
			if lines {
				checkLines(t, pattern, text, m)
			} else {
				checkEntries(t, pattern, text, m, r)
			}
		}
		checkWalks(t, pattern, w.p, text, r.IntN(len(text)+1), tight(r))
	})
}

func FuzzLines(f *testing.F) { fuzz(f, true) }

func FuzzEntries(f *testing.F) { fuzz(f, false) }

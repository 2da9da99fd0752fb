package match

import (
	"math/rand/v2"
	"testing"
)

// An expression that is given up makes no more than the steps until it asks the
// next time, whatever it is and however long a line is; and it is itself again.
func TestGivenUp(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	lines := randomBytes(r, "abababababababababababababababababababab\n", 40_000)
	endless := randomBytes(r, "ab", 40_000)
	for _, pattern := range []string{`(a|b)*a(a|b){14}c`, `(a|b)*a(a|b){60}d`, `(a|b)*a(a|b){400}d`, `(.*a.*b){20}.{50}z`} {
		for _, text := range [][]byte{lines, endless} {
			for _, byLines := range []bool{true, false} {
				m, err := walker(pattern, byLines)
				if err != nil {
					t.Fatal(err)
				}
				asked := 0
				Stop(m, func() bool { asked++; return false })
				want := CountLines(m, text)
				whole := asked
				m.a = newAutomaton(m.p, usualLimits)
				asked = 0
				Stop(m, func() bool { asked++; return asked >= 3 })
				Ends(m, text, nil)
				if whole < 6 {
					t.Errorf("%s, by lines %t: it is no test, %d times asked", pattern, byLines, whole)
				}
				if asked > 3 || m.a.work > stopSteps {
					t.Errorf("%s: asked %d times of %d, %d steps later", pattern, asked, whole, m.a.work)
				}
				Stop(m, nil)
				if n := CountLines(m, text); n != want {
					t.Errorf("%s: %d lines when it goes on, not %d", pattern, n, want)
				}
			}
		}
	}
}

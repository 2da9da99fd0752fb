package match

import (
	"bytes"
	"math/rand/v2"
	"slices"
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

// Twice the text takes twice the steps, whatever the expression.
func TestStepsAreLinear(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	lines := randomBytes(r, "abababababababababababababababababababab\n", 40_000)
	endless := randomBytes(r, "ab", 40_000)
	alike := bytes.Repeat([]byte("a"), 40_000)
	counted := 0
	for _, pattern := range []string{
		`(a+)+$`, `(a*)*b$c`, `(a|a)*bz`, `(a|aa)+$`, `(.*a){20}z`, `(a?){30}a{30}z`, `(a|b)*a(a|b){14}c`, `(a|b)*a(a|b){60}d`, `(x+x+)+y`, `(\w+\s?)*$z`,
		`(a{0,50}){0,20}z`, `[\x{0}-\x{10ffff}]{40}q`, `.{500}z`, `[ab]{1,500}q`, `(^a|b$)*c`, `\b(\w\b.?)+$z`, `(?s)^.*$z`, `(|a)+bz`, `(.*.*.*.*z)`,
	} {
		for name, text := range map[string][]byte{"lines": lines, "endless": endless, "alike": alike} {
			for _, byLines := range []bool{true, false} {
				var steps [2]int
				for i, text := range [][]byte{text, slices.Concat(text, text)} {
					m, err := walker(pattern, byLines)
					if err != nil {
						t.Fatal(err)
					}
					asked := 0
					Stop(m, func() bool { asked++; return false })
					CountLines(m, text)
					steps[i] = asked*stopSteps + m.a.work
				}
				if steps[0] > stopSteps {
					counted++
				}
				if steps[1] > steps[0]*23/10+stopSteps {
					t.Errorf("%s in %s, by lines %t: %d steps, in twice the text %d", pattern, name, byLines, steps[0], steps[1])
				}
			}
		}
	}
	if counted < 10 {
		t.Errorf("only %d took steps", counted)
	}
}

package match

import (
	"fmt"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"testing"

	"cordwood/backend/internal/fold"
)

func TestClues(t *testing.T) {
	for _, c := range []struct{ pattern, want string }{
		{"abc", "abc front"},
		{`^\babc$`, "abc front"},
		{"x*abc", "abc"},
		{"(?i)abc1", "abc1 fold front"},
		{"(?i)12-3", "12-3 front"},
		{"a(bb|c)", "a front; bb,c"},
		{"(foo|ba) x", "ba,foo front;  x"},
		{"(foo|bar|x)y", "y"},
		{"(foo)+(bar){2}(baz)?(qux)*", "foo front; bar"},
		{"a.b|.c", "b,c"},
		{"a\\x{fffd}b", ""},
		{"[xy]z", "z"},
		{"(?i)kx|(?i)sy", "kx,sy fold front"},
		{".*", ""},
	} {
		tree, err := syntax.Parse(c.pattern, syntax.Perl)
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, k := range cluesOf(tree, true) {
			var texts []string
			for _, n := range k.needles {
				texts = append(texts, n.text)
			}
			s := strings.Join(texts, ",")
			if k.needles[0].fold {
				s += " fold"
			}
			if k.front {
				s += " front"
			}
			all = append(all, s)
		}
		if got := strings.Join(all, "; "); got != c.want {
			t.Errorf("%q: %q, not %q", c.pattern, got, c.want)
		}
	}
}

func TestLiteralExpressions(t *testing.T) {
	for _, c := range []struct{ pattern, want string }{
		{"abc", "*match.literal"},
		{"(a)bc", "*match.literal"},
		{"(?i)exception", "*match.anyCase"},
		{"(?i)(?:exception)", "*match.anyCase"},
		{"(?i)12:30", "*match.literal"},
		{"error|fatal", "*match.several"},
		{"err[ox]", "*match.several"},
		{"(?i)error|(?i)fatal", "*match.expression"},
		{"error|fatal|panic", "*match.expression"},
		{"a?", "*match.expression"},
		{"^abc", "*match.expression"},
		{"a(?i)b", "*match.expression"},
		{"\\x{fffd}", "*match.expression"},
	} {
		m, err := Entries(c.pattern)
		if got := fmt.Sprintf("%T", m); got != c.want || err != nil {
			t.Errorf("Entries(%q) is %s, not %s", c.pattern, got, c.want)
		}
	}
	if m, _ := Lines("a\nb"); CountLines(m, []byte("a\nb")) != 0 {
		t.Error("a line holds its end")
	}
}

// literalGrammar makes expressions with literals that every match contains.
var literalGrammar = generator{nil, strings.Split("ab|ba|aab|b|a+|.|.*|[^a]|\\s|(?i:ab)|(?i:sk)|sk|é|(?s:.)", "|"), strings.Split("a|b|ab|aab|\n|\r\n|\r|B|A|s|K|\u212a|ſ|é|É| ", "|")}

// Each filter alone, and all of them in turns, find what package regexp finds.
func TestFiltersAreRegexp(t *testing.T) {
	r := dice(t)
	g := literalGrammar
	g.Rand = r
	filtered := 0
	for range draws(800) {
		pattern := g.pattern(1 + r.IntN(4))
		tree, err := syntax.Parse(pattern, syntax.Perl)
		if err != nil {
			t.Fatal(err)
		}
		for _, lines := range []bool{true, false} {
			e, err := newExpression(pattern, tree, lines)
			if err != nil {
				t.Fatal(err)
			}
			all := weakFilters(tree, e.p)
			for k := range len(all) + 1 {
				filtered++
				e.filters, e.pace = all, pace{judge: 1 + r.IntN(20)}
				if k < len(all) {
					e.filters, e.pace = all[k:k+1], pace{judge: 1 << 40}
				}
				text := g.text(r.IntN(60))
				if lines {
					checkLines(t, pattern, text, e)
				} else {
					checkEntries(t, pattern, text, e, r)
				}
				e.pace.resting = 0
			}
		}
	}
	if filtered < 1500 {
		t.Errorf("only %d filters", filtered)
	}
}

// weakFilters are filters that would not be worth it.
func weakFilters(tree *syntax.Regexp, p *program) (all []filter) {
	for _, c := range cluesOf(tree, true) {
		c.front = c.front && c.inOrder()
		if !slices.ContainsFunc(c.needles, needle.broken) && (p.lines || c.front) {
			all = append(all, filter{c.matcher(), c.front})
		}
	}
	return all
}

// Any number of literals is found as one of them is.
func TestAnyOfIsRegexp(t *testing.T) {
	r := dice(t)
	for range draws(4000) {
		var ms []Matcher
		var parts []string
		for range 1 + r.IntN(5) {
			needle := randomOf(r, strings.Split("a|b|é|x|-|\n", "|"), 1+r.IntN(3))
			if r.IntN(2) == 0 {
				ms, parts = append(ms, Fold(fold.Text(needle))), append(parts, "(?i:"+regexp.QuoteMeta(needle)+")")
			} else {
				ms, parts = append(ms, Literal([]byte(needle))), append(parts, regexp.QuoteMeta(needle))
			}
		}
		text := []byte(randomOf(r, strings.Split("a|b|é|x|-|\n|A|X|É|é", "|"), r.IntN(40)))
		m := AnyOf(ms)
		re := regexp.MustCompile(strings.Join(parts, "|"))
		from := 0
		for {
			_, end := m.Find(text, from)
			want := firstEnd(re, text, from)
			if end != want {
				t.Fatalf("%q in %q from %d ends at %d, not %d", parts, text, from, end, want)
			}
			if end < 0 {
				break
			}
			from = end
		}
	}
}

// firstEnd is the end of the match that ends first, of literals.
func firstEnd(re *regexp.Regexp, text []byte, from int) int {
	for to := from; to <= len(text); to++ {
		if re.Match(text[from:to]) {
			return to
		}
	}
	return -1
}

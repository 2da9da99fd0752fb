package match

import (
	"bytes"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"cordwood/backend/fault"
)

func TestExpressionEnds(t *testing.T) {
	for _, c := range []struct {
		pattern, text string
		from          int
		lines         int // the end that Lines finds
		entries       int
	}{
		{"ab+", "xabbb", 0, 3, 3},
		{"a", "", 0, -1, -1},
		{"", "", 0, -1, -1},
		{"", "\n", 0, 0, 0},
		{"^$", "a\n\nb", 0, 2, 2},
		{"^$", "a\n", 0, -1, -1},
		{"x*", "\n\n", 1, 1, 1},
		{"a$", "ba\nc", 0, 2, 2},
		{"a$", "ba\r\nba", 0, 6, 6},
		{`\Ab`, "a\nb", 0, 3, 3},
		{`a\z`, "a\nb", 0, 1, 1},
		{`a\sb`, "a\nb\na b", 0, 7, 3},
		{`a\s*$`, "a \nb", 0, 2, 2},
		{`(?s)a.*b`, "a\nxx\nb\nab", 0, 9, 6},
		{`[^x]b`, "x\nb", 0, -1, 3},
		{`\bcd\b`, "abcd cde cd", 0, 11, 11},
		{`\Bd`, "d ad", 0, 4, 4},
		{`\B`, "aéb", 0, -1, -1},
		{`\B`, "éé", 0, 0, 0},
		{"[^é]", "é", 0, -1, -1},
		{"[^é]", "é\xa9", 0, 3, 3},
		{"é", "\xc3é", 0, 3, 3},
		{`^.$`, "\xff", 0, 1, 1},
		{`^..$`, "\xe2\x84", 0, 2, 2},
		{`^.$`, "\xe2\x84\xaa", 0, 3, 3},
		{`^...$`, "\xe0\x80\x80", 0, 3, 3},
		{`^\x{fffd}a`, "\xf0a", 0, 2, 2},
		{`^[^a]\x{fffd}{2}a`, "\xf0\x9f\x98a", 0, 4, 4},
		{`(?i)kelvin`, "\u212aELVIN", 0, 8, 8},
		{`(?i)ſ`, "S", 0, 1, 1},
		{`\p{Greek}+x`, "ααx", 0, 5, 5},
		{"b", "ab", 1, 2, 2},
		{"^b", "ab", 1, -1, -1},
		{`\bb`, "ab", 1, -1, -1},
		{"a|abc", "xabc", 0, 2, 2},
		{"abcd|bc", "abcd", 0, 3, 3},
		{"\n", "a\nb", 0, -1, 2},
		{"$\n^", "a\nb", 0, -1, 2},
	} {
		for lines, want := range map[bool]int{true: c.lines, false: c.entries} {
			m, err := compile(c.pattern, lines)
			if err != nil {
				t.Fatal(err)
			}
			w, _ := walker(c.pattern, lines)
			w.filters = nil
			for _, m := range []Matcher{m, m.Clone(), w} {
				if start, end := m.Find([]byte(c.text), c.from); end != want || start > end || end >= 0 && start < c.from {
					t.Errorf("%q in %q from %d, lines %t: %d, %d, not %d", c.pattern, c.text, c.from, lines, start, end, want)
				}
			}
		}
	}
}

func TestExpressionIsWrong(t *testing.T) {
	for _, p := range []string{"(", "[z-a]", "a{1001}", `\C`, "(?<"} {
		if m, err := Lines(p); m != nil || fault.KindOf(err) != fault.Invalid {
			t.Errorf("Lines(%q): %v", p, err)
		}
		if m, err := Entries(p); m != nil || fault.KindOf(err) != fault.Invalid {
			t.Errorf("Entries(%q): %v", p, err)
		}
	}
}

// generator makes expressions and texts out of the same few runes.
type generator struct {
	*rand.Rand
	atoms  []string
	pieces []string
}

var grammars = []generator{
	{nil, strings.Split("a|b|c|.|[ab]|[^a]|\\d|\\w|\\s|1|x", "|"), strings.Split("a|b|c|1|x|-| |\n", "|")},
	{nil, strings.Split("a|é|日|.|[é-日]|[^é]|\\W|\\pL|\\x{fffd}|[^\\x{fffd}]|(?i:é)|(?i:k)|𝄞|[а-я]", "|"),
		strings.Split("a|é|É|日|K|\u212a|𝄞|ж|\xff|\xc3|\xe2\x84|\xf0\x9d|\xf0\x9d\x84|\x84|\ufffd|\xed\xa0\x80|\xe0\x80|\n", "|")},
	{nil, strings.Split("a|b|\\s|[^b]|(?s:.)|\\r|\n", "|"), strings.Split("a|b| |\r\n|\n", "|")},
}

func (g generator) pattern(depth int) string {
	if depth == 0 {
		return g.atoms[g.IntN(len(g.atoms))]
	}
	sub := func() string { return g.pattern(depth - 1) }
	switch g.IntN(11) {
	case 0, 1, 2, 3:
		return sub() + sub()
	case 4:
		return "(?:" + sub() + "|" + sub() + ")"
	case 5:
		return "(" + sub() + ")" + []string{"*", "+", "?", "{2}", "{1,3}", "*?", "{0}"}[g.IntN(7)]
	case 6:
		return sub() + []string{"^", "$", `\b`, `\B`, `\A`, `\z`, "(?m:$)", "(?m:^)"}[g.IntN(8)] + sub()
	case 7:
		return []string{"^", `\b`, `\B`, "(?m:^)"}[g.IntN(4)] + sub()
	case 8:
		return sub() + []string{"$", `\b`, `\B`, "(?m:$)"}[g.IntN(4)]
	case 9:
		return "(?i:" + sub() + ")"
	}
	return g.atoms[g.IntN(len(g.atoms))]
}

func (g generator) text(n int) []byte {
	var b bytes.Buffer
	for range n {
		b.WriteString(g.pieces[g.IntN(len(g.pieces))])
	}
	return b.Bytes()
}

// matchingLines is the oracle of Lines: the starts of the lines with a match.
func matchingLines(re *regexp.Regexp, text []byte) (starts []int) {
	for from := 0; from < len(text); from = lineEnd(text, from) {
		if re.Match(bytes.TrimSuffix(text[from:lineEnd(text, from)], newline)) {
			starts = append(starts, from)
		}
	}
	return starts
}

// checkLines compares with package regexp line by line.
func checkLines(t *testing.T, pattern string, text []byte, m Matcher) {
	t.Helper()
	re := regexp.MustCompile(pattern)
	want := matchingLines(re, text)
	if got := CountLines(m, text); got != len(want) {
		t.Fatalf("CountLines(%q, %q) = %d, not %d", pattern, text, got, len(want))
	}
	from := 0
	for _, at := range append(want, -1) {
		start, end := m.Find(text, from)
		if (start < 0) != (at < 0) || at >= 0 && (start < at || end < start || lineStart(text, 0, end) != at) {
			t.Fatalf("Lines(%q).Find(%q, %d) = %d, %d, not in the line at %d", pattern, text, from, start, end, at)
		}
		if end >= 0 {
			from = lineEnd(text, end)
		}
	}
}

// checkEntries cuts text into entries and lets nobody lose one that matches.
func checkEntries(t *testing.T, pattern string, text []byte, m Matcher, r *rand.Rand) {
	t.Helper()
	re := regexp.MustCompile(pattern)
	found := 0 // up to there Find has spoken
	next := -1
	for from := 0; from < len(text); {
		to := lineEnd(text, from)
		for to < len(text) && r.IntN(2) == 0 {
			to = lineEnd(text, to)
		}
		if next < from && found <= from {
			_, next = m.Find(text, from)
			if found = next; next < 0 {
				found = len(text) + 1
			}
		}
		entry := bytes.TrimSuffix(text[from:to], newline)
		reported := next >= from && next <= from+len(entry)
		if re.Match(entry) && !reported {
			t.Fatalf("Entries(%q) loses %q in %q: the next end behind %d is %d", pattern, entry, text, from, next)
		}
		if reported {
			next, found = -1, to
		}
		from = to
	}
}

func TestExpressionsAreRegexp(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for i := range 1500 {
		g := grammars[i%len(grammars)]
		g.Rand = r
		pattern := g.pattern(1 + r.IntN(4))
		lines, err := Lines(pattern)
		if err != nil {
			t.Fatal(pattern, err)
		}
		entries, _ := Entries(pattern)
		for range 3 {
			text := g.text(r.IntN(60))
			checkLines(t, pattern, text, lines)
			checkEntries(t, pattern, text, entries, r)
		}
	}
}

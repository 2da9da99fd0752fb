package match

import (
	"bytes"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
)

// generator makes expressions and texts out of the same few runes.
type generator struct {
	*rand.Rand
	atoms  []string
	pieces []string
}

var grammars = []generator{
	{nil, strings.Split("a|b|c|.|[ab]|[^a]|\\d|\\w|\\s|1|x", "|"), strings.Split("a|b|c|1|x|-| |\n", "|")},
	{
		nil, strings.Split("a|é|日|.|[é-日]|[^é]|\\W|\\pL|\\x{fffd}|[^\\x{fffd}]|(?i:é)|(?i:k)|𝄞|[а-я]", "|"),
		strings.Split("a|é|É|日|K|\u212a|𝄞|ж|\xff|\xc3|\xe2\x84|\xf0\x9d|\xf0\x9d\x84|\x84|\ufffd|\xed\xa0\x80|\xe0\x80|\n", "|"),
	},
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
	ends := Ends(m, text, []int{-7})[1:]
	if len(ends) != len(want) {
		t.Fatalf("Ends(%q, %q) = %d, not in the lines at %d", pattern, text, ends, want)
	}
	from := 0
	for i, at := range append(want, -1) {
		start, end := m.Find(text, from)
		if (start < 0) != (at < 0) || at >= 0 && (start < at || end < start || lineStart(text, 0, end) != at) {
			t.Fatalf("Lines(%q).Find(%q, %d) = %d, %d, not in the line at %d", pattern, text, from, start, end, at)
		}
		if end >= 0 {
			if ends[i] != end {
				t.Fatalf("Ends(%q, %q) = %d, Find %d", pattern, text, ends, end)
			}
			from = lineEnd(text, end)
		}
	}
}

// matches reports whether an entry matches, or would if its lines ended in \n.
func matches(re *regexp.Regexp, entry []byte) bool {
	joined := bytes.ReplaceAll(append(bytes.Clone(entry), '\n'), []byte("\r\n"), newline)
	return re.Match(entry) || re.Match(joined[:len(joined)-1])
}

// checkEntries cuts text into entries and lets nobody lose one that matches.
func checkEntries(t *testing.T, pattern string, text []byte, m Matcher, r *rand.Rand) {
	t.Helper()
	checkCover(t, pattern, text, Ends(m, text, nil))
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
		if matches(re, entry) && !reported {
			t.Fatalf("Entries(%q) loses %q in %q: the next end behind %d is %d", pattern, entry, text, from, next)
		}
		if reported {
			next, found = -1, to
		}
		from = to
	}
}

func TestExpressionsAreRegexp(t *testing.T) {
	r := dice(t)
	for i := range draws(900) {
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

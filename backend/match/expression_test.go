package match

import (
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
		{"a$", "ba\r\nba", 0, 6, 2},
		{"^$", "a\r\n\r\n", 0, -1, 3},
		{`\bb\nc`, "b\r\nc", 0, -1, 4},
		{`a\r`, "a\r\n", 0, 2, 2},
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

package match

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestLiteral(t *testing.T) {
	long := strings.Repeat("0123456789", 12)
	for _, c := range []struct {
		needle, text string
		from         int
		start, end   int
	}{
		{"b", "abcb", 0, 1, 2},
		{"b", "abcb", 2, 3, 4},
		{"b", "abcb", 4, -1, -1},
		{"abc", "ab", 0, -1, -1},
		{"", "ab", 1, 1, 1},
		{"", "", 0, 0, 0},
		{"Zx", "ZZZZxx", 0, 3, 5},
		{"a\nb", "aa\nb", 0, 1, 4},
		{"\xff\x00", "a\xff\xff\x00", 0, 2, 4},
		{"éa", "eé\xc3éa", 0, 4, 7},
		{long, "x" + long[:119] + "x" + long + "x", 0, 121, 241},
		{"aab", strings.Repeat("a", 200) + "b", 0, 198, 201},
		{"Qe", strings.Repeat("Q ", 100) + "Qe", 0, 200, 202},
		{"Qe", strings.Repeat("Q ", 100) + "Q", 0, -1, -1},
	} {
		if s, e := Literal([]byte(c.needle)).Find([]byte(c.text), c.from); s != c.start || e != c.end {
			t.Errorf("Literal(%q).Find(%q, %d) = %d, %d, not %d, %d", c.needle, c.text, c.from, s, e, c.start, c.end)
		}
	}
}

func TestLiteralIsIndex(t *testing.T) {
	r := dice(t)
	for range draws(20000) {
		text := randomBytes(r, "aabQ\n", r.IntN(300))
		needle := randomBytes(r, "aabQ\n", 1+r.IntN(4))
		from := r.IntN(len(text) + 1)
		want := bytes.Index(text[from:], needle)
		if want >= 0 {
			want += from
		}
		if got, _ := Literal(needle).Find(text, from); got != want {
			t.Fatalf("Literal(%q).Find(%q, %d) = %d, not %d", needle, text, from, got, want)
		}
	}
}

func randomBytes(r *rand.Rand, alphabet string, n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = alphabet[r.IntN(len(alphabet))]
	}
	return b
}

func TestCountLines(t *testing.T) {
	for _, c := range []struct {
		needle, text string
		want         int
	}{
		{"a", "", 0},
		{"", "", 0},
		{"", "\n\n", 2},
		{"", "\n\nx", 3},
		{"a", "aa\nb\nba", 2},
		{"a", "aa\nb\nba\n", 2},
		{"\n", "a\n\nb", 2},
		{"b\nb", "b\nb\nb\n", 1},
	} {
		if got := CountLines(Literal([]byte(c.needle)), []byte(c.text)); got != c.want {
			t.Errorf("CountLines(%q, %q) = %d, not %d", c.needle, c.text, got, c.want)
		}
	}
}

func TestAnyOf(t *testing.T) {
	for _, c := range []struct {
		needles    string // between commas
		text       string
		from       int
		start, end int
	}{
		{"b,c", "abc", 0, 1, 2},
		{"c,b", "abc", 0, 1, 2},
		{"c,b", "abc", 2, 2, 3},
		{"abcd,bc", "abcd", 0, 1, 3},
		{"x,y", "abcd", 0, -1, -1},
		{"x,y\nz", strings.Repeat("abcdefg\n", 10000) + "y\nz", 0, 80000, 80003},
		{"x,b\na", strings.Repeat(".", firstWindow-2) + "\nb\na\nx", 0, firstWindow - 1, firstWindow + 2},
	} {
		var ms []Matcher
		for _, n := range strings.Split(c.needles, ",") {
			ms = append(ms, Literal([]byte(n)))
		}
		m := AnyOf(ms)
		for _, m := range []Matcher{m, m.Clone()} {
			if s, e := m.Find([]byte(c.text), c.from); s != c.start || e != c.end {
				t.Errorf("AnyOf(%q).Find(.., %d) = %d, %d, not %d, %d", c.needles, c.from, s, e, c.start, c.end)
			}
		}
	}
	if s, e := AnyOf(nil).Find([]byte("a"), 0); s != -1 || e != -1 {
		t.Error("no matchers find something")
	}
}

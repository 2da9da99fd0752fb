package query

import (
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// gathered is a Stream that holds the text; package match has one that does not.
type gathered struct {
	re   *regexp.Regexp
	text []byte
}

func (w *gathered) Write(part []byte) { w.text = append(w.text, part...) }
func (w *gathered) End() bool         { return w.re.Match(w.text) }

func streamed(pattern string) (Stream, error) {
	re, err := regexp.Compile(pattern)
	return &gathered{re: re}, err
}

// In parts a text is answered as it is whole, or it is said that this is not known.
func TestLongIsMatch(t *testing.T) {
	known := 0
	rapid.Check(t, func(t *rapid.T) {
		q, _ := parsed(t)
		r := genRecord.Draw(t, "record")
		want := q.Match(r)
		l := q.Long(streamed)
		for rest := r.Text(); rest != ""; {
			n := rapid.IntRange(1, len(rest)).Draw(t, "part")
			_, _ = l.Write([]byte(rest[:n]))
			rest = rest[n:]
		}
		match, sure := l.End()
		if sure && match != want || !sure && match {
			t.Fatalf("%q in %q: %v, %v; whole %v", q, r.Text(), match, sure, want)
		}
		if sure {
			known++
		}
	})
	if known == 0 {
		t.Error("nothing was known")
	}
}

func TestLong(t *testing.T) {
	text := strings.Repeat("word ", 50_000) + "nee"
	f := func(in string, match, known bool) {
		t.Helper()
		q, _, err := Parse(in, desk)
		if err != nil {
			t.Fatal(err)
		}
		l := q.Long(streamed)
		for _, part := range []string{text, "dle ", text, "Kelvin"} {
			_, _ = l.Write([]byte(part))
		}
		if m, k := l.End(); m != match || k != known {
			t.Errorf("%q: %v, %v", in, m, k)
		}
	}
	f("", true, true)
	f("needle", true, true)
	f("-needle", false, true)
	f("needle kelvin", true, true)
	f("needle other", false, true)
	f("needle -other", true, true)
	f("other OR kelvin", true, true)
	f(`~"needle word.*kelvin$"`, true, true)
	f(`~"^needle"`, false, true)
	f(`-~"^word"`, false, true)
	f("needle account:7", false, false)
	f("other account:7", false, true)
	f("needle OR account:7", true, true)
}

package query

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q, o := parsed(t)
		again, _, err := Parse(q.String(), o)
		if err != nil {
			t.Fatalf("%q is printed but not read: %v", q, err)
		}
		if !reflect.DeepEqual(q, again) {
			t.Fatalf("%q is read again as %q", q, again)
		}
	})
}

// A query is compiled simplified, and has the answers of what is written: of desks'
// queries too, which add terms of their own.
func TestSimplifiedKeepsTheAnswers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q, o := parsed(t)
		desks := rapid.Bool().Draw(t, "with a desk's")
		if desks {
			other, _ := parsed(t)
			q = And(q, other, Is("account", rapid.SampledFrom([]string{"1001", "ACME ltd", ""}).Draw(t, "account")))
		}
		if q.Empty() {
			return
		}
		for range 5 {
			r := genRecord.Draw(t, "record")
			if q.root.match(r) != q.written.match(r) {
				t.Fatalf("%q and %q differ", q, q.root.print())
			}
		}
		if again, _, err := Parse(q.root.print(), o); !desks && (err != nil || again.String() != q.root.print()) {
			t.Fatalf("%q is read again as %q: %v", q.root.print(), again, err)
		}
	})
}

func TestSimplified(t *testing.T) {
	f := func(in, want string) {
		t.Helper()
		q, _, err := Parse(in, desk)
		if err != nil || q.root.print() != want || q.String() != in {
			t.Errorf("%q is simplified to %q, want %q, and printed as %q (%v)", in, q.root.print(), want, q, err)
		}
	}
	f("a a (a b)", "a b")
	f("NOT -a", "a")
	f("a OR (b OR a)", "a OR b")
	f("a (a OR b)", "a")
	f("a OR a b", "a")
	f("-(a a)", "-a")
	f("a OR b (c OR c)", "a OR b c")

	// What is printed alike may ask another thing.
	exact, _, err := Parse("account:Ann", Options{Case: true})
	r := &entry{fields: map[string]string{"account": "ann"}}
	if both := And(exact, Is("account", "Ann")); err != nil || both.Match(r) || !And(Is("account", "Ann")).Match(r) {
		t.Errorf("%q in two cases is one (%v)", both, err)
	}
}

func TestLiteralsAreNecessary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q, _ := parsed(t)
		groups := q.Literals()
		for range 5 {
			r := genRecord.Draw(t, "record")
			if !q.Match(r) {
				continue
			}
			folded := Fold(r.Text())
			for _, g := range groups {
				found := false
				for _, s := range g {
					if s == "" {
						t.Fatalf("%q requires an empty text", q)
					}
					found = found || strings.Contains(folded, s)
				}
				if !found {
					t.Fatalf("%q matches %q without any of %q", q, r.Text(), g)
				}
			}
		}
	})
}

func TestLiterals(t *testing.T) {
	f := func(in string, want ...[]string) {
		t.Helper()
		q, _, err := Parse(in, openDesk())
		if err != nil || !reflect.DeepEqual(q.Literals(), want) {
			t.Errorf("%q requires %q, want %q (%v)", in, q.Literals(), want, err)
		}
	}
	f("Bridge lost", []string{"bridge"}, []string{"lost"})
	f("a OR (bc def)", []string{"a", "def"})
	f("a OR -b")
	f("-a")
	f("account:1001")
	f(`~"retry \d+ of (one|Two)"`, []string{"retry "}, []string{" of "}, []string{"one", "two"})
	f(`~"(ab)?x*"`)
	f(`~"(abc){0,2}"`)
	f(`~"(abc){2,3}"`, []string{"abc"})
	f("NOT NOT abc", []string{"abc"})
}

func TestIndexFold(t *testing.T) {
	f := func(hay, needle string, start, end int) {
		t.Helper()
		if s, e := indexFold(hay, needle); s != start || e != end {
			t.Errorf("indexFold(%q, %q) = %d, %d", hay, needle, s, e)
		}
	}
	f("zzq", "zq", 1, 3)
	f("ZzQ", "zq", 1, 3)
	f("a\u212Ab kb", "kb", 1, 5)
	f("错误错漏", "错漏", 6, 12)
	f("abc", "", 0, 0)
	f("", "a", -1, -1)
	f("ab", "abc", -1, -1)
	f("xÄ", "Ä", 1, 3)
	f("xä", "Ä", 1, 3)
}

// Valid texts are compared with the plain way to do it.
func TestContainsFold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		hay := strings.ToValidUTF8(strings.Join(rapid.SliceOfN(genText, 0, 4).Draw(t, "hay"), ""), "?")
		needle := Fold(strings.ToValidUTF8(genText.Draw(t, "needle"), "?"))
		if rapid.Bool().Draw(t, "inside") && hay != "" {
			runes := []rune(hay)
			from := rapid.IntRange(0, len(runes)-1).Draw(t, "from")
			needle = Fold(string(runes[from:rapid.IntRange(from, len(runes)).Draw(t, "to")]))
		}
		if got, want := ContainsFold(hay, needle), strings.Contains(Fold(hay), needle); got != want {
			t.Fatalf("ContainsFold(%q, %q) = %v", hay, needle, got)
		}
		if start, end := indexFold(hay, needle); start >= 0 && Fold(hay[start:end]) != needle {
			t.Fatalf("%q is not %q", hay[start:end], needle)
		}
		if !equalFold(hay, Fold(hay)) || Fold(Fold(hay)) != Fold(hay) || !utf8.ValidString(Fold(hay)) {
			t.Fatalf("folding %q", hay)
		}
	})
}

func TestFoldAgreesWithUnicode(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.String().Draw(t, "a"), genText.Draw(t, "b")
		for _, pair := range [][2]string{{a, b}, {b, strings.ToUpper(b)}, {a, strings.ToLower(a)}} {
			if !utf8.ValidString(pair[0]) || !utf8.ValidString(pair[1]) {
				continue
			}
			if got, want := Fold(pair[0]) == Fold(pair[1]), strings.EqualFold(pair[0], pair[1]); got != want {
				t.Fatalf("Fold says %v of %q, %q", got, pair[0], pair[1])
			}
		}
	})
}

func TestGlobFold(t *testing.T) {
	f := func(pattern, s string, want bool) {
		t.Helper()
		if got := GlobFold(pattern, s); got != want {
			t.Errorf("GlobFold(%q, %q) = %v", pattern, s, got)
		}
	}
	f("*", "", true)
	f("a*", "ABC", true)
	f("*b*", "abc", true)
	f("a*b*c", "aXXbYYc", true)
	f("a*b*c", "aXXbYY", false)
	f(`a\*`, "a*", true)
	f(`a\*`, "ab", false)
	f("*ab", "aab", true)
	f("k*", "\u212Aelvin", true)
	f("", "", true)
	f("", "a", false)
}

func TestHighlights(t *testing.T) {
	f := func(in, text string, want ...string) {
		t.Helper()
		q, _, err := Parse(in, openDesk())
		if err != nil {
			t.Errorf("Parse(%q): %v", in, err)
			return
		}
		var got []string
		for _, s := range q.Highlights(text) {
			got = append(got, text[s.Start:s.End])
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%q underlines %q in %q, want %q", in, got, text, want)
		}
	}
	f("bridge -lost", "Bridge LOST bridge", "Bridge", "bridge")
	f("abc OR bcd", "abcd", "abcd")
	f("straße", "die STRAßE und ſtraße", "STRAßE", "ſtraße")
	f(`~"\d+"`, "a 12 b 345", "12", "345")
	f("number:13800138000", "call +86 138-0013-8000 now", "138-0013-8000")
	f("id:9f00aa11", "job=9F00AA11-77", "9F00AA11")
	f("level:error", "error")
	f("NOT NOT a", "ba", "a")
}

func TestHighlightsAreInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q, _ := parsed(t)
		text, last := genText.Draw(t, "text"), -1
		for _, s := range q.Highlights(text) {
			if s.Start <= last || s.End <= s.Start || s.End > len(text) {
				t.Fatalf("%q in %q: %v", q, text, q.Highlights(text))
			}
			last = s.End
		}
	})
}

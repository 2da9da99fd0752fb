package gram

import (
	"math/rand/v2"
	"strings"
	"testing"

	"cordwood/backend/query"
)

// Whole queries: what matches a record may be in its page.
func TestLiteralsOfQueries(t *testing.T) {
	f := func(in, text string, may, useful bool) {
		t.Helper()
		q, _, err := query.Parse(in, query.Options{})
		if err != nil {
			t.Fatal(err)
		}
		a := NewAsk(q.Literals())
		if a.May(filterOf(text, 100)) != may || a.Useful() != useful {
			t.Errorf("%q in %q: may %v, useful %v", in, text, a.May(filterOf(text, 100)), a.Useful())
		}
	}
	const line = "2026-11-22 10:11:12 ERROR Bridge LOST to 10.4.55.60, 连接超时, Straße"
	f("", line, true, false)
	f("bridge", line, true, true)
	f("bridge lost", line, true, true)
	f("bridge absent", line, false, true)
	f("bridge OR absent", line, true, true)
	f("unknown OR absent", line, false, true)
	f("unknown OR abs", line, true, false)
	f("lost abs", line, true, true)
	f("-absent", line, true, false)
	f("10.4.55.61", line, false, true)
	f("连接超时", line, true, true)
	f("连接断开", line, false, true)
	f("strasse", line, false, true)
	f("straße", line, true, true)
	f(`~"lost \w+ 10\.4"`, line, true, true)
	f(`~"(found|caught) \w+"`, line, false, true)
}

func TestBounds(t *testing.T) {
	f := func(groups [][]string, want int) {
		t.Helper()
		got := 0
		for _, g := range NewAsk(groups).groups {
			for _, text := range g {
				got += len(text)
			}
		}
		if got != want {
			t.Errorf("%d slots, want %d", got, want)
		}
	}
	many := make([]string, maxTexts)
	for i := range many {
		many[i] = "same"
	}
	rng, long := rand.New(rand.NewPCG(1, 2)), strings.Builder{}
	for range 100_000 {
		long.WriteByte('a' + byte(rng.IntN(26)))
	}
	f(nil, 0)
	f([][]string{{}}, 0)
	f([][]string{{"abc"}}, 0)
	f([][]string{{"abcd"}}, 1)
	f([][]string{{"ABCD", "abcd"}}, 2)
	f([][]string{{"aaaaaa"}}, 1)
	f([][]string{{"needle"}}, 3)
	f([][]string{{"7f3a9c21"}}, 5)
	f([][]string{{"1058764"}}, 7)
	f([][]string{{"10.4.55.60"}}, 13)
	f([][]string{{"abcdef"}, {"abcdef", ""}}, 3)
	f([][]string{many}, maxTexts)
	f([][]string{append(many, "same")}, 0)
	f([][]string{{long.String()}}, maxGrams)
	if (*Ask)(nil).Useful() || !(*Ask)(nil).May(new(Filter)) {
		t.Error("no Ask")
	}
}

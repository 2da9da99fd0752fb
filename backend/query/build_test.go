package query

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestBuild(t *testing.T) {
	f := func(q *Query, want string) {
		t.Helper()
		if got := q.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	a, _, _ := Parse("lost OR found", Options{})
	b, _, _ := Parse("x y", Options{})
	f(And(), "")
	f(And(nil, &Query{}), "")
	f(And(b, Is("Action", "delete")), "x y action:delete")
	f(And(a, b), "(lost OR found) x y")
	f(Not(Is("role", "a b")), `-role:"a b"`)
	if Not(&Query{}).Match(&entry{text: "x"}) {
		t.Error("not everything matches something")
	}
}

// The oracle takes clauses away before they are put together.
func TestWithout(t *testing.T) {
	clauses := map[string]string{ // and the one field that they ask
		"level:error": "level", "-level:info": "level", "level:>=warn": "level", "level:none": "level", "(level:error OR level:warn)": "level", "-has:level": "level",
		"account:1001": "account", "(account:1* account:~\"1$\")": "account", "-(account:1001 OR -account:1500)": "account", "foo:1001": "foo", "foo:>100": "foo",
		"ip:10.0.0.0/8": "ip", "file:call_event": "file", "tenant:acme": "company",
		"lost": "", "-bridge": "", "(account:1001 OR level:error)": "", "(account:1001 OR lost)": "", "-(account:1001 lost)": "", "id:1001": "",
	}
	all := slices.Sorted(maps.Keys(clauses))
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom([]string{"level", "account", "foo", "ip", "file", "company"}).Draw(t, "field")
		var whole, rest []string
		for _, c := range rapid.SliceOfN(rapid.SampledFrom(all), 0, 5).Draw(t, "clauses") {
			text := rapid.SampledFrom([]string{c, "(" + c + " " + c + ")"}).Draw(t, "bracket") // says the same
			whole = append(whole, text)
			if clauses[c] != name {
				rest = append(rest, text)
			}
		}
		q, want := parseOpen(t, strings.Join(whole, " ")), parseOpen(t, strings.Join(rest, " "))
		got := q.Without(name)
		if (got == q) != (len(whole) == len(rest)) {
			t.Fatalf("%q without %s is %q", q, name, got)
		}
		for range 5 {
			if r := genRecord.Draw(t, "record"); got.Match(r) != want.Match(r) {
				t.Fatalf("%q without %s is %q, want %q", q, name, got, want)
			}
		}
	})
}

func parseOpen(t *rapid.T, in string) *Query {
	q, _, err := Parse(in, openDesk())
	if err != nil {
		t.Fatalf("%s: %v", in, err)
	}
	return q
}

package query

import "testing"

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

package query

import (
	"errors"
	"reflect"
	"testing"

	"cordwood/backend/fault"
)

// checkParse holds what is true of every input: no panic, an error only of the
// two sorts with its place in the input, and a query that survives printing.
func checkParse(t *testing.T, in string, o Options) {
	t.Helper()
	q, notices, err := Parse(in, o)
	end := column(in, len(in))
	for _, n := range notices {
		if n.Col < 1 || n.End < n.Col || n.End > end || n.Msg.None() {
			t.Fatalf("Parse(%q): notice %+v", in, n)
		}
	}
	if err != nil {
		var e *SyntaxError
		if !errors.As(err, &e) || e.Code != BadValue && e.Code != BadExpr || e.Col < 1 || e.End <= e.Col || e.End > end {
			t.Fatalf("Parse(%q): %#v", in, err)
		}
		return
	}
	again, _, err := Parse(q.String(), o)
	if len(in) > maxInput || len(q.String()) > maxInput {
		return // quoting may make a text too long to be read again
	}
	if err != nil || !reflect.DeepEqual(q, again) {
		t.Fatalf("Parse(%q) prints %q, which reads as %q (%v)", in, q, again, err)
	}
	if !q.Empty() && q.Match(trace) != q.written.match(trace) {
		t.Fatalf("Parse(%q): simplified to %q", in, q.root.print())
	}
	q.Highlights(trace.text)
	if fault.Text(q.Explain()) == "" {
		t.Fatalf("Parse(%q) explains nothing", in)
	}
	if _, _, err := q.SQL(columns); err != nil {
		t.Fatalf("Parse(%q): %v", in, err)
	}
}

func optionsOf(flags uint8) Options {
	o := desk
	o.OpenFields, o.Expr, o.Case = flags&1 != 0, flags&2 != 0, flags&4 != 0
	return o
}

func FuzzParse(f *testing.F) {
	for i, s := range append(append([]string{}, written...), pasted...) {
		f.Add(s, uint8(i%8))
	}
	for _, s := range []string{"", "(", `"`, `~"`, `~"\`, `a:"b`, "a:(b", "NOT", "- -", "“a”", "time:..", "a:..b..c", "a:**", `a:"x"*"y"..`, "\xff：", "id:*", "has:*", "number:*"} {
		f.Add(s, uint8(1))
	}
	f.Add(`a\Q\s\\\`, uint8(2)) // a lone backslash ends the expression
	f.Fuzz(func(t *testing.T, in string, flags uint8) { checkParse(t, in, optionsOf(flags)) })
}

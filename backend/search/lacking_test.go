package search

import (
	"context"
	"slices"
	"testing"

	"cordwood/backend/event"
	"cordwood/backend/query"
)

// A field that no entry has is told, of the entries that were looked at for it.
func TestFieldsThatNoEntryHas(t *testing.T) {
	e := New(Options{})
	defer e.Close()
	file := &memory{id: "a", name: "a.log", data: []byte("1 INFO bridge call=1\n2 ERROR bridge lost call=2\n3 INFO up\n")}
	f := func(text string, want ...string) {
		t.Helper()
		q, _, err := query.Parse(text, query.Options{OpenFields: true})
		if err != nil {
			t.Fatal(err)
		}
		spec := Spec{Chains: []Chain{chain("c", file)}, Query: q}
		r, err := e.Open(context.Background(), spec)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		if got := wait(t, r).Lacking; !slices.Equal(got, want) {
			t.Errorf("%s: the result says %q, want %q", text, got, want)
		}
		l := NewLacking(q)
		if _, _, err := e.Sift(context.Background(), spec.Chains, Sieve{Query: q, Range: event.TimeRange{}, Lacking: l}, func(*Found) bool { return true }); err != nil {
			t.Fatal(err)
		}
		if got := l.Names(); !slices.Equal(got, want) {
			t.Errorf("%s: the sieve says %q, want %q", text, got, want)
		}
	}
	f("")
	f("bridge")
	f("call:9") // the value is nowhere, the field is there
	f("cal:1", "cal")
	f("-cal:1", "cal")
	f("has:cal OR has:call", "cal")
	f("cal:1 OR dall:2", "cal", "dall")
	f("file:c level:error time:..2027-01-01 id:77")
	f("lost cal:2", "cal")
	f("heartbeat cal:2") // no entry was looked at for it
	f("up call:2", "call")
}

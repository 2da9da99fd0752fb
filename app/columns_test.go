package app

import (
	"slices"
	"strings"
	"testing"
)

// What is chosen is kept for the source, also when it is opened again.
func TestColumns(t *testing.T) {
	w := newHeldWorld(t)
	desk := w.app.Sources()
	f := func(want ...string) {
		t.Helper()
		got, err := desk.Columns(w.id, "access")
		if err != nil || got == nil || !slices.Equal(got, want) {
			t.Errorf("%q, want %q: %v", got, want, err)
		}
	}
	set := func(names ...string) {
		t.Helper()
		if err := desk.SetColumns(w.id, "access", names); err != nil {
			t.Fatal(err)
		}
	}
	f()
	set("time", "ip", "client")
	f("time", "ip", "client")
	if err := desk.Close(w.id); err != nil {
		t.Fatal(err)
	}
	again, err := desk.Open(w.dir)
	if err != nil {
		t.Fatal(err)
	}
	w.id = again.ID
	f("time", "ip", "client")
	set()
	f()
	set("time")
	for _, bad := range []error{
		desk.SetColumns(w.id, "moon", []string{"time"}),
		desk.SetColumns(w.id, "access", []string{"two words"}),
		desk.SetColumns(w.id, "access", []string{""}),
		desk.SetColumns(w.id, "access", slices.Repeat([]string{"a"}, 65)),
		desk.SetColumns(w.id, "access", []string{strings.Repeat("a", 33)}),
	} {
		if bad == nil {
			t.Error("columns that nobody can have chosen")
		}
	}
	if err := desk.Forget(w.id); err != nil {
		t.Fatal(err)
	}
	if again, err = desk.Open(w.dir); err != nil {
		t.Fatal(err)
	}
	w.id = again.ID
	f()
}

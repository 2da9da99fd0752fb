package source

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestNumbered(t *testing.T) {
	f := func(name, before string, n int, after string) {
		t.Helper()
		b, got, a, ok := Numbered(name)
		if b != before || got != n || a != after || ok != (before != "") {
			t.Errorf("%s is %q %d %q, %t", name, b, got, a, ok)
		}
		if ok && !ParseName(name).falls() {
			t.Errorf("%s is the name of no numbered copy", name)
		}
	}
	f("app.log.3", "app.log.", 3, "")
	f("app.log.12.gz", "app.log.", 12, ".gz")
	f("app.3.log", "app.", 3, ".log")
	f("logs/app.3.log.zst", "logs/app.", 3, ".log.zst")
	f("messages.1", "messages.", 1, "")
	f("v1.2/app.log", "", 0, "")
	f("v1.2/3", "", 0, "")
	f("app.log", "", 0, "")
	f("app.log.gz", "", 0, "")
	f("app.log.03", "", 0, "") // who writes so counts otherwise
	f("app.log.20261122", "", 0, "")
	f(".1", "", 0, "")
	f(".gz", "", 0, "")
	f("", "", 0, "")
}

// A rotation moves a file to a name behind its own, and between two of them lies none.
func TestRaised(t *testing.T) {
	f := func(name string, want ...string) {
		t.Helper()
		got := Raised(name)
		if !slices.Equal(got, want) {
			t.Errorf("%s may become %q, want %q", name, got, want)
		}
		for _, next := range got {
			if CompareRising(name, next) >= 0 {
				t.Errorf("%s does not come behind %s", next, name)
			}
		}
	}
	f("a/app.log", "a/app.log.1", "a/app.1.log")
	f("app.log.9", "app.log.10")
	f("app.log.99.gz", "app.log.100.gz")
	f("app.9.log", "app.10.log")
}

func TestCompareRising(t *testing.T) {
	names := rapid.Map(rapid.SliceOfN(rapid.SampledFrom([]string{"app", ".log", ".1", ".2", ".10", ".010", ".gz", "/", "7", "é"}), 0, 5), func(w []string) string { return fmt.Sprint(w) })
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := names.Draw(t, "a"), names.Draw(t, "b"), names.Draw(t, "c")
		ab, bc, ac := CompareRising(a, b), CompareRising(b, c), CompareRising(a, c)
		if (ab < 0) != (CompareRising(b, a) > 0) || (ab == 0) != (a == b) || ab < 0 && bc < 0 && ac >= 0 {
			t.Fatalf("%q %q %q: %d %d %d", a, b, c, ab, bc, ac)
		}
	})
}

package sheet

import (
	"encoding/csv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestGuard(t *testing.T) {
	f := func(in, want string) {
		t.Helper()
		if got := Guard(in); got != want {
			t.Errorf("Guard(%q) = %q, want %q", in, got, want)
		}
	}
	f("", "")
	f("plain", "plain")
	f("=1+1", "'=1+1")
	f("+86 138", "'+86 138")
	f("-3", "'-3")
	f("@SUM(A1)", "'@SUM(A1)")
	f("\t=1", "'\t=1")
	f("\r=1", "'\r=1")
	f("＝1", "'＝1")
	f(` "=cmd|' /C calc'!A0"`, `' "=cmd|' /C calc'!A0"`)
	f("a=b", "a=b")
	f("  ", "  ")
}

func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		row := rapid.SliceOfN(rapid.StringOf(rapid.RuneFrom([]rune("ab=+-@'\" ,;\n\t＝é"))), 2, 5).Draw(t, "row")
		var b strings.Builder
		w, err := NewWriter(&b, make([]string, len(row)))
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Row(row); err != nil {
			t.Fatal(err)
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		r := csv.NewReader(strings.NewReader(strings.TrimPrefix(b.String(), "\ufeff")))
		back, err := r.ReadAll()
		if err != nil || len(back) != 2 {
			t.Fatalf("%v: %d records in %q", err, len(back), b.String())
		}
		for i, c := range back[1] {
			if c != Guard(row[i]) {
				t.Fatalf("%q came back as %q", row[i], c)
			}
		}
	})
}

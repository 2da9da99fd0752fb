package cli

import (
	"testing"
	"unicode/utf8"
)

func TestNeutral(t *testing.T) {
	f := func(in, want string) {
		t.Helper()
		if got := neutral(in); got != want {
			t.Errorf("neutral(%q) = %q, want %q", in, got, want)
		}
	}
	f("plain text\twith a tab\n", "plain text\twith a tab\n")
	f("日本 ok", "日本 ok")
	f("\x1b[31mred\x1b[0m", `\x1b[31mred\x1b[0m`)
	f("\x1b]52;c;aGk=\x07", `\x1b]52;c;aGk=\x07`)
	f("over\rprint\b", `over\x0dprint\x08`)
	f("\u009b31m", `\x9b31m`)
	f("a\u202eb", `a\u202eb`)
	f("\xff\xfe", `\xff\xfe`)
	f("nul\x00", `nul\x00`)
}

func FuzzNeutral(f *testing.F) {
	f.Add("\x1b[31m\u202e\xff")
	f.Fuzz(func(t *testing.T, s string) {
		out := neutral(s)
		if !utf8.ValidString(out) {
			t.Fatalf("not UTF-8: %q", out)
		}
		for _, r := range out {
			if hostile(r) {
				t.Fatalf("%U is left in %q", r, out)
			}
		}
	})
}

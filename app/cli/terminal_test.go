package cli

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode"
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
	f("日本 ok é नमस्ते 👍", "日本 ok é नमस्ते 👍")
	f("\x1b[31mred\x1b[0m", `\x1b[31mred\x1b[0m`)
	f("\x1b]52;c;aGk=\x07", `\x1b]52;c;aGk=\x07`)
	f("\x1b]8;;http://x\x1b\\link", `\x1b]8;;http://x\x1b\link`)
	f("over\rprint\b\v\f", `over\x0dprint\x08\x0b\x0c`)
	f("\u009b31m\u0085\x7f", `\x9b31m\x85\x7f`)
	f("\x9b31m", `\x9b31m`)
	f("a\u202eb\u2066\u200f\u061c", `a\u{202e}b\u{2066}\u{200f}\u{061c}`)
	f("zero\u200bwidth\ufeff\u00ad\u2028", `zero\u{200b}width\u{feff}\u{00ad}\u{2028}`)
	f("tag\U000e0041", `tag\u{e0041}`)
	f("fill\u3164\u115f", `fill\u{3164}\u{115f}`)
	f("\xff\xfe \xe2\x80", `\xff\xfe \xe2\x80`)
	f("nul\x00", `nul\x00`)
}

// calm reports what is hostile in the text of a terminal; "" when nothing is. It
// looks at bytes and at characters, apart from the code that it checks.
func calm(out []byte) string {
	for i, c := range out {
		if c < 0x20 && c != '\n' && c != '\t' || c == 0x7f {
			return string(out[max(0, i-20):min(len(out), i+20)])
		}
	}
	if !utf8.Valid(out) {
		return "not UTF-8"
	}
	for i, r := range string(out) {
		if r >= 0x80 && r < 0xa0 || unicode.Is(unicode.Bidi_Control, r) || unicode.Is(unicode.Cf, r) && !unicode.Is(unicode.Prepended_Concatenation_Mark, r) {
			return string(out[max(0, i-20):min(len(out), i+20)])
		}
	}
	return ""
}

// Whatever is written, in whatever parts, nothing that a terminal obeys comes
// through; what is harmless comes through as it is.
func FuzzTame(f *testing.F) {
	for _, s := range []string{
		"\x1b[31m\u202e\xff", "\x1b]0;title\x07", "\x1bP+q544e\x1b\\", "\u009d52;c;aGk=\u009c", "a\rb\bc", "\xc2", "\xc2\x9b", "e\u0301\u200d\U000e0041 日本", "plain\ttext\n",
	} {
		f.Add(s, uint8(3))
	}
	f.Fuzz(func(t *testing.T, s string, cut uint8) {
		var got bytes.Buffer
		w := &tame{w: &got}
		for rest := []byte(s); len(rest) > 0; {
			n := min(len(rest), int(cut%7)+1)
			if k, err := w.Write(rest[:n]); k != n || err != nil {
				t.Fatal(k, err)
			}
			rest = rest[n:]
		}
		w.end()
		if bad := calm(got.Bytes()); bad != "" {
			t.Fatalf("%q is left of %q", bad, s)
		}
		if want := neutral(s); got.String() != want {
			t.Fatalf("in parts %q, at once %q", got.String(), want)
		}
		if calm([]byte(s)) == "" && !strings.ContainsFunc(s, hostile) && got.String() != s {
			t.Fatalf("%q became %q", s, got.String())
		}
	})
}

// A JSON value on a terminal is neutral, and still the same value.
func FuzzJSONOnATerminal(f *testing.F) {
	f.Add("\x1b[31m\u009b\u202e\U000e0041\x7f")
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "?")
		var got bytes.Buffer
		out := newOutput(&tame{w: &got}, true)
		if err := out.value(map[string]string{s: s}); err != nil {
			t.Fatal(err)
		}
		_ = out.w.Flush()
		if bad := calm(got.Bytes()); bad != "" {
			t.Fatalf("%q is left of %q", bad, s)
		}
		var back map[string]string
		if err := json.Unmarshal(got.Bytes(), &back); err != nil || back[s] != s {
			t.Fatalf("%v: %q became %q", err, s, got.String())
		}
	})
}

func TestRawGoesPastTheTaming(t *testing.T) {
	var got bytes.Buffer
	out := newOutput(&tame{w: &got}, false)
	out.tty = false
	out.text("\x1b[31m")
	_ = out.w.Flush()
	if got.String() != "\x1b[31m" {
		t.Errorf("%q", got.String())
	}
}

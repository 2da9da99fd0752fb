// Package querytest draws queries for property tests, of the matcher and of all
// that must answer as it does.
package querytest

import (
	"strings"

	"pgregory.net/rapid"
)

// words are what queries and records of the property tests are made of: few, so
// that they meet, and awkward.
var words = []string{
	"bridge", "LOST", "kiosk", "\u212AIOSK", "ſtraße", "Straße", "ΣΊΣΥΦΟΣ", "σίσυφος", "错误", "１２", "1001", "1500", "503", "a*b", `a\b`,
	`say "hi"`, "Acme Ltd", "x:y", "foo:1001", "foo:5xx", "8f3c2e71-0b4d", "13800138000", "+86 138-0013-8000", "10.1.2.3", "(fe80::1)", "call_event.log", "\xff", "OR", "-x", "..", "(", "5xx", "a\nb",
	"2.5s", "10MB", "administrator", "//", "~", "\uFFFD",
}

// Word is one of them.
var Word = rapid.SampledFrom(words)

// Text is a few words, or any text.
var Text = rapid.OneOf(Word,
	rapid.Map(rapid.SliceOfN(Word, 0, 4), func(w []string) string { return strings.Join(w, " ") }),
	rapid.StringN(0, 12, 40))

// Written are tests of fields and other terms, good ones.
var Written = []string{
	"level:error", "level:>=warn", "level:>fatal", "level:<info", "level:debug..warn", "level:none", "has:level", "has:time", "has:memo", "has:ms",
	"account:1001", "account:10*", "account:1000..1999", "account:>=1001", "account:<7", "company:*Ltd", `company:"Acme "*`, "scope:admin",
	"memo:*", `memo:""`, "ms:>500", "ms:1.5s", "ms:..2s", "ms:100..", "ms:15*", "bytes:>=10MB", "count:2.5", "count:>-1", "count:<=9007199254740993",
	"bytes:9007199254740993", "status:5xx", "status:503", "status:400..503", "status:5*", "ip:10.0.0.0/8", "ip:10.1.2.3", "ip:10.1.*", "ip:fe80::/10",
	"ip:10.0.0.1..10.2.0.0", "ip:..10.1.2.3", "time:09:10..09:20", "time:-1h..", "time:2026-11-22", "time:..12:00:00.001", "time:>11:59", "time:<=yesterday", "time:now",
	"file:call_event", "id:8f3c2e71", "id:1001", "number:13800138000", "number:8001500", `~"\d+"`, `~"(bridge|lost)\b"`, `memo:~"^a"`, `memo:~".*"`, `~"^$"`, `-account:1001`,
	`foo:1001`, `foo:5xx`, `foo:>100`, `foo:10.0.0.0/8`, `foo:*`, `bar:10.0.0.0/8`, `IP:fe80::/10`, `foo:"10.1.*"`, `bar:x`, `bar:>1s`, `"quoted \" and \\ text"`, "（错误", "“full width”", "company：acme",
}

func term() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.SampledFrom(Written), rapid.SampledFrom(Written), Word,
		rapid.Map(Text, quote),
		rapid.Map(rapid.SampledFrom([]string{"foo:", "memo:", "account:", "file:", "id:", "company:"}), func(f string) string { return f }),
		rapid.Custom(func(t *rapid.T) string {
			return rapid.SampledFrom([]string{"foo:", "memo:", "account:", "file:", "id:"}).Draw(t, "name") + quote(Text.Draw(t, "value"))
		}),
		rapid.Custom(func(t *rapid.T) string {
			return rapid.SampledFrom([]string{"foo:", "memo:", "Bar.baz:", "file:"}).Draw(t, "name") + Text.Draw(t, "value")
		}),
	)
}

// Query writes a query of terms, brackets and operators, not always tidy.
func Query(depth int) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		var parts []string
		for range rapid.IntRange(1, 4).Draw(t, "terms") {
			if depth > 0 && rapid.IntRange(0, 3).Draw(t, "group") == 0 {
				parts = append(parts, "("+Query(depth-1).Draw(t, "inner")+")")
			} else {
				parts = append(parts, term().Draw(t, "term"))
			}
			parts = append(parts, rapid.SampledFrom([]string{" ", " ", " OR ", " AND ", " -", " NOT "}).Draw(t, "join"))
		}
		return strings.Join(parts[:len(parts)-1], "")
	})
}

// quote writes a text as the language quotes it.
func quote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

package query

import (
	"strings"
	"time"

	"pgregory.net/rapid"

	"cordwood/backend/event"
)

// words are what queries and records of the property tests are made of: few, so
// that they meet, and awkward.
var words = []string{
	"bridge", "LOST", "kiosk", "\u212AIOSK", "ſtraße", "Straße", "ΣΊΣΥΦΟΣ", "σίσυφος", "错误", "１２", "1001", "1500", "503", "a*b", `a\b`,
	`say "hi"`, "Acme Ltd", "x:y", "foo:1001", "foo:5xx", "8f3c2e71-0b4d", "13800138000", "+86 138-0013-8000", "10.1.2.3", "(fe80::1)", "call_event.log", "\xff", "OR", "-x", "..", "(", "5xx", "a\nb",
	"2.5s", "10MB", "administrator", "//", "~", "\uFFFD",
}

var genWord = rapid.SampledFrom(words)

// genText is a few words, or any text.
var genText = rapid.OneOf(genWord,
	rapid.Map(rapid.SliceOfN(genWord, 0, 4), func(w []string) string { return strings.Join(w, " ") }),
	rapid.StringN(0, 12, 40))

// written are tests of fields and other terms, good ones.
var written = []string{
	"level:error", "level:>=warn", "level:>fatal", "level:<info", "level:debug..warn", "level:none", "has:level", "has:time", "has:memo", "has:ms",
	"account:1001", "account:10*", "account:1000..1999", "account:>=1001", "account:<7", "company:*Ltd", `company:"Acme "*`, "scope:admin",
	"memo:*", `memo:""`, "ms:>500", "ms:1.5s", "ms:..2s", "ms:100..", "ms:15*", "bytes:>=10MB", "count:2.5", "count:>-1", "count:<=9007199254740993",
	"bytes:9007199254740993", "status:5xx", "status:503", "status:400..503", "status:5*", "ip:10.0.0.0/8", "ip:10.1.2.3", "ip:10.1.*", "ip:fe80::/10",
	"ip:10.0.0.1..10.2.0.0", "ip:..10.1.2.3", "time:09:10..09:20", "time:-1h..", "time:2026-11-22", "time:..12:00:00.001", "time:>11:59", "time:<=yesterday", "time:now",
	"file:call_event", "id:8f3c2e71", "id:1001", "number:13800138000", "number:8001500", `~"\d+"`, `~"(bridge|lost)\b"`, `memo:~"^a"`, `memo:~".*"`, `~"^$"`, `-account:1001`,
	`foo:1001`, `foo:5xx`, `foo:>100`, `foo:10.0.0.0/8`, `foo:*`, `bar:10.0.0.0/8`, `IP:fe80::/10`, `foo:"10.1.*"`, `bar:x`, `bar:>1s`, `"quoted \" and \\ text"`, "（错误", "“full width”", "company：acme",
}

func genTerm() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.SampledFrom(written), rapid.SampledFrom(written), genWord,
		rapid.Map(genText, quote),
		rapid.Map(rapid.SampledFrom([]string{"foo:", "memo:", "account:", "file:", "id:", "company:"}), func(f string) string { return f }),
		rapid.Custom(func(t *rapid.T) string {
			return rapid.SampledFrom([]string{"foo:", "memo:", "account:", "file:", "id:"}).Draw(t, "name") + quote(genText.Draw(t, "value"))
		}),
		rapid.Custom(func(t *rapid.T) string {
			return rapid.SampledFrom([]string{"foo:", "memo:", "Bar.baz:", "file:"}).Draw(t, "name") + genText.Draw(t, "value")
		}),
	)
}

// genQuery writes a query of terms, brackets and operators, not always tidy.
func genQuery(depth int) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		var parts []string
		for range rapid.IntRange(1, 4).Draw(t, "terms") {
			if depth > 0 && rapid.IntRange(0, 3).Draw(t, "group") == 0 {
				parts = append(parts, "("+genQuery(depth-1).Draw(t, "inner")+")")
			} else {
				parts = append(parts, genTerm().Draw(t, "term"))
			}
			parts = append(parts, rapid.SampledFrom([]string{" ", " ", " OR ", " AND ", " -", " NOT "}).Draw(t, "join"))
		}
		return strings.Join(parts[:len(parts)-1], "")
	})
}

var genOptions = rapid.Custom(func(t *rapid.T) Options {
	o := desk
	o.OpenFields = rapid.Bool().Draw(t, "open")
	o.Case = rapid.IntRange(0, 3).Draw(t, "case") == 0
	o.Expr = rapid.IntRange(0, 5).Draw(t, "expr") == 0
	return o
})

// parsed draws a query that has no error.
func parsed(t *rapid.T) (*Query, Options) {
	o := genOptions.Draw(t, "options")
	in := genQuery(2).Draw(t, "query")
	q, _, err := Parse(in, o)
	if err != nil {
		t.Skip(err)
	}
	return q, o
}

// genRecord draws a record whose values often meet the queries.
var genRecord = rapid.Custom(func(t *rapid.T) *entry {
	e := &entry{fields: map[string]string{}}
	e.text = strings.ReplaceAll(genText.Draw(t, "text"), "\x00", "")
	if rapid.Bool().Draw(t, "timed") {
		ms := rapid.SampledFrom([]int{0, 1, 999, 1000, 60000, 3600000, 10200000, 43200000, 86400000}).Draw(t, "ago")
		e.at = desk.Now.Add(-time.Duration(ms) * time.Millisecond)
	}
	e.level = event.Severity(rapid.IntRange(0, 25).Draw(t, "level"))
	texts := func(name string) {
		if rapid.IntRange(0, 2).Draw(t, name+" given") > 0 {
			e.fields[name] = strings.ReplaceAll(genText.Draw(t, name), "\x00", "")
		}
	}
	choose := func(name string, values ...string) {
		if rapid.IntRange(0, 3).Draw(t, name+" given") > 0 {
			e.fields[name] = rapid.SampledFrom(values).Draw(t, name)
		}
	}
	for _, name := range []string{"account", "company", "memo", "call_id", "session", "foo"} {
		texts(name)
	}
	choose("scope", "admin", "administrator", "Administrator", "tenant")
	choose("ms", "0", "500", "1500", "2000", "100")
	choose("bytes", "10485760", "10485759", "9007199254740992", "9007199254740993", "9007199254740994")
	choose("status", "200", "404", "503", "599")
	choose("count", "2.5", "-1", "0", "3")
	choose("ip", "10.1.2.3", "::ffff:10.1.2.3", "fe80::1%eth0", "10.1.2.3:5060", "host", "192.168.0.1")
	choose("file", "call_event.log", "logs/call_event-2026-11-22.log.gz", "call_events.log")
	return e
})

package query

import (
	"strings"
	"time"

	"pgregory.net/rapid"

	"cordwood/backend/event"
	"cordwood/backend/query/querytest"
)

// What queries and records are made of.
var (
	written  = querytest.Written
	genText  = querytest.Text
	genQuery = querytest.Query
)

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
		e.at = desk.Clock().Add(-time.Duration(ms) * time.Millisecond)
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

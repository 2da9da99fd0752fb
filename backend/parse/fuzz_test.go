package parse

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"cordwood/backend/event"
	"pgregory.net/rapid"
)

// FuzzDetectAndParse: whatever the bytes, detection ends in a format, every entry
// parses without a panic, and nothing is made up: body and field values come from
// the entry, a level or a time has a text (but for those that the format implies).
func FuzzDetectAndParse(f *testing.F) {
	for _, form := range catalogue().formats {
		for _, s := range samples()[form.name] {
			f.Add([]byte(strings.Join(s.Entry, "\n")))
		}
	}
	for _, seed := range []string{
		"", "\n", "{", "{\n\"a\":{}}", `{"a":[{"b":1}],"c":{"d":{"e":"\u00e9\ud83d\ude00"}}}`,
		`10.0.0.1 - - [22/Nov/2026:10:11:12 +0800] "GET / HTTP/1.1" 200 1 "-" "x" y`, "\x1b[33mred\x1b[0m\r\n\tat x",
		`<34>1 2026-11-22T10:11:12Z h a 1 m [x@1 k="v"] t`, "a=b c=\"d\\\"e\" f=", "#Fields: date time c-ip\n2026-11-22 10:11:12 10.0.0.1",
		"1|2|3|4|5", "Nov 22 10:11:12 h a[1]: t", "[[[", "<record><level>INFO</level><message>x</message></record>", `{"log":"a\n","stream":"stdout","time":"2026-11-22T10:11:12Z"}`,
		"2026-11-22T10:11:12.123456789Z stdout F hello", "\xff\xfe{\"a\":1}",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		o := Options{Modified: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)}
		p, events := eventsOf(data, o)
		lines := 0
		for _, e := range events {
			lines += e.Lines
			checkEvent(t, p, e, string(plainText(data)))
		}
		if want := strings.Count(string(data), "\n"); len(data) > 0 && lines != want && lines != want+1 {
			t.Fatalf("%s: %d lines of %d", p.Format(), lines, want)
		}
		for _, name := range Formats() { // and no format minds the entries of another
			q, err := Named(name, o)
			if err != nil {
				t.Fatal(err)
			}
			q.Head(data)
			e := q.Event(data)
			if e.Lines != 1+strings.Count(string(data), "\n") {
				t.Fatalf("%s: %d lines", name, e.Lines)
			}
		}
	})
}

func checkEvent(t *testing.T, p *Parser, e event.Event, text string) {
	t.Helper()
	if e.Lines < 1 {
		t.Fatalf("%s: %d lines", p.Format(), e.Lines)
	}
	if (e.Zone == event.ZoneNone) != e.Time.IsZero() {
		t.Fatalf("%s: zone %d of %s", p.Format(), e.Zone, e.Time)
	}
	if !e.Time.IsZero() && e.TimeText == "" {
		t.Fatalf("%s: a time without its text", p.Format())
	}
	if strings.ContainsAny(text, `\"`) || p.Format() == "xml" {
		return // escapes and entities are decoded, doubled quotes halved
	}
	for _, line := range strings.Split(e.Body, "\n") {
		if !strings.Contains(text, line) {
			t.Fatalf("%s: body %q is not in %q", p.Format(), line, text)
		}
	}
	for _, field := range e.Fields {
		if !strings.Contains(text, field.Value) {
			t.Fatalf("%s: %s = %q is not in %q", p.Format(), field.Name, field.Value, text)
		}
	}
}

// FuzzTimestamp: a timestamp is read within its text, lies in the years that can
// be written, and reads the same without what follows it.
func FuzzTimestamp(f *testing.F) {
	for _, seed := range []string{
		"2026-11-22T10:11:12.345+08:00", "Nov 22 10:11:12", "22/Nov/2026:10:11:12 +0800", "1763806272.5",
		"Mon Mar  2 04:32:02 2015,910", "11/22/26 1:2 PM", "2026年11月22日 10:11", "20261122-101112", "0806 14:54:52.068675",
	} {
		f.Add(seed)
	}
	c := newClock(Options{Modified: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)})
	f.Fuzz(func(t *testing.T, text string) {
		st, n := c.read([]byte(text))
		if n < 0 || n > len(text) {
			t.Fatalf("%d bytes of %d", n, len(text))
		}
		if st.time.Year() < 0 || st.time.Year() > 10000 {
			t.Fatalf("%q: year %d", text, st.time.Year())
		}
		if _, ok := c.whole(text); n == len(text) && n > 0 && !ok {
			t.Fatalf("%q is a timestamp, but not as a value", text)
		}
	})
}

// TestISOAgainstGo: what Go formats, the clock reads back.
func TestISOAgainstGo(t *testing.T) {
	layouts := []string{
		time.RFC3339Nano, "2006-01-02 15:04:05.000000000 -0700", "2006/01/02 15:04:05.000000000 -0700",
		"02/Jan/2006:15:04:05.000000000 -0700", "Mon, 02 Jan 2006 15:04:05.000000000 -0700", "20060102T150405.000000000-0700",
		"02 Jan 2006 15:04:05.000000000 -0700", "Jan 2, 2006 3:04:05.000000000 PM -0700", "2006-002T15:04:05.000000000Z07:00",
	}
	c := newClock(Options{})
	rapid.Check(t, func(t *rapid.T) {
		sec := rapid.Int64Range(0, 4102444799).Draw(t, "sec")
		nano := rapid.Int64Range(0, 999_999_999).Draw(t, "nano")
		offset := rapid.IntRange(-12*4, 14*4).Draw(t, "offset") * 900
		want := time.Unix(sec, nano).In(time.FixedZone("", offset))
		text := want.Format(rapid.SampledFrom(layouts).Draw(t, "layout"))
		st, n := c.read([]byte(text))
		if !st.time.Equal(want) || n != len(text) {
			t.Fatalf("%q read as %s, %d of %d bytes", text, st.time, n, len(text))
		}
	})
}

// TestJSONAgainstGo: every flat object that Go writes reads back value by value,
// and the scanner accepts whatever encoding/json calls valid.
func TestJSONAgainstGo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.MapOfN(rapid.StringMatching(`[a-c]{1,3}x`), rapid.String(), 0, 6).Draw(t, "values")
		data, err := json.Marshal(values)
		if err != nil {
			t.Fatal(err)
		}
		e := jsonLines{}.event(data, &clock{zone: time.UTC})
		if len(e.Fields) != len(values) {
			t.Fatalf("%d fields of %d: %s", len(e.Fields), len(values), data)
		}
		for name, want := range values {
			if got, _ := e.Field(name); got != strings.ToValidUTF8(want, string(utf8.RuneError)) {
				t.Fatalf("%s = %q, want %q", name, got, want)
			}
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[\[\]{},:"\\0-9eE.+ a\-tfnul]{0,24}`).Draw(t, "text")
		j := jsonScanner{s: text}
		ok := j.skip(0)
		j.blanks()
		if got, want := ok && j.i == len(text), json.Valid([]byte(text)); got != want {
			t.Fatalf("%q: %v, want %v", text, got, want)
		}
	})
}

// TestBounds: hostile entries stay within a few times their size.
func TestBounds(t *testing.T) {
	const size = 64 << 10
	long := strings.Repeat("x", size/4)
	for name, entry := range map[string]string{
		"deep arrays":    `{"a":` + strings.Repeat("[", size) + "}",
		"deep objects":   strings.Repeat(`{"a":`, size/5),
		"long names":     fmt.Sprintf(`{%q:{%s"z":1}}`, long, strings.Repeat(`"b":1,`, size/8)),
		"many members":   "{" + strings.Repeat(`"b":1,`, size/6) + `"z":1}`,
		"escapes":        `{"a":"` + strings.Repeat(`\n`, size/2) + `"}`,
		"quotes":         strings.Repeat(`"`, size),
		"pairs":          strings.Repeat("a=b ", size/4),
		"equals":         strings.Repeat("=", size),
		"commas":         "a=" + strings.Repeat("b,", size/2),
		"brackets":       strings.Repeat("[", size),
		"blanks":         "2026-11-22 10:11:12 " + strings.Repeat(" ", size),
		"digits":         strings.Repeat("7", size),
		"escape signs":   strings.Repeat("\x1b[", size/2),
		"words and dots": strings.Repeat("a.", size/2),
	} {
		o := Options{}
		Detect([]byte(entry), o)
		for _, format := range Formats() {
			p, err := Named(format, o)
			if err != nil {
				t.Fatal(err)
			}
			if skim := p.Skim(); skim != nil && !strings.Contains(entry, "\n") {
				checkSkim(t, p, [][]byte{[]byte(entry)}, func() []byte { return nil })
			}
			p.Head([]byte(entry))
			e := p.Event([]byte(entry))
			total := len(e.Body) + len(e.TimeText) + len(e.LevelText)
			for _, field := range e.Fields {
				total += len(field.Name) + len(field.Value)
			}
			if total > 4*size {
				t.Errorf("%s as %s: %d bytes out of %d", name, format, total, len(entry))
			}
		}
	}
}

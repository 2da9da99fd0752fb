package parse

import (
	"bytes"
	"strings"
	"time"

	"cordwood/backend/event"
)

// w3c reads W3C extended logs (IIS, some proxies and load balancers). The header
// "#Fields:" names the columns; it is taken from the file's beginning. A header
// further down that changes them is shown, but not followed: rows that have
// another number of columns than the header keep their text and their time.
type w3c struct {
	names  []string
	header bool // the file has one

	dates []int          // the columns of the time
	zone  event.ZoneKind // of the last of them
}

func newW3C(names []string, header bool) w3c {
	r := w3c{names: names, header: header}
	for i, name := range names {
		if kind, ok := dateColumns[name]; ok {
			r.dates, r.zone = append(r.dates, i), kind
		}
	}
	return r
}

// iisFields is the header that IIS 7 and later write when nobody changed it.
const iisFields = "date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken"

// w3cNames are the names of ours for columns that every access log has.
var w3cNames = map[string]string{
	"c-ip": "ip", "cs-username": "account", "cs-method": "method", "cs-uri-stem": "path",
	"cs-version": "protocol", "sc-status": "status", "sc-bytes": "bytes",
	"time-taken": "ms", "cs(User-Agent)": "agent", "cs(Referer)": "referer", "cs-host": "host",
}

var fieldsHeader = []byte("#Fields:")

func bindW3C(sample [][]byte) reader {
	for _, line := range sample {
		if rest, ok := bytes.CutPrefix(line, fieldsHeader); ok {
			return newW3C(strings.Fields(string(rest)), true)
		}
	}
	return newW3C(strings.Fields(iisFields), false)
}

// fits counts all lines of a file that has the header: nothing else has one.
func (r w3c) fits([]byte, *clock) bool { return r.header }

func (w3c) head(line []byte, _ *clock) bool { return len(line) > 0 }

func (r w3c) event(entry []byte, c *clock) event.Event {
	text := string(entry)
	e := event.Event{Body: text}
	values := r.split(text)
	if len(values) != len(r.names) || text[0] == '#' {
		return e
	}
	r.time(&e, values, c)
	e.Fields = make([]event.Field, 0, len(values))
	for i, value := range values {
		name := r.names[i]
		if _, isTime := dateColumns[name]; isTime || value == "-" || value == "" {
			continue
		}
		// IIS counts milliseconds; who writes a fraction (CloudFront) counts seconds.
		if ours, ok := w3cNames[name]; ok && (ours != "ms" || strings.IndexByte(value, '.') < 0) {
			name = ours
		}
		e.Fields = append(e.Fields, event.Field{Name: name, Value: value, Kind: kindOf(value)})
	}
	return e
}

// dateColumns are the columns of the time; the format defines date and time as UTC.
var dateColumns = map[string]event.ZoneKind{
	"date": event.ZoneKnown, "time": event.ZoneKnown,
	"date-local": event.ZoneAssumed, "time-local": event.ZoneAssumed,
}

// time joins the date's column and the time's.
func (r w3c) time(e *event.Event, values []string, c *clock) {
	for _, i := range r.dates {
		if e.TimeText != "" {
			e.TimeText += " "
		}
		e.TimeText += values[i]
	}
	if st, n := r.clock(c).read([]byte(e.TimeText)); n > 0 && !st.time.IsZero() {
		e.Time, e.Zone = st.time, r.zone
	}
}

// clock reads the columns of the time.
func (r w3c) clock(c *clock) *clock {
	if r.zone != event.ZoneKnown {
		return c
	}
	local := *c
	local.zone = time.UTC
	return &local
}

// split cuts a row at blanks and tabs; quotes hold blanks.
func (r w3c) split(text string) []string {
	if strings.IndexByte(text, '"') < 0 {
		return strings.Fields(text)
	}
	var values []string
	line := []byte(text)
	for i := 0; i < len(text); {
		if text[i] == ' ' || text[i] == '\t' {
			i++
			continue
		}
		if text[i] == '"' {
			if at, next, ok := quotedSpan(line, i); ok {
				values = append(values, text[at.from:at.to])
				i = next
				continue
			}
		}
		end := strings.IndexAny(text[i:], " \t")
		if end < 0 {
			end = len(text) - i
		}
		values = append(values, text[i:i+end])
		i += end
	}
	return values
}

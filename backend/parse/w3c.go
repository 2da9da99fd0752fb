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
type w3c struct{ names []string }

// iisFields is the header that IIS 7 and later write when nobody changed it.
const iisFields = "date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken"

// w3cNames are the names of ours for columns that every access log has.
var w3cNames = map[string]string{
	"c-ip": "ip", "cs-username": "account", "cs-method": "method", "cs-uri-stem": "path",
	"cs-uri-query": "query", "cs-version": "protocol", "sc-status": "status", "sc-bytes": "bytes",
	"time-taken": "ms", "cs(User-Agent)": "agent", "cs(Referer)": "referer", "cs-host": "host",
}

var fieldsHeader = []byte("#Fields:")

func bindW3C(sample [][]byte) reader {
	header := iisFields
	for _, line := range sample {
		if rest, ok := bytes.CutPrefix(line, fieldsHeader); ok {
			header = string(rest)
			break
		}
	}
	return w3c{names: strings.Fields(header)}
}

// fits counts the header itself and rows that have its columns, so that a file
// without a header is recognised only when it is laid out as IIS does it.
func (r w3c) fits(line []byte, c *clock) bool {
	if len(line) > 0 && line[0] == '#' {
		return bytes.HasPrefix(line, fieldsHeader) || bytes.HasPrefix(line, []byte("#Version:")) ||
			bytes.HasPrefix(line, []byte("#Software:")) || bytes.HasPrefix(line, []byte("#Date:"))
	}
	st, _ := r.stamp(string(line), c)
	return st.zone != event.ZoneNone && len(r.split(string(line))) == len(r.names)
}

func (w3c) head(line []byte, _ *clock) bool { return len(line) > 0 }

func (r w3c) event(entry []byte, c *clock) event.Event {
	text := string(entry)
	e := event.Event{Body: text}
	st, at := r.stamp(text, c)
	if st.zone == event.ZoneNone {
		return e
	}
	e.Time, e.Zone, e.TimeText = st.time, event.ZoneKnown, text[at.from:at.to]
	values := r.split(text)
	if len(values) != len(r.names) {
		return e
	}
	e.Fields = make([]event.Field, 0, len(values))
	for i, value := range values {
		name := r.names[i]
		if name == "date" || name == "time" || value == "-" || value == "" {
			continue
		}
		if ours, ok := w3cNames[name]; ok {
			name = ours
		}
		e.Fields = append(e.Fields, event.Field{Name: name, Value: value, Kind: kindOf(value)})
	}
	return e
}

// stamp joins the columns date and time, which stand side by side and are UTC by
// the format's definition.
func (r w3c) stamp(text string, c *clock) (stamp, span) {
	at := 0
	for i, name := range r.names {
		if name == "date" && i+1 < len(r.names) && r.names[i+1] == "time" {
			utc := *c
			utc.zone = time.UTC
			st, n := utc.read([]byte(text[at:]))
			return st, span{at, at + n}
		}
		next := strings.IndexByte(text[at:], ' ')
		if next < 0 {
			break
		}
		at += next + 1
	}
	return stamp{}, span{}
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

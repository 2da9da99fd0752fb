package parse

import (
	"strings"

	"cordwood/backend/event"
)

// columns reads delimited records: CSV with its quotes (a quoted value may hold
// line ends), pipes, blanks.
type columns struct {
	separator byte
	names     []string
	layout    *layout // its level table and findings
}

// fits wants a timestamp in the time column, or the exact number of columns.
func (r *columns) fits(line []byte, c *clock) bool {
	if r.layout.sure != nil && !r.layout.sure.Match(line) {
		return false
	}
	text := string(line)
	i := 0
	for n, name := range r.names {
		value, next, ok := r.next(text, i)
		if name == "time" {
			_, w := c.read([]byte(value))
			return ok && w > 0 && w == len(value) && (next < len(text) || n+1 == len(r.names))
		}
		if !ok {
			return false
		}
		i = next
	}
	return i >= len(text)
}

func (r *columns) head(line []byte, c *clock) bool { return r.fits(line, c) }

func (r *columns) event(entry []byte, c *clock) event.Event {
	if !r.fits(headLine(entry), c) {
		return plain{}.event(entry, c)
	}
	text := string(entry)
	e := event.Event{Body: text, Fields: make([]event.Field, 0, len(r.names))}
	i := 0
	for n, name := range r.names {
		if i > len(text) {
			break
		}
		value, next, ok := r.next(text, i)
		if n+1 == len(r.names) && next <= len(text) {
			value, next = text[i:], len(text)+1
		}
		if !ok {
			break
		}
		i = next
		r.take(&e, name, value, c)
	}
	r.layout.finish(&e, entry, len(entry), c)
	return e
}

func (r *columns) take(e *event.Event, name, value string, c *clock) {
	switch name {
	case "time":
		st, _ := c.read([]byte(value))
		e.Time, e.Zone, e.TimeText = st.time, st.zone, value
	case "level":
		e.Severity, _ = r.layout.level([]byte(value))
		e.LevelText = value
	case "body":
		e.Body = value
	case "", "_":
	default:
		if value != "" && value != "-" {
			e.Fields = append(e.Fields, event.Field{Name: name, Value: value, Kind: kindFor(name, value)})
		}
	}
}

// next is the value that starts at i, and where the one behind it starts (past
// the end when there is none).
func (r *columns) next(text string, i int) (value string, next int, ok bool) {
	if i > len(text) {
		return "", i, false
	}
	if i < len(text) && text[i] == '"' {
		return r.quoted(text, i)
	}
	end := strings.IndexByte(text[i:], r.separator)
	if end < 0 {
		return text[i:], len(text) + 1, true
	}
	return text[i : i+end], i + end + 1, true
}

// quoted reads a CSV value whose inner quotes are doubled.
func (r *columns) quoted(text string, i int) (value string, next int, ok bool) {
	j := i + 1
	doubled := false
	for {
		k := strings.IndexByte(text[j:], '"')
		if k < 0 {
			return text[i+1:], len(text) + 1, true
		}
		j += k
		if j+1 < len(text) && text[j+1] == '"' {
			doubled = true
			j += 2
			continue
		}
		break
	}
	value = text[i+1 : j]
	if doubled {
		value = strings.ReplaceAll(value, `""`, `"`)
	}
	j++
	if j < len(text) && text[j] == r.separator {
		return value, j + 1, true
	}
	return value, len(text) + 1, true
}

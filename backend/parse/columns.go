package parse

import (
	"bytes"
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
	if r.layout.sure != nil && !r.layout.sure.match(line) {
		return false
	}
	i := 0
	for n, name := range r.names {
		v, ok := r.next(line, i)
		if name == "time" {
			value := v.text(line)
			_, w := c.read(value)
			return ok && w > 0 && w == len(value) && (v.next < len(line) || n+1 == len(r.names))
		}
		if !ok {
			return false
		}
		i = v.next
	}
	return i >= len(line)
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
		v, ok := r.next(entry, i)
		if !ok {
			break
		}
		if n+1 == len(r.names) && v.next <= len(entry) { // with all that is left over
			v = column{at: span{i, len(entry)}}
		}
		i = v.next
		value := text[v.at.from:v.at.to]
		if v.doubled {
			value = strings.ReplaceAll(value, `""`, `"`)
		}
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

// column is one value of a record.
type column struct {
	at      span // without its quotes
	doubled bool // quotes inside are written twice
	next    int  // where the next one starts; past the end when there is none
}

// text is the value; where quotes are doubled, a copy.
func (v *column) text(line []byte) []byte {
	value := line[v.at.from:v.at.to]
	if v.doubled {
		value = bytes.ReplaceAll(value, []byte(`""`), []byte(`"`))
	}
	return value
}

// next is the value that starts at i.
func (r *columns) next(b []byte, i int) (column, bool) {
	if i > len(b) {
		return column{next: i}, false
	}
	if i < len(b) && b[i] == '"' {
		return r.quoted(b, i), true
	}
	end := bytes.IndexByte(b[i:], r.separator)
	if end < 0 {
		return column{at: span{i, len(b)}, next: len(b) + 1}, true
	}
	return column{at: span{i, i + end}, next: i + end + 1}, true
}

// quoted reads a CSV value whose inner quotes are doubled.
func (r *columns) quoted(b []byte, i int) column {
	v := column{at: span{i + 1, len(b)}, next: len(b) + 1}
	for j := i + 1; ; {
		k := bytes.IndexByte(b[j:], '"')
		if k < 0 {
			v.doubled = false // as it stands
			return v
		}
		j += k
		if j+1 < len(b) && b[j+1] == '"' {
			v.doubled = true
			j += 2
			continue
		}
		v.at.to = j
		if j+1 < len(b) && b[j+1] == r.separator {
			v.next = j + 2
		}
		return v
	}
}

// skim: values that end within the line are those of the entry.
func (r *columns) skim(line []byte, m *memory) glance {
	if !r.layout.quick().isSure(line) {
		return unsure(false)
	}
	g := glance{moment: moment{nanos: noNanos}, sure: true}
	last := r.lastAsked()
	for n, i := 0, 0; n <= last; n++ {
		v, ok := r.next(line, i)
		if !ok || v.next > len(line) || n+1 == len(r.names) {
			return unsure(g.head || r.head(line, m.clock))
		}
		i = v.next
		switch r.names[n] {
		case "time":
			w, value := 0, v.text(line)
			if g.moment, w = m.read(value); w == 0 || w < len(value) || i >= len(line) {
				return unsure(false)
			}
			g.head = true
		case "level":
			g.severity, _ = r.layout.level(v.text(line))
		}
	}
	if !g.head {
		return unsure(r.head(line, m.clock))
	}
	return g
}

// lastAsked is the last of the columns time and level.
func (r *columns) lastAsked() int {
	last := 0
	for i, name := range r.names {
		if name == "time" || name == "level" {
			last = i
		}
	}
	return last
}

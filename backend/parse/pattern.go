package parse

import "cordwood/backend/event"

// pattern is one way a head line may look. Captures named time, level and body
// are those columns; pairs is a body, or a piece before it, whose name=value pairs
// are fields; any other name is a field.
type pattern struct {
	shape *shape
	expr  *expression // where there is no shape
	front *frontNode  // of expr, see layout.quick; nil if it has none
}

// names are those of the captures, in their order.
func (p *pattern) names() []string {
	if p.expr != nil {
		return p.expr.names()
	}
	return p.shape.names
}

// maxView is how much of a line an expression sees. Columns stand at its beginning;
// what lies behind is body, and a line of a megabyte costs no more than one of 8 KiB.
const maxView = 8 << 10

// match matches one head line; the spans of an expression are copied.
func (p *pattern) match(line []byte, l *layout, c *clock, m *match) bool {
	m.stamp, m.severity = stamp{}, event.None
	if p.expr == nil {
		return p.shape.match(line, l, c, m)
	}
	view := line[:min(len(line), maxView)]
	found := p.expr.find(view)
	if found == nil {
		return false
	}
	for i, name := range p.names() {
		s := span{found[2*i+2], found[2*i+3]}
		m.spans[i] = s
		if s.from < 0 {
			continue
		}
		switch name {
		case "body", "pairs":
			if s.to == len(view) {
				m.spans[i].to = len(line)
			}
		case "time":
			m.stamp, _ = c.read(line[s.from:s.to])
		case "level":
			var ok bool
			if m.severity, ok = l.level(line[s.from:s.to]); !ok {
				return false
			}
		}
	}
	return true
}

// event turns the captures into an event. The entry's head line has n bytes.
func (p *pattern) event(entry []byte, n int, m *match) event.Event {
	text := string(entry)
	e := event.Event{Time: m.stamp.time, Zone: m.stamp.zone, Severity: m.severity, Body: text}
	for i, name := range p.names() {
		s := m.spans[i]
		if s.from < 0 {
			continue
		}
		value := text[s.from:s.to]
		switch name {
		case "":
		case "time":
			e.TimeText = value
		case "level":
			e.LevelText = value
		case "body", "pairs":
			if name == "pairs" {
				e.Fields = appendPairs(e.Fields, entry[s.from:s.to], value)
			}
			e.Body = value
			if n < len(text) {
				e.Body = value + text[n:]
				if s.to == n {
					e.Body = text[s.from:]
				}
			}
		default:
			if value == "" {
				continue
			}
			if e.Fields == nil {
				e.Fields = make([]event.Field, 0, len(p.names()))
			}
			e.Fields = append(e.Fields, event.Field{Name: name, Value: value, Kind: kindFor(name, value)})
		}
	}
	return e
}

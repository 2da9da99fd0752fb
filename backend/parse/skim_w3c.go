package parse

import (
	"bytes"

	"cordwood/backend/event"
)

// skim: a quoted value may go on below, and with it the number of values changes.
func (r w3c) skim(line []byte, m *memory) glance {
	if len(line) == 0 {
		return unsure(false)
	}
	if bytes.IndexByte(line, '"') >= 0 {
		return unsure(true)
	}
	if line[0] == '#' {
		return glance{moment: moment{nanos: noNanos}, head: true, sure: true}
	}
	if m.inner == nil {
		m.inner = newMemory(r.clock(m.clock))
	}
	text, n, ok := r.dateText(line, m.room[:0])
	if m.room = text; !ok {
		return m.parsed(r, line)
	}
	g := glance{moment: moment{nanos: noNanos}, head: true, sure: true}
	if n != len(r.names) {
		return g
	}
	if at, n := m.inner.read(text); n > 0 && at.zone != event.ZoneNone {
		g.moment = moment{at.nanos, r.zone}
	}
	return g
}

// dateText appends the columns of the time to room, with a blank between them, and
// counts the values of the line. It is not ok for a line that is not ASCII, which
// may hold blanks of other scripts.
func (r w3c) dateText(line, room []byte) (text []byte, n int, ok bool) {
	dates := r.dates
	for i := 0; ; n++ {
		for i < len(line) && w3cBlank(line[i]) {
			i++
		}
		if i == len(line) {
			return room, n, true
		}
		from := i
		for i < len(line) && !w3cBlank(line[i]) {
			if line[i] >= 0x80 {
				return room, 0, false
			}
			i++
		}
		if len(dates) > 0 && dates[0] == n {
			if len(room) > 0 {
				room = append(room, ' ')
			}
			room = append(room, line[from:i]...)
			dates = dates[1:]
		}
	}
}

// w3cBlank is what strings.Fields cuts ASCII at.
func w3cBlank(c byte) bool { return c == ' ' || c >= '\t' && c <= '\r' }

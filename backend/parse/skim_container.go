package parse

import (
	"bytes"

	"cordwood/backend/event"
)

// skim looks at the line inside. Where the program wrote line ends into one
// record, its entry does not end with it.
func (r container) skim(line []byte, m *memory) glance {
	s, ok := r.peel(line, m.room)
	m.room = s.room
	if !ok {
		return unsure(!continues(line))
	}
	if bytes.IndexByte(s.line, '\n') >= 0 {
		return unsure(r.inner.head(s.line, m.clock))
	}
	if m.inner == nil {
		m.inner = newMemory(m.clock)
	}
	g := r.inner.(skimmer).skim(s.line, m.inner)
	if !g.sure || g.zone == event.ZoneKnown {
		return g
	}
	if at, ok := m.whole(s.time); ok {
		g.moment = at
	}
	return g
}

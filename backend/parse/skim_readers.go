package parse

import (
	"bytes"

	"cordwood/backend/event"
)

func (plain) skim(line []byte, m *memory) glance {
	if continues(line) {
		return unsure(false)
	}
	return m.plainGlance(line)
}

// skim: a quoted value may go on below, and with it the number of values changes.
func (r w3c) skim(line []byte, m *memory) glance {
	if len(line) == 0 {
		return unsure(false)
	}
	if bytes.IndexByte(line, '"') >= 0 {
		return unsure(true)
	}
	return m.parsed(r, line)
}

// skim looks at the line inside. Where the program wrote line ends into one
// record, its entry does not end with it.
func (r container) skim(line []byte, m *memory) glance {
	s, ok := r.peel(line)
	if !ok {
		return unsure(!continues(line))
	}
	if bytes.IndexByte(s.line, '\n') >= 0 {
		return unsure(r.inner.head(s.line, m.clock))
	}
	g := r.inner.(skimmer).skim(s.line, m)
	if !g.sure || g.zone == event.ZoneKnown {
		return g
	}
	if at, ok := m.whole([]byte(s.time)); ok {
		g.moment = at
	}
	return g
}

// skim: continuation lines change neither time nor severity of a layout, but for
// the second line that skimmerOf excludes.
func (l *layout) skim(line []byte, m *memory) glance {
	if l.marked && continues(line) {
		return unsure(false)
	}
	w, ok := l.find(line, m)
	switch {
	case !ok && !l.marked && !l.stampLed(line, m.clock):
		return unsure(false)
	case !ok:
		return m.plainGlance(line)
	case w.fields:
		return unsure(true)
	}
	return glance{moment: w.at, severity: w.severity, head: true, sure: true}
}

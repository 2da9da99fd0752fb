package parse

import (
	"bytes"

	"cordwood/backend/event"
)

// walk is one way of a line through the steps.
type walk struct {
	line     []byte
	layout   *layout
	memory   *memory
	at       moment
	severity event.Severity
	fields   bool
	end      *step // where a match ended
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
	m.track = w.end.track
	return glance{moment: w.at, severity: w.severity, head: true, sure: true}
}

// find is layout.matches for the first pass.
func (l *layout) find(line []byte, m *memory) (w walk, ok bool) {
	w = walk{line: line, layout: l, memory: m, at: moment{nanos: noNanos}}
	return w, w.among(l.quick().steps, 0)
}

// among tries the steps behind s, at i.
func (w *walk) among(s *step, i int) bool {
	for _, c := range s.next {
		if i < len(w.line) && !c.first.has[w.line[i]] || i >= len(w.line) && !c.first.end {
			continue
		}
		if s.settled {
			if w.from(c, i) {
				return true
			}
			continue
		}
		at, severity := w.at, w.severity
		if w.from(c, i) {
			return true
		}
		w.at, w.severity = at, severity
	}
	return false
}

// from takes the step and those behind it.
func (w *walk) from(s *step, i int) bool {
	for {
		switch {
		case s.part != nil:
			i = w.take(s.part, i)
			if i < 0 {
				return false
			}
		case s.expr != nil:
			w.fields, w.end = s.next[0].fields, s.next[0]
			return w.expression(s)
		default:
			w.fields, w.end = s.fields, s
			return i == len(w.line) || blanks(w.line, i) == len(w.line)
		}
		if len(s.next) != 1 {
			return w.among(s, i)
		}
		s = s.next[0]
	}
}

// take is part.match for the first pass.
func (w *walk) take(p *part, i int) int {
	line := w.line
	switch p.kind {
	case literal:
		if len(p.text) == 1 {
			if i < len(line) && line[i] == p.text[0] {
				return i + 1
			}
			return -1
		}
		if !bytes.HasPrefix(line[i:], p.text) {
			return -1
		}
		return i + len(p.text)
	case gap:
		if i == len(line) {
			return i
		}
		if line[i] != ' ' && line[i] != '\t' {
			return -1
		}
		return blanks(line, i+1)
	case maybeGap:
		return blanks(line, i)
	case timeColumn:
		at, n := w.memory.read(line[i:])
		if n == 0 {
			return -1
		}
		w.at = at
		return i + n
	case levelColumn:
		severity, n := w.layout.levelAt(p, line[i:])
		if n == 0 {
			return -1
		}
		w.severity = severity
		return i + n
	case digitColumn:
		_, n := number(line, i)
		if n == 0 {
			return -1
		}
		return i + n
	case placeColumn:
		return sourcePlace(line, i)
	case restColumn:
		return len(line)
	}
	return p.upTo(line, i)
}

// levelAt reads the level column that b starts with; n is 0 when there is none.
func (l *layout) levelAt(p *part, b []byte) (severity event.Severity, n int) {
	for n < len(b) && (isWord(b[n]) || b[n] >= 0x80) {
		n++
	}
	if p.capitals && n > 0 && !isUpper(b[n-1]) && !isDigit(b[n-1]) {
		return event.None, 0
	}
	severity, ok := l.level(b[:n])
	if !ok || len(p.text) > 0 && !bytes.Equal(p.text, b[:n]) {
		return event.None, 0
	}
	for _, other := range p.others {
		if bytes.Equal(other, b[:n]) {
			return event.None, 0
		}
	}
	return severity, n
}

// expression is pattern.match for the first pass.
func (w *walk) expression(s *step) bool {
	if s.front == nil || len(w.line) > maxView {
		return w.whole(s.expr)
	}
	at, found, known := s.front.match(w.line)
	if !known {
		return w.whole(s.expr)
	}
	if !found {
		return false
	}
	w.at, w.severity = moment{nanos: noNanos}, event.None
	if at[timeFrom] >= 0 {
		w.at, _ = w.memory.read(w.line[at[timeFrom]:at[timeTo]])
	}
	if at[levelFrom] >= 0 {
		var ok bool
		w.severity, ok = w.layout.level(w.line[at[levelFrom]:at[levelTo]])
		return ok
	}
	return true
}

// whole matches the expression itself.
func (w *walk) whole(p *pattern) bool {
	var m match
	if !p.match(w.line, w.layout, w.memory.clock, &m) {
		return false
	}
	w.at, w.severity = momentOf(m.stamp.time, m.stamp.zone), m.severity
	return true
}

package parse

import (
	"math"
	"time"

	"cordwood/backend/event"
)

// skimmer is a reader whose entries can be judged by their first line. It reads
// of a line what the first pass over a file asks, and no more.
type skimmer interface {
	reader
	// skim tells what head and event tell of the line. The line has no line end in it.
	skim(line []byte, m *memory) glance
}

// glance is what one line tells of the entry that it begins.
type glance struct {
	moment
	severity event.Severity
	head     bool
	// sure: every entry that begins with the line has this time and severity.
	sure bool
}

// noNanos is the time of an entry without one; it stands for index.NoTime.
const noNanos = math.MinInt64

// unsure is the glance at a line that is no head, or a head whose entry must be
// parsed.
func unsure(head bool) glance { return glance{moment: moment{nanos: noNanos}, head: head} }

// Skim makes a look at single lines for one goroutine: whether the line starts an
// entry and, if so, the entry's time (Unix nanoseconds, math.MinInt64 for none and
// for years outside 1678..2261) and severity. It is nil when the first line of an
// entry does not tell. sure is false for a head line whose entry must be asked with
// Peek. When sure, head, nanos and sev equal Head(line) and Peek(entry) for every
// entry that begins with the line; head equals Head(line) always. The look
// remembers the last lines, so that what they have in common is read once.
func (p *Parser) Skim() func(line []byte) (head bool, nanos int64, sev event.Severity, sure bool) {
	s, ok := skimmerOf(p.read)
	if !ok {
		return nil
	}
	m := newMemory(&p.clock)
	return func(line []byte) (bool, int64, event.Severity, bool) {
		if m.track != nil {
			if at, severity, ok := m.track.follow(line, m); ok {
				return true, p.corrected(at.nanos), severity, true
			}
		}
		g := s.skim(plainText(line), m)
		if !g.sure || p.ahead != 0 && g.nanos == noNanos && g.zone != event.ZoneNone { // of a year that does not fit, or only corrected does
			return g.head, noNanos, event.None, false
		}
		return true, p.corrected(g.nanos), g.severity, true
	}
}

// corrected is a time by the right clock.
func (p *Parser) corrected(nanos int64) int64 {
	if p.ahead == 0 || nanos == noNanos {
		return nanos
	}
	return momentOf(time.Unix(0, nanos).UTC().Add(-p.ahead), event.ZoneKnown).nanos
}

// skimmerOf is the skimmer that the reader is.
func skimmerOf(r reader) (skimmer, bool) {
	if l, ok := r.(*layout); ok && l.second != nil {
		return nil, false // the second line has the level
	}
	if c, ok := r.(container); ok {
		if _, ok := skimmerOf(c.inner); !ok {
			return nil, false
		}
	}
	s, ok := r.(skimmer)
	return s, ok
}

// Peek tells time and severity of an entry as Event does, by its first line where
// that is enough. The zero time stands for none.
func (p *Parser) Peek(entry []byte) (time.Time, event.Severity) {
	if s, ok := skimmerOf(p.read); ok {
		m, ok := p.memories.Get().(*memory)
		if !ok {
			m = newMemory(&p.clock)
		}
		g := s.skim(plainText(headLine(entry)), m)
		m.json.open(nil) // the entry is the caller's
		p.memories.Put(m)
		switch {
		case g.sure && g.nanos != noNanos:
			return time.Unix(0, g.nanos).UTC().Add(-p.ahead), g.severity
		case g.sure && g.zone == event.ZoneNone:
			return time.Time{}, g.severity
		}
	}
	e := p.Event(entry)
	return e.Time, e.Severity
}

// memory is what one look keeps from line to line. Nothing in it changes a result.
type memory struct {
	wallClock
	iso, access, month, weekday lastStamp
	json                        jsonLook
	track                       *track // of the last line, if it had one
	seams                       [seamsKept]seam
	inner                       *memory // of the lines inside others
	room                        []byte  // for a text that is put together
}

func newMemory(c *clock) *memory {
	return &memory{wallClock: newWallClock(c), iso: lastStamp{wall: noWall}}
}

// parsed is the glance at a head line whose entry's time and severity depend on
// nothing behind it: those of the line alone.
func (m *memory) parsed(r reader, line []byte) glance {
	e := r.event(line, m.clock)
	return glance{moment: momentOf(e.Time, e.Zone), severity: e.Severity, head: true, sure: true}
}

// plainGlance is the glance at a head that its format cannot read, which is shown
// as plain text.
func (m *memory) plainGlance(line []byte) glance {
	at, _, _ := m.leadingMoment(line)
	return glance{moment: at, head: true, sure: true}
}

// leadingMoment reads the stamp that leads a line of plain text, with or without
// a bracket: where it stands, -1 without one.
func (m *memory) leadingMoment(line []byte) (at moment, from, to int) {
	i := blanks(line, 0)
	if i < len(line) && (line[i] == '[' || line[i] == '(') {
		i++
	}
	at, n := m.read(line[i:])
	if n == 0 {
		return moment{nanos: noNanos}, -1, -1
	}
	return at, i, i + n
}

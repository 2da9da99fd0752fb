package parse

import (
	"encoding/binary"
	"math/bits"

	"cordwood/backend/event"
)

// A track is the way that a line took through the steps, kept for the next line,
// which most likely takes the same: one pass over the columns, without a choice.
//
// What a line says by its track is what it says by the steps, because a track has
// no branch at which an older pattern might begin with the same byte and mean
// another time or level. A track looks at columns up to the body and at trackSight
// bytes behind; among them is no control character but tabs between columns, so
// that plainText would change none of them.
type track struct {
	layout *layout
	legs   []leg
}

// leg is one part of a track: a column, or what stands between two.
type leg struct {
	kind legKind
	part *part // of a column
	// Between columns: blanks, a text, blanks.
	text          []byte
	before, after blankRun
}

type legKind uint8

const (
	betweenLeg legKind = iota
	timeLeg
	levelLeg
	wordLeg  // a word that ends at a blank
	otherLeg // any other column
)

// blankRun says whether there are blanks.
type blankRun uint8

const (
	noBlanks blankRun = iota
	someBlanks
	maybeBlanks
)

// trackSight is how far behind its columns a track looks.
const trackSight = 8

// layTracks gives each pattern's end the track that leads there, where first bytes
// decide at every branch that matters.
func (s *step) layTracks(l *layout, way []*part) {
	if len(s.next) == 0 {
		s.track = newTrack(l, way)
		return
	}
	for i, c := range s.next {
		sole := c.expr == nil
		for _, older := range s.next[:i] {
			sole = sole && (s.settled || !older.first.meets(&c.first))
		}
		switch {
		case sole && c.part != nil:
			c.layTracks(l, append(way[:len(way):len(way)], c.part))
		case sole:
			c.layTracks(l, way)
		}
	}
}

// newTrack is nil for a way that does not end in a body.
func newTrack(l *layout, way []*part) *track {
	if len(way) < 2 || way[len(way)-1].kind != restColumn {
		return nil
	}
	t := &track{layout: l}
	for _, p := range way[:len(way)-1] {
		t.add(p)
	}
	return t
}

func (t *track) add(p *part) {
	kind := otherLeg
	switch p.kind {
	case literal, gap, maybeGap:
		t.between(p)
		return
	case timeColumn:
		kind = timeLeg
	case levelColumn:
		kind = levelLeg
	case wordColumn:
		if p.text == nil {
			kind = wordLeg
		}
	}
	t.legs = append(t.legs, leg{kind: kind, part: p})
}

// between adds blanks and texts to what stands between two columns.
func (t *track) between(p *part) {
	var last *leg
	if n := len(t.legs); n > 0 && t.legs[n-1].kind == betweenLeg && t.legs[n-1].after == noBlanks {
		last = &t.legs[n-1]
	}
	if p.kind == literal {
		if last == nil || last.text != nil {
			t.legs = append(t.legs, leg{})
			last = &t.legs[len(t.legs)-1]
		}
		last.text = p.text
		return
	}
	run := someBlanks
	if p.kind == maybeGap {
		run = maybeBlanks
	}
	if last != nil && last.text != nil {
		last.after = run
		return
	}
	t.legs = append(t.legs, leg{before: run})
}

// follow tells time and severity of a line that goes this way; ok is false for all
// others, and where the track cannot tell.
func (t *track) follow(line []byte, m *memory) (at moment, severity event.Severity, ok bool) {
	at.nanos = noNanos
	i := 0
	for k := range t.legs {
		l := &t.legs[k]
		n := 0
		switch l.kind {
		case betweenLeg:
			if i = l.passBetween(line, i); i < 0 {
				return at, severity, false
			}
			continue
		case timeLeg:
			if len(line)-i < 24 {
				return at, severity, false
			}
			at, n = m.common(line[i:])
		case levelLeg:
			severity, n = t.layout.levelAt(l.part, line[i:])
		case wordLeg:
			n = lowByte(line[i:], ' '+1)
		case otherLeg:
			w := walk{line: line, layout: t.layout, memory: m}
			n = w.take(l.part, i) - i
			if n > 0 && lowByte(line[i:i+n], ' ') < n {
				n = 0
			}
		}
		if i += n; n <= 0 || i == len(line) {
			return at, severity, false
		}
	}
	end := i + trackSight
	return at, severity, end <= len(line) && lowByte(line[i:end], ' ') == trackSight
}

// passBetween is the position behind what stands between two columns, -1 when it
// is not there.
func (l *leg) passBetween(line []byte, i int) int {
	if l.before != noBlanks {
		if i = passBlanks(line, i, l.before); i < 0 {
			return -1
		}
	}
	if n := len(l.text); n > 0 {
		if len(line)-i < n || line[i] != l.text[0] || n > 1 && string(line[i:i+n]) != string(l.text) {
			return -1
		}
		i += n
	}
	if l.after != noBlanks {
		return passBlanks(line, i, l.after)
	}
	return i
}

func passBlanks(line []byte, i int, run blankRun) int {
	j := blanks(line, i)
	if j == i && run == someBlanks || j == len(line) {
		return -1
	}
	return j
}

// lowByte is the position of the first byte of b that is less than low (at most
// 128); len(b) when there is none. Eight bytes are looked at together; see
// plainString.
func lowByte(b []byte, low byte) int {
	const ones, tops = 0x0101010101010101, 0x8080808080808080
	i := 0
	for ; i+8 <= len(b); i += 8 {
		w := binary.LittleEndian.Uint64(b[i:])
		if found := (w - ones*uint64(low)) &^ w & tops; found != 0 {
			return i + bits.TrailingZeros64(found)/8
		}
	}
	for i < len(b) && b[i] >= low {
		i++
	}
	return i
}

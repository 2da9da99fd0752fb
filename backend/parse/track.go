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
// another time or level. It looks at the columns up to the body and at trackSight
// bytes behind. Among these is no control character, but tabs between columns: so
// plainText would change none of them, and the line does not end there.
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
	// The same with single blanks, if it is that short: what a word of the line has
	// under the mask.
	plain, mask uint32
	width       int
}

type legKind uint8

const (
	betweenLeg legKind = iota
	timeLeg
	levelLeg
	timeLevelLeg // a time, blanks and a level
	wordLeg      // a word that ends at a blank
	textLeg      // a text that ends where the next text begins
	otherLeg     // any other column
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
	for i := range t.legs {
		t.legs[i].plainly()
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
		if n := len(t.legs); n > 1 && t.legs[n-2].kind == timeLeg && t.legs[n-1].before == someBlanks && t.legs[n-1].text == nil {
			kind, t.legs = timeLevelLeg, t.legs[:n-2]
		}
	case wordColumn:
		if p.text == nil {
			kind = wordLeg
		}
	case textColumn:
		if p.text != nil {
			kind = textLeg
		}
	}
	t.legs = append(t.legs, leg{kind: kind, part: p})
}

// between adds blanks or a text to what stands between two columns; no text
// follows a text.
func (t *track) between(p *part) {
	var last *leg
	if n := len(t.legs); n > 0 && t.legs[n-1].kind == betweenLeg && t.legs[n-1].after == noBlanks {
		last = &t.legs[n-1]
	}
	if p.kind == literal {
		if last == nil {
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

// plainly finds the plain form of what stands between columns.
func (l *leg) plainly() {
	var plain []byte
	if l.before == someBlanks {
		plain = append(plain, ' ')
	}
	plain = append(plain, l.text...)
	if l.after == someBlanks {
		plain = append(plain, ' ')
	}
	if l.kind != betweenLeg || len(plain) > 4 {
		return
	}
	for i, c := range plain {
		l.plain |= uint32(c) << (8 * i)
		l.mask |= 0xff << (8 * i)
	}
	l.width = len(plain)
}

// follow tells time and severity of the line that text begins with, and how many
// bytes it looked at; 0 for a line that goes another way, and where the track
// cannot tell.
func (t *track) follow(text []byte, m *memory) (n int, at moment, severity event.Severity) {
	at.nanos = noNanos
	i := 0
	for k := range t.legs {
		l := &t.legs[k]
		n := 0
		switch l.kind {
		case betweenLeg:
			if i+8 > len(text) {
				return 0, at, severity
			}
			if w := binary.LittleEndian.Uint32(text[i:]); l.width > 0 && w&l.mask == l.plain && text[i+l.width] > ' ' {
				i += l.width
				continue
			}
			if i = l.pass(text, i); i < 0 {
				return 0, at, severity
			}
			continue
		case timeLeg, timeLevelLeg:
			if len(text)-i < 24 {
				return 0, at, severity
			}
			if l.kind == timeLevelLeg {
				n, at, severity = m.timeLevel(text[i:], t.layout, l.part)
			} else {
				at, n = m.common(text[i:])
			}
		case levelLeg:
			severity, n = t.layout.levelAt(l.part, text[i:])
		case wordLeg:
			n = lowByte(text[i:], ' '+1, ' ')
		case textLeg:
			n = l.upTo(text[i:])
		case otherLeg:
			w := walk{line: text, layout: t.layout, memory: m}
			n = w.take(l.part, i) - i
			if n > 0 && lowByte(text[i:i+n], ' ', 0) < n {
				n = 0
			}
		}
		if i += n; n <= 0 || i == len(text) {
			return 0, at, severity
		}
	}
	if n = i + trackSight; n > len(text) || lowByte(text[i:n], ' ', 0) < trackSight {
		n = 0
	}
	return n, at, severity
}

// pass is the position behind what stands between two columns, -1 when it is not
// there.
func (l *leg) pass(text []byte, i int) int {
	if l.before != noBlanks {
		if i = passBlanks(text, i, l.before); i < 0 {
			return -1
		}
	}
	if n := len(l.text); n > 0 {
		if len(text)-i < n || string(text[i:i+n]) != string(l.text) {
			return -1
		}
		i += n
	}
	if l.after != noBlanks {
		return passBlanks(text, i, l.after)
	}
	return i
}

func passBlanks(text []byte, i int, run blankRun) int {
	j := blanks(text, i)
	if j == i && run == someBlanks || j == len(text) {
		return -1
	}
	return j
}

// upTo is the length of a column that ends in a text, 0 where it is not there.
func (l *leg) upTo(b []byte) int {
	end := l.part.text
	for i := 0; ; i++ {
		i += lowByte(b[i:], ' ', end[0])
		if len(b)-i < len(end) || b[i] < ' ' {
			return 0
		}
		if string(b[i:i+len(end)]) == string(end) {
			return i
		}
	}
}

// lowByte is the position of the first byte of b that is less than low (at most
// 128) or is c; len(b) when there is none. Eight bytes are looked at together; see
// plainString.
func lowByte(b []byte, low, c byte) int {
	const ones, tops = 0x0101010101010101, 0x8080808080808080
	i := 0
	for ; i+8 <= len(b); i += 8 {
		w := binary.LittleEndian.Uint64(b[i:])
		x := w ^ ones*uint64(c)
		if found := ((w-ones*uint64(low))&^w | (x-ones)&^x) & tops; found != 0 {
			return i + bits.TrailingZeros64(found)/8
		}
	}
	for i < len(b) && b[i] >= low && b[i] != c {
		i++
	}
	return i
}

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

// leg is one part of a track: what stands before a column, and the column.
type leg struct {
	// Blanks, a text, blanks.
	before, after blankRun
	text          []byte
	// The same with single blanks, if it is that short: what eight bytes of the line
	// have under the mask.
	plain, mask uint64
	width       int

	kind legKind
	part *part
	end  []byte // of a textLeg, without the blank
}

type legKind uint8

const (
	noLeg    legKind = iota // no column
	timeLeg                 // where the leg has a part, with blanks and that level
	levelLeg                // a level
	digitLeg                // digits
	wordLeg                 // a word that ends at a blank
	textLeg                 // a text that ends in another and blanks
	otherLeg                // any other column
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
		if c.expr != nil {
			continue
		}
		to := way[:len(way):len(way)]
		if c.part != nil {
			to = append(to, c.part)
		}
		sole := true
		for _, older := range s.next[:i] {
			switch {
			case s.settled || !older.rivals(c):
			case older.levels(c) && len(older.part.text) > 0:
				to[len(way)] = to[len(way)].except(older.part.text)
			default:
				sole = false
			}
		}
		if sole {
			c.layTracks(l, to)
		}
	}
}

// levels reports whether both steps are levels.
func (s *step) levels(o *step) bool {
	return s.part != nil && o.part != nil && s.part.kind == levelColumn && o.part.kind == levelColumn
}

// except is a level that is not this word.
func (p *part) except(word []byte) *part {
	other := *p
	other.others = append(other.others[:len(other.others):len(other.others)], word)
	return &other
}

// rivals reports whether both steps, with what follows them, may take the same line.
// Levels are words of the same length for both; the byte behind may tell.
func (s *step) rivals(o *step) bool {
	if !s.first.meets(&o.first) {
		return false
	}
	if !s.levels(o) {
		return true
	}
	for _, behind := range s.next {
		for _, other := range o.next {
			if behind.first.meets(&other.first) {
				return true
			}
		}
	}
	return false
}

// newTrack is nil for a way that does not end in a body.
func newTrack(l *layout, way []*part) *track {
	if len(way) < 2 || way[len(way)-1].kind != restColumn {
		return nil
	}
	t := &track{layout: l}
	for way = way[:len(way)-1]; len(way) > 0; {
		var next leg
		next, way = cutLeg(way)
		t.legs = append(t.legs, next)
	}
	return t
}

// cutLeg takes a leg off a way.
func cutLeg(way []*part) (leg, []*part) {
	var l leg
	if l.before = blanksOf(way); l.before != noBlanks {
		way = way[1:]
	}
	if len(way) > 0 && way[0].kind == literal {
		l.text, way = way[0].text, way[1:]
		if l.after = blanksOf(way); l.after != noBlanks {
			way = way[1:]
		}
	}
	l.plainly()
	if len(way) > 0 && way[0].kind >= timeColumn {
		way = l.column(way)
	}
	return l, way
}

// blanksOf are the blanks that a way begins with.
func blanksOf(way []*part) blankRun {
	switch {
	case len(way) > 0 && way[0].kind == gap:
		return someBlanks
	case len(way) > 0 && way[0].kind == maybeGap:
		return maybeBlanks
	}
	return noBlanks
}

// column ends the leg with the column that the way begins with.
func (l *leg) column(way []*part) []*part {
	l.kind, l.part = otherLeg, way[0]
	switch p := way[0]; {
	case p.kind == timeColumn:
		l.kind, l.part = timeLeg, nil
		if len(way) > 2 && way[1].kind == gap && way[2].kind == levelColumn {
			l.part = way[2]
			return way[3:]
		}
	case p.kind == levelColumn:
		l.kind = levelLeg
	case p.kind == digitColumn:
		l.kind = digitLeg
	case p.kind == wordColumn && p.text == nil:
		l.kind = wordLeg
	case p.kind == textColumn && len(way) > 2 && way[1].kind == literal && way[2].kind == gap && string(p.text) == string(way[1].text)+" ":
		l.kind, l.end = textLeg, way[1].text
		return way[3:]
	}
	return way[1:]
}

// plainly finds the plain form of what stands before the column.
func (l *leg) plainly() {
	var plain []byte
	if l.before == someBlanks {
		plain = append(plain, ' ')
	}
	plain = append(plain, l.text...)
	if l.after == someBlanks {
		plain = append(plain, ' ')
	}
	if len(plain) >= trackSight {
		l.plain = 1 // no word has it under no mask
		return
	}
	for i, c := range plain {
		l.plain |= uint64(c) << (8 * i)
		l.mask |= 0xff << (8 * i)
	}
	l.width = len(plain)
}

// follow tells time and severity of a line that goes this way; ok is false for all
// others, and where the track cannot tell.
func (t *track) follow(line []byte, m *memory) (at moment, severity event.Severity, ok bool) {
	at.nanos = noNanos
	i := 0
	for k := range t.legs {
		l := &t.legs[k]
		if i+trackSight > len(line) {
			return at, severity, false
		}
		if w := binary.LittleEndian.Uint64(line[i:]); w&l.mask == l.plain && line[i+l.width] > ' ' {
			i += l.width
		} else if i = l.pass(line, i); i < 0 {
			return at, severity, false
		}
		n := 0
		switch l.kind {
		case noLeg:
			continue
		case timeLeg:
			if len(line)-i < 28 {
				return at, severity, false
			}
			if l.part != nil {
				n, at, severity = m.timeLevel(line[i:], t.layout, l.part)
			} else {
				at, n = m.common(line[i:])
			}
		case levelLeg:
			severity, n = t.layout.levelAt(l.part, line[i:])
		case digitLeg:
			_, n = number(line, i)
		case wordLeg:
			n = wordEnd(line[i:])
		case textLeg:
			n = l.passText(line[i:])
		case otherLeg:
			w := walk{line: line, layout: t.layout, memory: m}
			n = w.take(l.part, i) - i
			if n > 0 && lowByte(line[i:i+n], ' ') < n {
				n = 0
			}
		}
		if i += n; n <= 0 {
			return at, severity, false
		}
	}
	ok = i+trackSight <= len(line) && low(binary.LittleEndian.Uint64(line[i:]), ' ') == 0
	return at, severity, ok
}

// pass is the position behind what stands before a column, -1 when it is not
// there.
func (l *leg) pass(line []byte, i int) int {
	if l.before != noBlanks {
		if i = passBlanks(line, i, l.before); i < 0 {
			return -1
		}
	}
	if n := len(l.text); n > 0 {
		if len(line)-i < n || string(line[i:i+n]) != string(l.text) {
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
	if j == i && run == someBlanks {
		return -1
	}
	return j
}

// passText is the length of a text column, its end, and blanks; 0 when they are not
// there.
func (l *leg) passText(b []byte) int {
	for i := 0; ; i++ {
		i += wordEnd(b[i:])
		if i == len(b) || b[i] != ' ' {
			return 0
		}
		n := len(l.end)
		if i > n && b[i-n] == l.end[0] && (n == 1 || string(b[i-n:i]) == string(l.end)) {
			if i++; i < len(b) && b[i] > ' ' {
				return i
			}
			return blanks(b, i)
		}
	}
}

const ones, tops = 0x0101010101010101, 0x8080808080808080

// low has a bit in the first byte of the word that is less than most, which is at
// most 128, and is 0 where there is none; see plainString.
func low(word uint64, most byte) uint64 { return (word - ones*uint64(most)) &^ word & tops }

// lowByte is the position of the first byte of b that is less than most; len(b) when
// there is none.
func lowByte(b []byte, most byte) int {
	i := 0
	for ; i+8 <= len(b); i += 8 {
		if found := low(binary.LittleEndian.Uint64(b[i:]), most); found != 0 {
			return i + bits.TrailingZeros64(found)/8
		}
	}
	for i < len(b) && b[i] >= most {
		i++
	}
	return i
}

// wordEnd is the position of the first blank or control character of b; len(b) when
// there is none. Most words are shorter than 32 bytes: these are looked at together,
// without a branch.
func wordEnd(b []byte) int {
	if len(b) < 32 {
		return lowByte(b, ' '+1)
	}
	p := (*[32]byte)(b)
	found, at := low(binary.LittleEndian.Uint64(p[24:]), ' '+1), 24
	if w := low(binary.LittleEndian.Uint64(p[16:]), ' '+1); w != 0 {
		found, at = w, 16
	}
	if w := low(binary.LittleEndian.Uint64(p[8:]), ' '+1); w != 0 {
		found, at = w, 8
	}
	if w := low(binary.LittleEndian.Uint64(p[:]), ' '+1); w != 0 {
		found, at = w, 0
	}
	if found == 0 {
		return 32 + lowByte(b[32:], ' '+1)
	}
	return at + bits.TrailingZeros64(found)/8
}

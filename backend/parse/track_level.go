package parse

import (
	"encoding/binary"

	"cordwood/backend/event"
)

// seam is what stands between a stamp's seconds and what follows its level: of a
// file these are few texts, and eight bytes mostly hold them.
type seam struct {
	text     uint64
	level    *part
	n        int // how many of its bytes are zone, blanks and level
	severity event.Severity
}

// seamsKept is how many are remembered, a power of two.
const seamBits, seamsKept = 6, 1 << seamBits

// millis is the fraction ".345" or ",345" in nanoseconds, -1 for any other, and
// where one of more digits begins so.
func millis(b []byte) int {
	if len(b) < 5 || b[0] != '.' && b[0] != ',' {
		return -1
	}
	x, y, z := b[1]-'0', b[2]-'0', b[3]-'0'
	if x > 9 || y > 9 || z > 9 || isDigit(b[4]) {
		return -1
	}
	return (int(x)*100 + int(y)*10 + int(z)) * 1e6
}

// timeLevel reads the stamp, the blanks and the level that b, of at least 24 bytes,
// starts with; n is 0 when they are not there or the stamp is not of ISO's layout.
// Of the blanks behind them it may take all but the last.
func (m *memory) timeLevel(b []byte, l *layout, level *part) (n int, at moment, severity event.Severity) {
	at.nanos = noNanos
	wall := m.isoSeconds(b)
	i, nano := 23, millis(b[19:])
	if nano < 0 {
		i, nano = fractionAt(b, 19)
	}
	if wall == noWall || i+8 > len(b) {
		return 0, at, event.None
	}
	text := binary.LittleEndian.Uint64(b[i:])
	s := &m.seams[text*0x9e3779b97f4a7c15>>(64-seamBits)]
	if s.text == text && s.level == level {
		return i + s.n, momentAt(wall-m.offsetAt(wall), nano, event.ZoneAssumed), s.severity
	}
	at, end := m.behindSeconds(b, 19, wall)
	j := blanks(b, i)
	if end != i || j == i { // a zone, or something else
		return 0, at, event.None
	}
	severity, n = l.levelAt(level, b[j:])
	if n == 0 {
		return 0, at, event.None
	}
	// What was read depends on the word, on a byte behind it, and on no more.
	if n = j + n - i; n < 8 {
		for n < 7 && b[i+n] == ' ' && b[i+n+1] == ' ' {
			n++
		}
		*s = seam{text, level, n, severity}
	}
	return i + n, at, severity
}

package parse

import (
	"encoding/binary"

	"cordwood/backend/event"
)

// lastStamp is the text of a stamp to its seconds, and what it says. Lines of one
// second share it; those of one minute differ in two digits.
type lastStamp struct {
	a, b uint64 // its bytes from 0 and from 8
	c    uint32 // those behind
	year int    // of stamps that have it at their end
	wall int64
	at   moment // of stamps without a year, which have no fraction
}

// read is clock.read.
func (m *memory) read(b []byte) (moment, int) {
	if len(b) >= 20 {
		if at, n := m.common(b); n > 0 {
			return at, n
		}
	}
	var p parts
	n := m.clock.readParts(b, &p)
	if n == 0 || !p.valid() {
		return moment{nanos: noNanos}, 0
	}
	return m.moment(&p), n
}

// whole is clock.whole.
func (m *memory) whole(text []byte) (moment, bool) {
	if len(text) >= 10 {
		if at, n := m.common(text); n > 0 {
			if n < len(text) && isWord(text[n]) {
				return moment{nanos: noNanos}, false
			}
			return at, true
		}
	}
	p := parts{dateAlone: true}
	n := m.clock.readParts(text, &p)
	if n == 0 || !p.valid() || (n < len(text) && isWord(text[n])) {
		return moment{nanos: noNanos}, false
	}
	return m.moment(&p), true
}

// common reads the layouts that most lines have, by their fixed places; 0 leaves
// the text to the clock. Its n is that of clock.read.
func (m *memory) common(b []byte) (moment, int) {
	switch {
	case isUpper(b[0]):
		if len(b) >= 24 && b[7] == ' ' && b[13] == ':' {
			return m.weekdayStamp(b)
		}
		if len(b) > 16 {
			return m.monthStamp(b)
		}
	case !isDigit(b[0]):
	case len(b) < 20 || isDigit(b[2]) && isDigit(b[4]):
		return m.epochStamp(b)
	case isISO(b):
		return m.isoStamp(b)
	case b[2] == '/' && b[6] == '/' && b[11] == ':':
		return m.accessStamp(b)
	}
	return moment{}, 0
}

// isoStamp reads 2026-11-22 10:11:12 and what may follow.
func (m *memory) isoStamp(b []byte) (moment, int) {
	wall := m.isoSeconds(b)
	if wall == noWall {
		return moment{}, 0
	}
	return m.behindSeconds(b, 19, wall)
}

// isISO reports whether b may start with 2026-11-22 10:11:12.
func isISO(b []byte) bool {
	return isDigit(b[0]) && b[4] == b[7] && b[13] == ':' && b[16] == ':'
}

// isoSeconds is isoWall, by what the last stamp was.
func (m *memory) isoSeconds(b []byte) int64 {
	s := &m.iso
	p := (*[19]byte)(b)
	a, d, c := binary.LittleEndian.Uint64(p[:]), binary.LittleEndian.Uint64(p[8:]), binary.LittleEndian.Uint32(p[15:])
	if a != s.a || d != s.b || c != s.c {
		if !isISO(b) {
			return noWall
		}
		wall := s.wall
		if sec := two(b, 17); a == s.a && d == s.b && sec >= 0 && sec <= 59 {
			last := two([]byte{byte(s.c >> 16), byte(s.c >> 24)}, 0)
			wall += int64(sec - last)
		} else if wall = isoWall(b); wall == noWall {
			return noWall
		}
		s.a, s.b, s.c, s.wall = a, d, c, wall
	}
	return s.wall
}

// noWall is no wall second.
const noWall = -1 << 62

// isoWall is the wall second of 2026-11-22 10:11:12, noWall when it is not there.
func isoWall(b []byte) int64 {
	if (b[4] != '-' && b[4] != '/' && b[4] != '.') || (b[10] != ' ' && b[10] != 'T' && b[10] != '_' && b[10] != 't') {
		return noWall
	}
	y1, y2, month, day := two(b, 0), two(b, 2), two(b, 5), two(b, 8)
	if y1 < 0 || y2 < 0 {
		return noWall
	}
	return wallOf(b, y1*100+y2, month, day, 11)
}

// wallOf is the wall second of a date and of the HH:MM:SS at i.
func wallOf(b []byte, year, month, day, i int) int64 {
	hour, minute, sec := two(b, i), two(b, i+3), two(b, i+6)
	if year < 1 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month) ||
		hour < 0 || hour > 24 || minute < 0 || minute > 59 || sec < 0 || sec > 60 {
		return noWall
	}
	return daysTo(year, month, day)*86400 + int64(hour*3600+minute*60+sec)
}

// accessStamp reads 22/Nov/2026:10:11:12 and what may follow.
func (m *memory) accessStamp(b []byte) (moment, int) {
	s := &m.access
	a, d, c := binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[8:]), binary.LittleEndian.Uint32(b[16:])
	if a != s.a || d != s.b || c != s.c {
		y1, y2 := two(b, 7), two(b, 9)
		if b[14] != ':' || b[17] != ':' || y1 < 0 || y2 < 0 {
			return moment{}, 0
		}
		wall := wallOf(b, y1*100+y2, shortMonth(b[3:]), two(b, 0), 12)
		if wall == noWall {
			return moment{}, 0
		}
		s.a, s.b, s.c, s.wall = a, d, c, wall
	}
	return m.behindSeconds(b, 20, s.wall)
}

// behindSeconds reads fraction and zone at i.
func (m *memory) behindSeconds(b []byte, i int, wall int64) (moment, int) {
	i, nano := fractionAt(b, i)
	i, offset, zone := zoneBehind(b, i)
	if i == 0 {
		return moment{}, 0
	}
	if zone == event.ZoneAssumed {
		offset = m.offsetAt(wall)
	}
	return momentAt(wall-offset, nano, zone), i
}

// fractionAt reads ".345" and ",345" at i; see fraction.
func fractionAt(b []byte, i int) (next, nano int) {
	if i+1 >= len(b) || (b[i] != '.' && b[i] != ',') || !isDigit(b[i+1]) {
		return i, 0
	}
	scale := 100_000_000
	for i++; i < len(b) && isDigit(b[i]); i++ {
		nano += int(b[i]-'0') * scale
		scale /= 10
	}
	return i, nano
}

// epochStamp reads seconds, milli-, micro- and nanoseconds; see epoch.
func (m *memory) epochStamp(b []byte) (moment, int) {
	v, n := number(b, 0)
	if n != 10 && n != 13 && n != 16 && n != 19 {
		return moment{}, 0
	}
	sec, nano, i := epochAt(b, v, n)
	if i == 0 {
		return moment{}, 0
	}
	return momentAt(sec, nano, event.ZoneKnown), i
}

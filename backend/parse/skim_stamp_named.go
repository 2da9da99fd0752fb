package parse

import (
	"encoding/binary"

	"cordwood/backend/event"
)

// monthStamp reads Nov 22 10:11:12, without a year.
func (m *memory) monthStamp(b []byte) (moment, int) {
	i, _, zone := zoneBehind(b, 15)
	if i != 15 || zone != event.ZoneAssumed || b[15] == '.' || b[15] == ',' {
		return moment{}, 0
	}
	if next := blanks(b, 15); next < len(b) && isDigit(b[next]) { // perhaps a year
		return moment{}, 0
	}
	s := &m.month
	a, d := binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[7:])
	if a == s.a && d == s.b {
		return s.at, 15
	}
	p := parts{month: shortMonth(b), day: two(b, 4), hour: two(b, 7), min: two(b, 10), sec: two(b, 13), noYear: true}
	if b[4] == ' ' && isDigit(b[5]) {
		p.day = int(b[5] - '0')
	}
	if b[3] != ' ' || b[6] != ' ' || b[9] != ':' || b[12] != ':' || p.month == 0 || p.hour < 0 || p.min < 0 || p.sec < 0 || !p.valid() {
		return moment{}, 0
	}
	s.a, s.b, s.at = a, d, m.moment(&p)
	return s.at, 15
}

// weekdayStamp reads Sun Nov 22 10:11:12.345678 2026, with or without a fraction.
func (m *memory) weekdayStamp(b []byte) (moment, int) {
	i, nano := fractionAt(b, 19)
	if i+5 > len(b) {
		return moment{}, 0
	}
	year, n := number(b[:i+5], i+1)
	if b[i] != ' ' || n != 4 || year < 1970 || year > 2199 || !yearEnds(b, i+5) {
		return moment{}, 0
	}
	s := &m.weekday
	a, d, c := binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[8:]), binary.LittleEndian.Uint32(b[15:])
	if a != s.a || d != s.b || c != s.c || year != s.year {
		if b[3] != ' ' || b[10] != ' ' || b[16] != ':' || !shortWeekday(b) {
			return moment{}, 0
		}
		day := two(b, 8)
		if b[8] == ' ' && isDigit(b[9]) {
			day = int(b[9] - '0')
		}
		wall := wallOf(b, year, shortMonth(b[4:]), day, 11)
		if wall == noWall {
			return moment{}, 0
		}
		s.a, s.b, s.c, s.year, s.wall = a, d, c, year, wall
	}
	return momentAt(s.wall-m.offsetAt(s.wall), nano, event.ZoneAssumed), i + 5
}

// yearEnds reports whether a stamp ends with the year before i; see yearBehind.
func yearEnds(b []byte, i int) bool {
	return i >= len(b) || !isWord(b[i]) && b[i] != '-' && b[i] != ','
}

// shortWeekday reports whether b starts with a weekday as C writes it.
func shortWeekday(b []byte) bool {
	switch string(b[:3]) {
	case "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun":
		return true
	}
	return false
}

// shortMonth is the month that b starts with, in three letters as C writes it; 0
// for anything else.
func shortMonth(b []byte) int {
	switch string(b[:3]) {
	case "Jan":
		return 1
	case "Feb":
		return 2
	case "Mar":
		return 3
	case "Apr":
		return 4
	case "May":
		return 5
	case "Jun":
		return 6
	case "Jul":
		return 7
	case "Aug":
		return 8
	case "Sep":
		return 9
	case "Oct":
		return 10
	case "Nov":
		return 11
	case "Dec":
		return 12
	}
	return 0
}

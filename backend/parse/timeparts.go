package parse

import (
	"bytes"

	"cordwood/backend/event"
)

// timePart reads a time of day after a date: the joiner (T, blanks, ", ", " - ",
// Apache's ":", "_"), the clock and the zone. It returns 0 without a clock.
func timePart(b []byte, i int, p *parts) int {
	if i >= len(b) {
		if p.dateAlone {
			return i
		}
		return 0
	}
	switch b[i] {
	case 'T', 't', '_', ':', '-':
		i++
	case ',', ' ':
		if b[i] == ',' {
			i++
		}
		i = blanks(b, i)
		if i+1 < len(b) && b[i] == '-' && b[i+1] == ' ' {
			i = blanks(b, i+1)
		}
	default:
		if !isDigit(b[i]) {
			return 0
		}
	}
	i = clockPart(b, i, p)
	if i == 0 {
		return 0
	}
	return zonePart(b, i, p)
}

// clockPart reads H:MM[:SS[.fraction]] [AM|PM] at i.
func clockPart(b []byte, i int, p *parts) int {
	h, n := number(b, i)
	if n < 1 || n > 2 || i+n >= len(b) || b[i+n] != ':' {
		return 0
	}
	i += n + 1
	m, n := number(b, i)
	if n != 2 && n != 1 {
		return 0
	}
	i += n
	p.hour, p.min = h, m
	if i < len(b) && b[i] == ':' {
		s, n := number(b, i+1)
		if n != 2 && n != 1 {
			return 0
		}
		p.sec = s
		i = fraction(b, i+1+n, p)
	}
	return halfDay(b, i, p)
}

// halfDay reads AM and PM, 上午 and 下午, with or without a blank before.
func halfDay(b []byte, i int, p *parts) int {
	j := blanks(b, i)
	switch {
	case bytes.HasPrefix(b[j:], []byte("上午")):
		p.hour %= 12
		return j + len("上午")
	case bytes.HasPrefix(b[j:], []byte("下午")):
		p.hour = p.hour%12 + 12
		return j + len("下午")
	}
	if j+1 >= len(b) || (b[j+1]|0x20) != 'm' || p.hour > 12 {
		return i
	}
	half := b[j] | 0x20
	if (half != 'a' && half != 'p') || (j+2 < len(b) && isWord(b[j+2]) && !isUpper(b[j+2])) {
		return i
	}
	p.hour %= 12
	if half == 'p' {
		p.hour += 12
	}
	return j + 2
}

// fraction reads ".345", ",345" or ":345" of a second; what exceeds nanoseconds
// is dropped.
func fraction(b []byte, i int, p *parts) int {
	if i+1 >= len(b) || (b[i] != '.' && b[i] != ',' && b[i] != ':') || !isDigit(b[i+1]) {
		return i
	}
	if b[i] == ':' { // only milliseconds are written so
		if _, n := number(b, i+1); n != 3 {
			return i
		}
	}
	i++
	nano, scale := 0, 100_000_000
	for i < len(b) && isDigit(b[i]) {
		nano += int(b[i]-'0') * scale
		scale /= 10
		i++
	}
	p.nano = nano
	return i
}

// zonePart reads an offset or a zone's name at i, with or without a blank before;
// it returns i when there is none.
func zonePart(b []byte, i int, p *parts) int {
	j := i
	if j < len(b) && b[j] == ' ' {
		j++
	}
	if j >= len(b) {
		return i
	}
	switch ch := b[j]; {
	case ch == '+' || ch == '-':
		if n := offsetPart(b, j, p); n > 0 {
			return n
		}
	case isUpper(ch):
		if n := zoneWord(b, j, p); n > 0 {
			return n
		}
	}
	return i
}

// offsetPart reads +08:00, +0800 and +08.
func offsetPart(b []byte, i int, p *parts) int {
	sign := 1
	if b[i] == '-' {
		sign = -1
	}
	_, n := number(b, i+1)
	h, m, end := two(b, i+1), 0, i+3
	switch {
	case n == 4:
		m, end = two(b, i+3), i+5
	case n == 2 && i+3 < len(b) && b[i+3] == ':' && two(b, i+4) >= 0:
		m, end = two(b, i+4), i+6
	case n != 2:
		return 0
	}
	if h > 14 || m > 59 || (end < len(b) && isWord(b[end])) {
		return 0
	}
	p.zone, p.offset, p.name = event.ZoneKnown, sign*(h*3600+m*60), ""
	return end
}

// zoneWord reads Z and the names of the table, and the offset behind a name
// ("GMT+0100", "UTC-05").
func zoneWord(b []byte, i int, p *parts) int {
	j := i
	for j < len(b) && isUpper(b[j]) {
		j++
	}
	if j-i > 4 || (j < len(b) && isWord(b[j])) {
		return 0
	}
	word := string(b[i:j])
	_, known := zoneNames[word]
	if !known && !ambiguousZones[word] {
		return 0
	}
	if word == "Z" || word == "UTC" || word == "GMT" {
		p.zone, p.offset = event.ZoneKnown, 0
	} else {
		p.name = word
	}
	if j+2 < len(b) && (b[j] == '+' || b[j] == '-') {
		if n := offsetPart(b, j, p); n > 0 {
			return n
		}
	}
	return j
}

// century places a two-digit year between 1970 and 2069.
func century(y int) int {
	if y < 70 {
		return 2000 + y
	}
	return 1900 + y
}

// number reads digits at i: the value (of at most 19) and how many there are.
func number(b []byte, i int) (v, n int) {
	for i+n < len(b) && isDigit(b[i+n]) && n < 20 {
		if n < 19 {
			v = v*10 + int(b[i+n]-'0')
		}
		n++
	}
	return v, n
}

// two is the value of two digits at i, -1 when they are not there.
func two(b []byte, i int) int {
	if i+1 >= len(b) || !isDigit(b[i]) || !isDigit(b[i+1]) {
		return -1
	}
	return int(b[i]-'0')*10 + int(b[i+1]-'0')
}

// blanks skips spaces and tabs from i.
func blanks(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\t') {
		i++
	}
	return i
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
func isUpper(c byte) bool { return c >= 'A' && c <= 'Z' }
func isAlpha(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
func isWord(c byte) bool  { return isDigit(c) || isAlpha(c) || c == '_' }

var monthNames = [...]string{
	"january", "february", "march", "april", "may", "june",
	"july", "august", "september", "october", "november", "december",
}

var weekdayNames = [...]string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}

// hanMonths are the months as Java writes them for Chinese; the longer names first.
var hanMonths = [...]struct {
	name  string
	month int
}{
	{"十一月", 11},
	{"十二月", 12},
	{"一月", 1},
	{"二月", 2},
	{"三月", 3},
	{"四月", 4},
	{"五月", 5},
	{"六月", 6},
	{"七月", 7},
	{"八月", 8},
	{"九月", 9},
	{"十月", 10},
}

// hanMonth reads 十一月 and 11月.
func hanMonth(b []byte) (month, n int) {
	if v, n := number(b, 0); n > 0 {
		if n <= 2 && v >= 1 && v <= 12 && bytes.HasPrefix(b[n:], []byte(monthSign)) {
			return v, n + len(monthSign)
		}
		return 0, 0
	}
	for _, m := range hanMonths {
		if bytes.HasPrefix(b, []byte(m.name)) {
			return m.month, len(m.name)
		}
	}
	return 0, 0
}

// monthName reads a Chinese month, or an English one, three letters or more of its name, with an
// optional full stop: the month and the width.
func monthName(b []byte) (month, n int) {
	if len(b) > 3 && (b[0] >= 0x80 || isDigit(b[0])) {
		return hanMonth(b)
	}
	m, n := nameIn(b, monthNames[:])
	if n > 0 && n < len(b) && b[n] == '.' {
		n++
	}
	return m + 1, n
}

// weekdayName is the width of an English weekday at the start of b.
func weekdayName(b []byte) int {
	_, n := nameIn(b, weekdayNames[:])
	return n
}

func nameIn(b []byte, names []string) (index, n int) {
	for n < len(b) && n < 10 && isAlpha(b[n]) {
		n++
	}
	if n < 3 {
		return 0, 0
	}
	for k, name := range names {
		if n > len(name) {
			continue
		}
		i := 0
		for i < n && b[i]|0x20 == name[i] {
			i++
		}
		if i == n {
			return k, n
		}
	}
	return 0, 0
}

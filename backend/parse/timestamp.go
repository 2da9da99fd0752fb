package parse

import (
	"bytes"
	"time"
)

// read reads the timestamp that b starts with and says how many bytes it has;
// 0 when b does not start with one. A text that names a time of day, but no date,
// is a timestamp without an instant.
//
// The layouts are a decision tree over the first bytes rather than a list to be
// tried: each byte is looked at about once, and a file may mix layouts.
func (c *clock) read(b []byte) (stamp, int) {
	var p parts
	n := c.readParts(b, &p)
	if n == 0 || !p.valid() {
		return stamp{}, 0
	}
	return c.instant(&p), n
}

func (c *clock) readParts(b []byte, p *parts) int {
	if len(b) < 5 {
		return 0
	}
	if b[0] >= '0' && b[0] <= '9' {
		if n := isoStamp(b, p); n > 0 {
			return n
		}
		return c.digitLed(b, p)
	}
	if b[0] == '@' {
		return tai64n(b, p)
	}
	return c.nameLed(b, p)
}

// isoStamp is the straight path for YYYY-MM-DD and HH:MM:SS, by far the most
// common layout: 2026-11-22T10:11:12.345+08:00, 2026/11/22 10:11:12,345.
func isoStamp(b []byte, p *parts) int {
	if len(b) < 19 || b[4] != b[7] || b[13] != ':' || b[16] != ':' {
		return 0
	}
	if b[4] != '-' && b[4] != '/' && b[4] != '.' {
		return 0
	}
	if b[10] != 'T' && b[10] != ' ' && b[10] != '_' && b[10] != 't' {
		return 0
	}
	y1, y2 := two(b, 0), two(b, 2)
	p.month, p.day = two(b, 5), two(b, 8)
	p.hour, p.min, p.sec = two(b, 11), two(b, 14), two(b, 17)
	if y1 < 0 || y2 < 0 || p.month <= 0 || p.day < 0 || p.hour < 0 || p.min < 0 || p.sec < 0 {
		*p = parts{dateAlone: p.dateAlone}
		return 0
	}
	p.year = y1*100 + y2
	return zonePart(b, halfDay(b, fraction(b, 19, p), p), p)
}

// digitLed reads the stamps that start with a number, by the number's width.
func (c *clock) digitLed(b []byte, p *parts) int {
	v, n := number(b, 0)
	switch {
	case n == 4:
		return yearLed(b, v, p)
	case n <= 2:
		return c.shortLed(b, v, n, p)
	case n == 6 || n == 8 || n == 14:
		return packed(b, n, p)
	case n == 10 || n == 13 || n == 16 || n == 19:
		return epoch(b, v, n, p)
	}
	return 0
}

// yearLed reads 2026-1-2 3:4:5, 2026-Nov-22 10:11:12, 2026-325T10:11:12 and
// 2026/11/22 - 10:11:12.
func yearLed(b []byte, year int, p *parts) int {
	if len(b) < 6 {
		return 0
	}
	sep := b[4]
	switch {
	case sep == ' ':
		return glogStamp(b, p)
	case sep == yearSign[0]:
		return hanStamp(b, year, p)
	}
	if sep != '-' && sep != '/' && sep != '.' && sep != ':' {
		return 0
	}
	p.year = year
	i := 5
	if m, n := monthName(b[i:]); n > 0 {
		p.month, i = m, i+n
	} else {
		v, n := number(b, i)
		if n == 3 && v >= 1 && v <= 366 {
			first := time.Date(year, 1, v, 0, 0, 0, 0, time.UTC)
			p.month, p.day = int(first.Month()), first.Day()
			return timePart(b, i+3, p)
		}
		if n < 1 || n > 2 || v == 0 {
			return 0
		}
		p.month, i = v, i+n
	}
	if i >= len(b) || b[i] != sep {
		return 0
	}
	v, n := number(b, i+1)
	if n < 1 || n > 2 {
		return 0
	}
	p.day = v
	return timePart(b, i+1+n, p)
}

const yearSign, monthSign, daySign = "年", "月", "日"

// hanStamp reads 2026年11月22日 10:11:12.
func hanStamp(b []byte, year int, p *parts) int {
	i := 4
	for _, step := range [...]struct {
		sign string
		next *int
	}{{yearSign, &p.month}, {monthSign, &p.day}, {daySign, nil}} {
		if !bytes.HasPrefix(b[i:], []byte(step.sign)) {
			return 0
		}
		i += len(step.sign)
		if step.next == nil {
			break
		}
		v, n := number(b, i)
		if n < 1 || n > 2 || v == 0 {
			return 0
		}
		*step.next = v
		i += n
	}
	p.year = year
	return timePart(b, i, p)
}

// shortLed reads the stamps that start with a day, a month or an hour.
func (c *clock) shortLed(b []byte, v, n int, p *parts) int {
	if n >= len(b) {
		return 0
	}
	if b[n] >= 0x80 { // 11月 22, 2026
		return c.nameLed(b, p)
	}
	switch sep := b[n]; sep {
	case ':':
		i := clockPart(b, 0, p)
		return zoneOfDay(b, i, p)
	case '/', '-', '.', ' ':
		if m, w := monthName(b[n+1:]); w > 0 {
			p.day, p.month = v, m
			return afterDayMonth(b, n+1+w, p)
		}
		if sep == ' ' {
			return 0
		}
		return c.numericDate(b, v, n, sep, p)
	}
	return 0
}

// zoneOfDay takes the zone of a time of day along, so that the text is whole.
func zoneOfDay(b []byte, i int, p *parts) int {
	if i == 0 {
		return 0
	}
	return zonePart(b, i, p)
}

// numericDate reads 22.11.2026, 22/11/2026, 11/22/26 and the yearless 11-22.
func (c *clock) numericDate(b []byte, v, n int, sep byte, p *parts) int {
	w, m := number(b, n+1)
	if m < 1 || m > 2 {
		return 0
	}
	i := n + 1 + m
	if i >= len(b) {
		return 0
	}
	if b[i] != sep { // MM-DD HH:MM:SS, where only a time makes it a stamp
		p.month, p.day, p.noYear = v, w, true
		if p.month == 0 || (b[i] != ' ' && b[i] != 'T') {
			return 0
		}
		return timePart(b, i, p)
	}
	y, k := number(b, i+1)
	if k != 4 && k != 2 {
		return 0
	}
	if k == 2 {
		if n == 2 && sep == '/' && i+3 < len(b) && b[i+3] == ' ' && yearFirst(v, w, y, p) {
			return timePart(b, i+1+k, p)
		}
		y = century(y)
	}
	p.year, p.month, p.day = y, v, w
	if v > 12 || ((c.dayFirst || sep == '.') && w <= 12) {
		p.month, p.day = w, v
	}
	if p.month == 0 {
		return 0
	}
	return timePart(b, i+1+k, p)
}

// yearFirst reads 17/06/09 as Spark and Hadoop mean it, yy/MM/dd: where people put
// the year last in a log, they write it with four digits.
func yearFirst(year, month, day int, p *parts) bool {
	p.year, p.month, p.day = century(year), month, day
	return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(p.year, month)
}

// whole reads a text that is one timestamp, as the value of a key is. It may be a
// date alone, which stands for the day's beginning.
func (c *clock) whole(text string) (stamp, bool) {
	b := []byte(text)
	p := parts{dateAlone: true}
	n := c.readParts(b, &p)
	if n == 0 || !p.valid() || (n < len(b) && isWord(b[n])) {
		return stamp{}, false
	}
	return c.instant(&p), true
}

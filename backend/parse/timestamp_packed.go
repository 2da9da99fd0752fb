package parse

import (
	"strconv"
	"time"

	"cordwood/backend/event"
)

// packed reads 20261122-101112, 20261122T101112Z, 20261122 10:11:12,
// 20261122101112 and MySQL's 261122  0:04:00.
func packed(b []byte, n int, p *parts) int {
	i := 0
	if n == 6 {
		p.year = century(two(b, 0))
		i = 2
	} else {
		p.year = two(b, 0)*100 + two(b, 2)
		i = 4
	}
	p.month, p.day = two(b, i), two(b, i+2)
	if p.month == 0 || p.month > 12 {
		return 0
	}
	if n == 6 && len(b) > 12 && b[6] == ' ' { // 081109 203615, HDFS
		if _, k := number(b, 7); k == 6 {
			p.hour, p.min, p.sec = two(b, 7), two(b, 9), two(b, 11)
			return 13
		}
	}
	if n == 14 {
		p.hour, p.min, p.sec = two(b, 8), two(b, 10), two(b, 12)
		return zonePart(b, fraction(b, 14, p), p)
	}
	if n == 8 && len(b) > 14 && (b[8] == '-' || b[8] == 'T' || b[8] == '_' || b[8] == ' ') {
		if _, k := number(b, 9); k == 6 {
			p.hour, p.min, p.sec = two(b, 9), two(b, 11), two(b, 13)
			return zonePart(b, fraction(b, 15, p), p)
		}
	}
	if n == 6 && len(b) == 6 {
		return 0 // six digits are rather a number than a date
	}
	return timePart(b, n, p)
}

// Epoch stamps outside these years are taken for other numbers.
const epochFirst, epochLast = 631152000, 4102444800 // 1990-01-01, 2100-01-01

// epoch reads seconds (with a fraction), milli-, micro- and nanoseconds.
func epoch(b []byte, v, n int, p *parts) int {
	sec, nano, i := epochAt(b, v, n)
	if i > 0 {
		p.set(time.Unix(sec, int64(nano)).UTC())
	}
	return i
}

// epochAt is the instant of the number v, of n digits, that b starts with, and the
// position behind it, 0 when it is none.
func epochAt(b []byte, v, n int) (sec int64, nano, i int) {
	sec = int64(v)
	for range (n - 10) / 3 {
		nano = nano/1000 + int(sec%1000)*1e6
		sec /= 1000
	}
	if sec < epochFirst || sec > epochLast {
		return 0, 0, 0
	}
	i = n
	if n == 10 {
		var p parts
		i = fraction(b, n, &p)
		nano = p.nano
	}
	if i < len(b) && (isWord(b[i]) || b[i] == '.' || b[i] == '-' || b[i] == ':') {
		return 0, 0, 0
	}
	return sec, nano, i
}

// set takes the numbers of an instant.
func (p *parts) set(t time.Time) {
	p.year, p.month, p.day = t.Year(), int(t.Month()), t.Day()
	p.hour, p.min, p.sec, p.nano = t.Hour(), t.Minute(), t.Second(), t.Nanosecond()
	p.zone = event.ZoneKnown
}

// tai64n reads @40000000… of multilog and dovecot under it: 16 hexadecimal digits
// of seconds from 2^62, which multilog sets ten seconds ahead of UTC, and 8 of
// nanoseconds. Source: libtai, "TAI64N labels".
func tai64n(b []byte, p *parts) int {
	const width = 1 + 16 + 8
	if len(b) < width || (len(b) > width && isWord(b[width])) {
		return 0
	}
	sec, err := strconv.ParseUint(string(b[1:17]), 16, 63)
	if err != nil {
		return 0
	}
	nano, err := strconv.ParseUint(string(b[17:width]), 16, 32)
	unix := int64(sec) - 1<<62 - 10
	if err != nil || nano > 999_999_999 || unix < epochFirst || unix > epochLast {
		return 0
	}
	p.set(time.Unix(unix, int64(nano)).UTC())
	return width
}

// glogStamp reads MMDD HH:MM:SS.ffffff. Only the fraction tells it from a number
// before a time of day.
func glogStamp(b []byte, p *parts) int {
	p.month, p.day, p.noYear = two(b, 0), two(b, 2), true
	if len(b) < 15 || b[13] != '.' || !isDigit(b[14]) || p.month == 0 {
		return 0
	}
	return timePart(b, 4, p)
}

package parse

import (
	"time"

	"cordwood/backend/event"
)

// moment is a stamp as the first pass keeps it: an instant, and how sure its zone
// is. Without an instant nanos is noNanos.
type moment struct {
	nanos int64 // Unix
	zone  event.ZoneKind
}

// Years that fit into nanoseconds since 1970, as package index counts them.
var (
	firstSecond = time.Date(1678, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
	lastSecond  = time.Date(2262, 1, 1, 0, 0, 0, 0, time.UTC).Unix() - 1
)

func momentAt(unix int64, nano int, zone event.ZoneKind) moment {
	if unix < firstSecond || unix > lastSecond {
		return moment{noNanos, zone}
	}
	return moment{unix*1e9 + int64(nano), zone}
}

func momentOf(t time.Time, zone event.ZoneKind) moment {
	if t.IsZero() {
		return moment{noNanos, zone}
	}
	return momentAt(t.Unix(), t.Nanosecond(), zone)
}

// wallClock makes instants as clock does, without time.Time. Wall seconds are the
// seconds since 1970 that a clock on the wall counts.
type wallClock struct {
	clock *clock
	// Wall seconds from first to before last have this offset from UTC.
	first, last, offset int64

	// Of stamps without a year, see clock.withoutYear.
	year      int  // to begin with; 0 = nobody knows
	limited   bool // no stamp lies behind limit
	limit     int64
	limitNano int
}

func newWallClock(c *clock) wallClock {
	w := wallClock{clock: c}
	limit, year := c.startYear()
	w.year = year
	if !limit.IsZero() {
		w.limited, w.limit, w.limitNano = true, limit.Unix(), limit.Nanosecond()
	}
	return w
}

// moment is clock.instant.
func (w *wallClock) moment(p *parts) moment {
	if p.month == 0 {
		return moment{nanos: noNanos}
	}
	if p.noYear {
		return w.withoutYear(p)
	}
	if p.name != "" || p.year < 1 {
		s := w.clock.instant(p)
		return momentOf(s.time, s.zone)
	}
	unix, zone := w.unix(p)
	return momentAt(unix, p.nano, zone)
}

// unix is the instant of parts that have a year and no zone's name.
func (w *wallClock) unix(p *parts) (int64, event.ZoneKind) {
	wall := daysTo(p.year, p.month, p.day)*86400 + int64(p.hour*3600+p.min*60+p.sec)
	if p.zone == event.ZoneKnown {
		return wall - int64(p.offset), event.ZoneKnown
	}
	return wall - w.offsetAt(wall), event.ZoneAssumed
}

// offsetAt is the offset that time.Date takes for a wall second. Away from the
// zone's transitions it is that of the period that holds both the wall second,
// taken for UTC, and the instant. (A wall second that a transition leaves out has
// the offset of the period before, and is an instant of the one behind.)
func (w *wallClock) offsetAt(wall int64) int64 {
	if wall >= w.first && wall < w.last {
		return w.offset
	}
	u := time.Unix(wall, 0).UTC()
	t := time.Date(u.Year(), u.Month(), u.Day(), u.Hour(), u.Minute(), u.Second(), 0, w.clock.zone)
	offset := wall - t.Unix()
	const always = int64(1) << 60
	first, last := -always, always
	start, end := t.ZoneBounds()
	if !start.IsZero() {
		first = max(start.Unix(), start.Unix()+offset)
	}
	if !end.IsZero() {
		last = min(end.Unix(), end.Unix()+offset)
	}
	if _, own := t.Zone(); int64(own) == offset && wall >= first && wall < last {
		w.first, w.last, w.offset = first, last, offset
	}
	return offset
}

// withoutYear is clock.withoutYear.
func (w *wallClock) withoutYear(p *parts) moment {
	if w.year < 20 || p.name != "" {
		s := w.clock.withoutYear(p)
		return momentOf(s.time, s.zone)
	}
	q := *p
	q.noYear, q.year = false, w.year
	for range 9 {
		if q.day <= 28 || q.day <= daysIn(q.year, q.month) {
			unix, zone := w.unix(&q)
			if !w.limited || unix < w.limit || (unix == w.limit && q.nano <= w.limitNano) {
				return momentAt(unix, q.nano, zone)
			}
		}
		q.year--
	}
	return moment{nanos: noNanos}
}

// daysBefore is how many days of a common year lie before each month.
var daysBefore = [...]int{0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334}

// daysTo counts the days from 1970-01-01 to a date of the Gregorian calendar, in
// the year 1 or later.
func daysTo(year, month, day int) int64 {
	const to1970 = 719162 // days from 0001-01-01
	y := year - 1
	days := 365*y + y/4 - y/100 + y/400 + daysBefore[month-1] + day - 1
	if month > 2 && year%4 == 0 && (year%100 != 0 || year%400 == 0) {
		days++
	}
	return int64(days - to1970)
}

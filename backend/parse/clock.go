package parse

import (
	"time"

	"cordwood/backend/event"
)

// clock reads the timestamps of one file. It knows what stamps may leave out.
type clock struct {
	zone     *time.Location // of stamps without one
	year     int            // of stamps without one; 0 = from modified
	modified time.Time      // no stamp without a year lies more than a day after it
	anchor   time.Time      // a time with a year near the file's beginning; zero = none
	dayFirst bool           // 03/04/2026 is the third of April
}

// stamp is a timestamp that was read. Its time is zero when the text does not
// fix an instant: a time of day alone, or a date whose year nobody knows.
type stamp struct {
	time time.Time // UTC
	zone event.ZoneKind
}

func newClock(o Options) clock {
	zone := o.Zone
	if zone == nil {
		zone = time.UTC
	}
	return clock{zone: zone, year: o.Year, modified: o.Modified}
}

// parts are the numbers of a stamp before they become an instant.
type parts struct {
	year, month, day     int // month 0: no date
	hour, min, sec, nano int
	offset               int // seconds east of UTC, when zone is ZoneKnown
	zone                 event.ZoneKind
	name                 string // zone name as written, when offset is not known
	noYear               bool
	dateAlone            bool // asked: a date without a time of day will do
}

// valid checks the ranges; a second of 60 is a leap second.
func (p *parts) valid() bool {
	if p.hour > 24 || p.min > 59 || p.sec > 60 {
		return false
	}
	if p.month == 0 {
		return true
	}
	return p.month <= 12 && p.day >= 1 && p.day <= 31 &&
		(p.noYear || p.day <= 28 || p.day <= daysIn(p.year, p.month))
}

func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// instant makes the stamp.
func (c *clock) instant(p *parts) stamp {
	if p.month == 0 {
		return stamp{}
	}
	if p.noYear {
		return c.withoutYear(p)
	}
	if p.zone == event.ZoneKnown {
		t := time.Date(p.year, time.Month(p.month), p.day, p.hour, p.min, p.sec, p.nano, time.UTC)
		if p.offset != 0 {
			t = t.Add(-time.Duration(p.offset) * time.Second)
		}
		return stamp{t, event.ZoneKnown}
	}
	t := time.Date(p.year, time.Month(p.month), p.day, p.hour, p.min, p.sec, p.nano, c.zone)
	if p.name != "" {
		return c.named(p, t)
	}
	return stamp{t.UTC(), event.ZoneAssumed}
}

// named resolves a zone's short name. The source's own zone decides first, since
// CST is Chicago to some and Shanghai to others; a name that stays ambiguous
// counts as no zone.
func (c *clock) named(p *parts, local time.Time) stamp {
	if name, _ := local.Zone(); name == p.name {
		return stamp{local.UTC(), event.ZoneKnown}
	}
	if offset, ok := zoneNames[p.name]; ok {
		q := *p
		q.name, q.zone, q.offset = "", event.ZoneKnown, offset*60
		return c.instant(&q)
	}
	return stamp{local.UTC(), event.ZoneAssumed}
}

// anchorSpan is how far a stamp without a year may lie after the file's anchor;
// the rest of the year lies before it (a file that begins on New Year's Eve).
const anchorSpan = 330 * 24 * time.Hour

// withoutYear takes the latest year that does not put the stamp more than a day
// after the file's last change (a log of December read in January), nor a year
// after the times of the same file that have one.
func (c *clock) withoutYear(p *parts) stamp {
	q := *p
	q.noYear = false
	limit, year := c.startYear()
	if year == 0 {
		return stamp{}
	}
	q.year = year
	// Eight steps reach a leap year from anywhere, the century's end included.
	for range 9 {
		if q.day <= 28 || q.day <= daysIn(q.year, q.month) {
			s := c.instant(&q)
			if limit.IsZero() || !s.time.After(limit) {
				return s
			}
		}
		q.year--
	}
	return stamp{}
}

// startYear is the latest year that a stamp without one may lie in, 0 when nobody
// knows, and the instant that no such stamp lies behind, zero for none.
func (c *clock) startYear() (limit time.Time, year int) {
	if !c.modified.IsZero() {
		limit = c.modified.Add(24 * time.Hour)
	}
	if c.year != 0 {
		return limit, c.year
	}
	if end := c.anchor.Add(anchorSpan); !c.anchor.IsZero() && (limit.IsZero() || end.Before(limit)) {
		limit = end
	}
	if limit.IsZero() {
		return limit, 0
	}
	return limit, limit.In(c.zone).Year()
}

// zoneNames are offsets in minutes east of UTC. Names that several countries use
// for different offsets (CST, IST, BST, AST) are left out on purpose.
var zoneNames = map[string]int{
	"UTC": 0, "GMT": 0, "Z": 0, "UT": 0, "WET": 0, "WEST": 60,
	"CET": 60, "CEST": 120, "MEZ": 60, "MESZ": 120, "MET": 60, "MEST": 120, "EET": 120, "EEST": 180,
	"MSK": 180, "MSD": 240, "SAMT": 240, "YEKT": 300, "OMST": 360, "KRAT": 420, "NOVT": 420,
	"IRKT": 480, "YAKT": 540, "VLAT": 600, "TRT": 180, "SAST": 120, "EAT": 180, "CAT": 120, "WAT": 60,
	"PKT": 300, "WIB": 420, "ICT": 420, "HKT": 480, "SGT": 480, "PHT": 480, "MYT": 480, "AWST": 480,
	"JST": 540, "KST": 540, "ACST": 570, "ACDT": 630, "AEST": 600, "AEDT": 660, "NZST": 720, "NZDT": 780,
	"EST": -300, "EDT": -240, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420,
	"AKST": -540, "AKDT": -480, "HST": -600, "NST": -210, "NDT": -150, "ADT": -180, "BRT": -180, "ART": -180,
}

// ambiguousZones are read as a zone's name but do not fix an offset by themselves.
var ambiguousZones = map[string]bool{"CST": true, "IST": true, "BST": true, "AST": true}

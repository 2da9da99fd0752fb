package query

import (
	"strconv"
	"strings"
	"time"

	"cordwood/backend/fault"
)

// times asks for a moment in from <= t < to; a zero bound is open.
type times struct {
	from, to time.Time
	src      string
	zone     *time.Location
}

func (p *parser) times(t token) (test, node) {
	v := t.value
	now := p.o.Clock()
	r := times{src: timeSource(v), zone: now.Location()}
	var ok bool
	if v.ranged && v.op == "" {
		r.from, r.to, ok = timeRange(v.lo.String(), v.hi.String(), now)
	} else {
		var at moment
		at, ok = readTime(v.pieces.String(), now)
		switch v.op {
		case "":
			r.from, r.to = at.start, at.end
			if at.relative { // "-15m" alone is what happened since
				r.to = time.Time{}
			}
		case ">":
			r.from = at.end
		case ">=":
			r.from = at.start
		case "<":
			r.to = at.start
		case "<=":
			r.to = at.end
		}
	}
	name := strings.ToLower(t.name)
	if !ok {
		fix := name + ":09:10..09:20"
		return nil, p.bad(t, fault.Say("{0}: needs a time, for example {1}", name, fix), fix)
	}
	if !r.from.IsZero() && !r.to.IsZero() && !r.from.Before(r.to) {
		fix := name + ":" + printEnd(v.hi.String()) + ".." + printEnd(v.lo.String())
		return nil, p.fail(t.start, t.end, BadValue, fault.Say("{0}: the range ends before it begins", name), fix)
	}
	return r, nil
}

func timeSource(v value) string {
	if v.ranged && v.op == "" {
		return printEnd(v.lo.String()) + ".." + printEnd(v.hi.String())
	}
	return v.op + printBound(v.pieces.String())
}

// moment is a time with the precision it was written in: start <= t < end.
type moment struct {
	start, end time.Time
	clock      bool // without a day
	relative   bool // counted from now
}

func instant(t time.Time) moment { return moment{start: t, end: t.Add(1)} }

// timeRange reads lo..hi. A clock time behind a day is of that day; a range of
// clock times that runs over midnight began the day before.
func timeRange(lo, hi string, now time.Time) (from, to time.Time, ok bool) {
	if lo == "" && hi == "" {
		return from, to, false
	}
	var a, b moment
	if lo != "" {
		if a, ok = readTime(lo, now); !ok {
			return from, to, false
		}
		from = a.start
	}
	if hi != "" {
		day := now
		if lo != "" && !a.clock && !a.relative {
			day = a.start
		}
		if b, ok = readTime(hi, now); ok && b.clock {
			b, ok = readTime(hi, day)
		}
		if !ok {
			return from, to, false
		}
		to = b.end
	}
	if a.clock && b.clock && !from.Before(to) {
		if a, ok = readTime(lo, now.AddDate(0, 0, -1)); ok {
			from = a.start
		}
	}
	return from, to, true
}

// ReadTime reads one time as time: does, in the zone of now, a bare clock time in
// the day of now: from <= t < to is what it means, a day or a minute whole.
func ReadTime(text string, now time.Time) (from, to time.Time, ok bool) {
	m, ok := readTime(strings.TrimSpace(text), now)
	return m.start, m.end, ok
}

// readTime reads one moment in every spelling.
func readTime(s string, now time.Time) (moment, bool) {
	midnight := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
	switch strings.ToLower(s) {
	case "now":
		return instant(now), true
	case "today":
		return moment{start: midnight, end: midnight.AddDate(0, 0, 1)}, true
	case "yesterday":
		return moment{start: midnight.AddDate(0, 0, -1), end: midnight}, true
	}
	if rest, ok := strings.CutPrefix(s, "-"); ok {
		ms, dim, ok := parseNumber(rest, dimTime)
		if !ok || dim != dimTime || isDigit(rest[len(rest)-1]) || ms > 100*365*864e5 {
			return moment{}, false
		}
		m := instant(now.Add(-time.Duration(ms * 1e6)))
		m.relative = true
		return m, true
	}
	if m, ok := unixTime(s); ok {
		return m, true
	}
	for _, l := range layouts {
		if t, err := time.ParseInLocation(l.layout, s, now.Location()); err == nil {
			return l.moment(t, s, midnight), true
		}
	}
	return moment{}, false
}

// unixTime reads ten digits of seconds or thirteen of milliseconds.
func unixTime(s string) (moment, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	switch {
	case err != nil:
		return moment{}, false
	case len(s) == 10:
		return moment{start: time.Unix(n, 0), end: time.Unix(n+1, 0)}, true
	case len(s) == 13:
		return moment{start: time.UnixMilli(n), end: time.UnixMilli(n + 1)}, true
	}
	return moment{}, false
}

// layout is one spelling and the unit it is exact to.
type layout struct {
	layout string
	unit   string // year, month, day, or a duration
	clock  bool
}

// layouts are tried in order. Go reads a fraction of a second behind "05"
// without being told, with a point or a comma.
var layouts = makeLayouts()

func makeLayouts() []layout {
	all := []layout{{"2006", "year", false}, {"2006-01", "month", false}}
	for _, clock := range []string{"15:04:05", "15:04", "15"} {
		unit := map[string]string{"15:04:05": "1s", "15:04": "1m", "15": "1h"}[clock]
		if clock != "15" {
			all = append(all, layout{clock, unit, true})
		}
		for _, day := range []string{"2006-01-02", "2006/01/02"} {
			for _, zone := range []string{"", "Z07:00", "Z0700", " Z07:00", " -0700"} {
				all = append(all, layout{day + "T" + clock + zone, unit, false}, layout{day + " " + clock + zone, unit, false})
			}
		}
	}
	return append(all, layout{"2006-01-02", "day", false}, layout{"2006/01/02", "day", false})
}

func (l layout) moment(t time.Time, written string, midnight time.Time) moment {
	switch l.unit {
	case "year":
		return moment{start: t, end: t.AddDate(1, 0, 0)}
	case "month":
		return moment{start: t, end: t.AddDate(0, 1, 0)}
	case "day":
		return moment{start: t, end: t.AddDate(0, 0, 1)}
	}
	unit, _ := time.ParseDuration(l.unit)
	if l.unit == "1s" {
		unit = fraction(written)
	}
	if l.clock {
		t = time.Date(midnight.Year(), midnight.Month(), midnight.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), midnight.Location())
	}
	return moment{start: t, end: t.Add(unit), clock: l.clock}
}

// fraction is the unit of the last digit of the seconds: a second, or a part of one.
func fraction(written string) time.Duration {
	at := strings.LastIndexAny(written, ".,")
	unit := time.Second
	for i := at + 1; at >= 0 && i < len(written) && isDigit(written[i]) && unit > 1; i++ {
		unit /= 10
	}
	return unit
}

func (t times) match(r Record, name string) bool {
	at, ok := recordTime(r, name)
	return ok && t.holds(at)
}

func (t times) holds(at time.Time) bool {
	return (t.from.IsZero() || !at.Before(t.from)) && (t.to.IsZero() || at.Before(t.to))
}

// recordTime is the entry's time, or that of another field with times.
func recordTime(r Record, name string) (time.Time, bool) {
	if name == "time" {
		return r.Time()
	}
	v, ok := stored(r, name)
	if !ok {
		return time.Time{}, false
	}
	if ms, err := strconv.ParseInt(v, 10, 64); err == nil {
		return time.UnixMilli(ms), true
	}
	at, err := time.Parse(time.RFC3339Nano, v)
	return at, err == nil
}

func (t times) print() string { return t.src }

// explain names the last second that is in, not the first that is out.
func (t times) explain(name string, not bool) fault.Said {
	from := t.from.In(t.zone).Format(time.DateTime)
	last := t.to.Add(-1).In(t.zone).Format(time.DateTime)
	switch {
	case t.to.IsZero():
		return either(not, fault.Say("{0} is from {1} on", name, from), fault.Say("{0} is not from {1} on", name, from))
	case t.from.IsZero():
		return either(not, fault.Say("{0} is up to {1}", name, last), fault.Say("{0} is not up to {1}", name, last))
	case from == last:
		return is(name, from, not)
	}
	return either(not, fault.Say("{0} is from {1} to {2}", name, from, last), fault.Say("{0} is not from {1} to {2}", name, from, last))
}

func (t times) sql(w *sqlWriter, c Column) string {
	unit := c.Unit
	if unit == 0 {
		unit = time.Millisecond
	}
	var both []string
	if !t.from.IsZero() {
		both = append(both, c.Expr+" >= "+w.arg(ceilUnix(t.from, unit)))
	}
	if !t.to.IsZero() {
		both = append(both, c.Expr+" < "+w.arg(ceilUnix(t.to, unit)))
	}
	return "(" + strings.Join(both, " AND ") + ")"
}

// ceilUnix is the first whole unit since 1970 that is not before t. Seconds
// and nanoseconds are taken apart, because years far away overflow nanoseconds.
func ceilUnix(t time.Time, unit time.Duration) int64 {
	per := int64(time.Second / unit)
	return t.Unix()*per + (int64(t.Nanosecond())+int64(unit)-1)/int64(unit)
}

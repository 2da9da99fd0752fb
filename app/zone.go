package app

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // a closed network's Windows has no zone database

	"cordwood/backend/fault"
	"cordwood/backend/query"
)

// parseZone reads an IANA name, "UTC", or an offset such as +08:00 or UTC+08:00.
func parseZone(text string) (*time.Location, error) {
	t := strings.TrimPrefix(strings.TrimSpace(text), "UTC")
	if t == "" {
		return time.UTC, nil
	}
	if t[0] == '+' || t[0] == '-' {
		if minutes, ok := offsetMinutes(t); ok {
			return time.FixedZone(offsetLabel(minutes), minutes*60), nil
		}
	} else if loc, err := time.LoadLocation(t); err == nil && t != "Local" {
		return loc, nil
	}
	return nil, fault.New("read zone", fault.Invalid, text, "write a name such as Asia/Shanghai, or an offset such as +08:00", nil)
}

func offsetMinutes(t string) (int, bool) {
	h, m, _ := strings.Cut(t[1:], ":")
	if len(h) == 4 {
		h, m = h[:2], h[2:]
	}
	hours, err := strconv.Atoi(h)
	if err != nil || hours > 14 || hours < 0 {
		return 0, false
	}
	minutes := 0
	if m != "" {
		if minutes, err = strconv.Atoi(m); err != nil || minutes > 59 || minutes < 0 {
			return 0, false
		}
	}
	minutes += hours * 60
	if t[0] == '-' {
		minutes = -minutes
	}
	return minutes, true
}

func offsetLabel(minutes int) string {
	sign := '+'
	if minutes < 0 {
		sign, minutes = '-', -minutes
	}
	return fmt.Sprintf("UTC%c%02d:%02d", sign, minutes/60, minutes%60)
}

// zoneOf describes a location as it is now. A fixed offset is known by its
// label; a named zone may change its offset over the year.
func zoneOf(loc *time.Location, origin string) Zone {
	name, seconds := time.Now().In(loc).Zone()
	z := Zone{Name: loc.String(), Label: offsetLabel(seconds / 60), Minutes: seconds / 60, Origin: origin}
	z.Fixed = loc == time.UTC || name == loc.String()
	if z.Fixed || z.Name == "Local" {
		z.Name = z.Label
	}
	return z
}

// readTime reads a time as a person writes it, in the words of the query's time:.
// Clock times are of the day of last, "-10m" counts back from it; zero is the
// source's own end. from <= t < to is what was meant.
func (o *opened) readTime(text string, last time.Time) (from, to time.Time, ok bool) {
	if last.IsZero() {
		_, last = o.span()
	}
	if last.IsZero() {
		last = o.now()
	}
	return query.ReadTime(text, last.In(o.zone()))
}

// Moment reads a time of a source and gives the first and the last millisecond
// that it means: of a day, a minute or a second its whole.
func (a *App) Moment(src, text string) (first, last int64, err error) {
	o, err := a.source(src)
	if err != nil {
		return 0, 0, err
	}
	from, to, ok := o.readTime(text, time.Time{})
	if !ok {
		return 0, 0, fault.New("read time", fault.Invalid, text, "write 2026-11-22, 14:03 or 2026-11-22T14:03:00+08:00", nil)
	}
	return from.UnixMilli(), to.Add(-1).UnixMilli(), nil
}

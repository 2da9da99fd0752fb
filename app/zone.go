package app

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // a closed network's Windows has no zone database

	"cordwood/backend/fault"
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

// readTime reads where a person wants to go: 09:14, 14:03:41, a date, both, an
// RFC 3339 moment, -10m before the end, or epoch seconds.
func (o *opened) readTime(text string) (time.Time, bool) {
	loc := o.zone()
	_, last := o.span()
	if last.IsZero() {
		last = o.now()
	}
	if d, err := time.ParseDuration(text); err == nil && strings.HasPrefix(text, "-") {
		return last.Add(d), true
	}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02"} {
		if t, err := time.ParseInLocation(layout, text, loc); err == nil {
			return t, true
		}
	}
	for _, layout := range []string{"15:04:05.000", "15:04:05", "15:04"} {
		if t, err := time.ParseInLocation(layout, text, loc); err == nil {
			y, m, d := last.In(loc).Date()
			return time.Date(y, m, d, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), loc), true
		}
	}
	return time.Time{}, false
}

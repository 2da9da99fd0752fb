package audittable

import (
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"cordwood/backend/event"
	"cordwood/backend/fault"
)

// dayOrder is how a table writes 03/04/2026.
type dayOrder uint8

const (
	dayFirst dayOrder = iota
	monthFirst
)

var slashed = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(\d{1,2})[/.-](\d{1,2})[/.-]\d{4}`) })

// orderOf looks through a column for a date that can be read in one way only; a
// twelve-hour clock speaks for the month first.
func orderOf(cells []string) dayOrder {
	for _, c := range cells {
		if m := slashed().FindStringSubmatch(strings.TrimSpace(c)); m != nil {
			a, _ := strconv.Atoi(m[1])
			b, _ := strconv.Atoi(m[2])
			if a > 12 {
				return dayFirst
			}
			if up := strings.ToUpper(c); b > 12 || strings.HasSuffix(up, "AM") || strings.HasSuffix(up, "PM") {
				return monthFirst
			}
		}
	}
	return dayFirst
}

var layouts = []string{"2006-1-2 15:04:05", "2006-1-2 15:04", "2006-1-2", "2006-1-2 3:04:05 PM", "2006-1-2 3:04 PM", "20060102 15:04:05", "20060102150405"}

var zoned = []string{
	time.RFC3339Nano, "2006-01-02T15:04:05Z0700", "2006-1-2 15:04:05 -0700", "2006-1-2 15:04:05 -07:00", "2006-1-2 15:04:05 MST",
	"Mon Jan 2 15:04:05 MST 2006", time.RFC1123Z, time.RFC1123,
}

// han turns 2026年11月22日 into 2026-11-22.
var han = strings.NewReplacer("年", "-", "月", "-", "日", " ", "时", ":", "分", ":", "秒", "", "上午", "AM ", "下午", "PM ")

// parseTime reads a cell. A time without a zone is in zone.
func parseTime(s string, order dayOrder, zone *time.Location) (time.Time, event.ZoneKind, error) {
	s = strings.TrimSpace(s)
	for _, l := range zoned {
		if t, err := time.Parse(l, s); err == nil && !strings.HasSuffix(l, "MST") {
			return t.UTC(), event.ZoneKnown, nil
		} else if err == nil && t.Location() == time.UTC { // other abbreviations have no one meaning
			return t.UTC(), event.ZoneKnown, nil
		}
	}
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		switch len(s) {
		case 10:
			return time.Unix(n, 0).UTC(), event.ZoneKnown, nil
		case 13:
			return time.UnixMilli(n).UTC(), event.ZoneKnown, nil
		}
	}
	plain := strings.TrimSuffix(strings.Join(strings.Fields(han.Replace(s)), " "), ":")
	plain = strings.Replace(plain, "T", " ", 1)
	if m := slashed().FindStringSubmatch(plain); m != nil {
		parts := strings.FieldsFunc(plain[:len(m[0])], func(r rune) bool { return r == '/' || r == '.' || r == '-' })
		day, month := parts[0], parts[1]
		if order == monthFirst {
			day, month = month, day
		}
		plain = parts[2] + "-" + month + "-" + day + plain[len(m[0]):]
	} else if len(plain) > 4 {
		end := min(len(plain), 10)
		plain = strings.ReplaceAll(plain[:end], "/", "-") + plain[end:]
		if strings.Count(plain[:end], ".") == 2 {
			plain = strings.ReplaceAll(plain[:end], ".", "-") + plain[end:]
		}
	}
	plain = strings.Replace(plain, ",", ".", 1)
	for _, l := range layouts {
		if t, err := time.ParseInLocation(l, plain, zone); err == nil {
			return t.UTC(), event.ZoneAssumed, nil
		}
	}
	return time.Time{}, event.ZoneNone, fault.Say("{0} is no time", strconv.Quote(s))
}

package health

import (
	"cmp"
	"math"
	"slices"
	"time"

	"cordwood/backend/event"
)

// Numbers of the rules in doc.go.
const (
	Slots = 48 // half hours of the day before now

	errorsAtLeast  = 10
	errorsFactor   = 3
	silentFactor   = 20
	silentAtLeast  = 30 * time.Minute
	growFactor     = 5
	growAtLeast    = 1000
	refusedAtLeast = 10
	freeAtLeast    = 0.10
	fullWithinDays = 14
)

// Family is one family's last day.
type Family struct {
	Name    string
	Entries [Slots]int64 // all entries by half hour, oldest first
	Errors  [Slots]int64 // ERROR and FATAL among them
	Last    time.Time    // of the newest entry; zero when there is none
	Usual   *float64     // errors an hour over the days before; nil: not known
	Broken  []string     // copies that cannot be read
}

// Hour is the sum of the last two slots, Day of all.
func Hour(s [Slots]int64) int64 { return s[Slots-1] + s[Slots-2] }

// Day is the sum of all slots.
func Day(s [Slots]int64) (sum int64) {
	for _, n := range s {
		sum += n
	}
	return sum
}

// Refused is one address with its refused sign-ins of the day.
type Refused struct {
	IP          string
	Count       int64
	Accounts    int64
	First, Last time.Time
	Usual       *float64 // refused a day over the days before; nil: not known
}

// Disk is the volume of the logs.
type Disk struct {
	Total, Free int64
	PerDay      int64 // bytes by which it fills a day
}

// FullDays is the number of days to full at the present rate; 0 when unknown.
func (d Disk) FullDays() float64 {
	if d.PerDay <= 0 {
		return 0
	}
	return float64(d.Free) / float64(d.PerDay)
}

// Finding is something that stands out.
type Finding struct {
	Rule          string
	Severity      event.Severity
	Family        string
	Text          string // what it is about: an address, a file
	Count, Before int64
	Usual         *float64 // how many there are otherwise, over a time as long; nil: not known
	From, To      time.Time
}

// The days before the last one are what is usual: BaseDays of them, and at least two, because
// less would be a guess.
const (
	BaseDays  = 7
	baseLeast = 48 * time.Hour
)

// Base is the time whose figures are what is usual for the day that ends at now, of records
// that begin at first; ok is false where it is too short.
func Base(now, first time.Time) (from, to time.Time, ok bool) {
	to = now.Add(-24 * time.Hour)
	from = to.Add(-BaseDays * 24 * time.Hour)
	if first.After(from) {
		from = first
	}
	return from, to, !first.IsZero() && to.Sub(from) >= baseLeast
}

// Usual is n of a base as it would be over a time of length d: whole from ten on, to a tenth below,
// and never 0 when there was any.
func Usual(n int64, from, to time.Time, d time.Duration) *float64 {
	usual := float64(n) * float64(d) / float64(to.Sub(from))
	switch {
	case usual >= 10:
		usual = math.Round(usual)
	case n > 0:
		usual = max(math.Round(usual*10)/10, 0.1)
	}
	return &usual
}

// Today is the input of Findings.
type Today struct {
	Now      time.Time
	Families []Family
	Refused  []Refused
	Disk     *Disk // nil in a bundle
	Waiting  []string
}

// Findings applies the rules of doc.go.
func Findings(t Today) []Finding {
	var out []Finding
	for _, f := range t.Families {
		out = append(out, family(t.Now, f)...)
	}
	for _, r := range t.Refused {
		if r.Count >= refusedAtLeast {
			out = append(out, Finding{Rule: "refused", Severity: event.Warn, Text: r.IP, Count: r.Count, Before: r.Accounts, Usual: r.Usual, From: r.First, To: r.Last})
		}
	}
	if d := t.Disk; d != nil && d.Total > 0 {
		days := d.FullDays()
		if float64(d.Free) < freeAtLeast*float64(d.Total) || days > 0 && days < fullWithinDays {
			out = append(out, Finding{Rule: "disk", Severity: event.Warn, Count: d.Free, Before: int64(days)})
		}
	}
	for _, w := range t.Waiting {
		out = append(out, Finding{Rule: "waiting", Severity: event.Info, Family: w})
	}
	slices.SortStableFunc(out, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(b.Severity, a.Severity), cmp.Compare(b.Count, a.Count))
	})
	return out
}

func family(now time.Time, f Family) (out []Finding) {
	hour, day := Hour(f.Errors), Day(f.Errors)
	if hour >= errorsAtLeast && hour*23 >= errorsFactor*(day-hour) {
		out = append(out, Finding{
			Rule: "errors", Severity: event.Error, Family: f.Name, Count: hour, Before: day - hour, Usual: f.Usual,
			From: now.Add(-time.Hour), To: now,
		})
	}
	hour, day = Hour(f.Entries), Day(f.Entries)
	if hour >= growAtLeast && hour*23 > growFactor*(day-hour) && day > hour {
		out = append(out, Finding{Rule: "growing", Severity: event.Warn, Family: f.Name, Count: hour, Before: (day - hour) / 23})
	}
	if age, usual := now.Sub(f.Last), usualGap(f.Entries); !f.Last.IsZero() && usual > 0 && age > max(silentAtLeast, silentFactor*usual) {
		out = append(out, Finding{Rule: "silent", Severity: event.Warn, Family: f.Name, Count: age.Milliseconds(), Before: usual.Milliseconds(), From: f.Last, To: now})
	}
	for _, b := range f.Broken {
		out = append(out, Finding{Rule: "unreadable", Severity: event.Warn, Family: f.Name, Text: b})
	}
	return out
}

// Silent reports whether the family's silence is a finding.
func Silent(now time.Time, f Family) bool {
	return slices.ContainsFunc(family(now, f), func(x Finding) bool { return x.Rule == "silent" })
}

// Growing reports whether the family's growth is a finding.
func Growing(now time.Time, f Family) bool {
	return slices.ContainsFunc(family(now, f), func(x Finding) bool { return x.Rule == "growing" })
}

// Erring reports whether the family's errors are a finding.
func Erring(now time.Time, f Family) bool {
	return slices.ContainsFunc(family(now, f), func(x Finding) bool { return x.Rule == "errors" })
}

// usualGap is the mean distance between entries in the half hours that have
// any: nights without entries do not make a family slow.
func usualGap(s [Slots]int64) time.Duration {
	var entries, slots int64
	for _, n := range s {
		if n > 0 {
			entries, slots = entries+n, slots+1
		}
	}
	if entries == 0 {
		return 0
	}
	return time.Duration(slots) * 30 * time.Minute / time.Duration(entries)
}

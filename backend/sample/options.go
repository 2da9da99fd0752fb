package sample

import (
	"time"

	"cordwood/backend/fault"
)

// Options of Write; only Dir is needed.
type Options struct {
	Dir  string // made when it is missing; it must be empty
	Size int64  // bytes on disk of all log files, about; default DefaultSize
	Days int    // days of logs before the end, 1 to MaxDays; default DefaultDays
	Seed uint64
	End  time.Time      // default: now, without seconds
	Zone *time.Location // of the suite's wall clock; default +08:00
	// Progress, when set, is called now and then with the minutes of the suite's
	// life that are written and that will be.
	Progress func(done, total int64)
}

const (
	DefaultSize = 20 << 20
	DefaultDays = 7
	MaxDays     = 90 // one copy a day and family: a thousand files
	// MinSize is what the incident and a few records of each kind need.
	MinSize = 512 << 10
	// TraceSize is the least size that has room for a family of 100 MB.
	TraceSize = 12 << 20
)

// wall is the suite's own zone.
var wall = time.FixedZone("UTC+08:00", 8*60*60)

func (o *Options) complete() error {
	invalid := func(what string, hint fault.Said) error {
		return fault.New("write sample", fault.Invalid, what, "", nil).Next(hint)
	}
	if o.Size == 0 {
		o.Size = DefaultSize
	}
	if o.Days == 0 {
		o.Days = DefaultDays
	}
	if o.Zone == nil {
		o.Zone = wall
	}
	if o.End.IsZero() {
		o.End = time.Now().Truncate(time.Minute)
	}
	o.End = o.End.In(o.Zone).Truncate(time.Millisecond)
	switch {
	case o.Dir == "":
		return invalid("dir", fault.Say("name the folder for the sample"))
	case o.Size < MinSize:
		return invalid("size", fault.Say("at least 512 KB"))
	case o.Days < 1 || o.Days > MaxDays:
		return invalid("days", fault.Say("1 to 90"))
	}
	return nil
}

// traced tells whether the sample has the day on which call_event.log reaches
// its limit, and when that day begins: the last but one, which must lie whole in
// the sample.
func (o *Options) traced() (midnight time.Time, ok bool) {
	y, m, d := o.End.Date()
	midnight = time.Date(y, m, d-1, 0, 0, 0, 0, o.Zone)
	return midnight, o.Size >= TraceSize && !midnight.Before(o.start())
}

// start is where the logs begin.
func (o *Options) start() time.Time { return o.End.AddDate(0, 0, -o.Days) }

// What things cost on disk, measured: a busy hour at full volume, plain in the
// live files of the last day and packed in the copies of the days before; the
// traced day, whatever the volume; the incident at full strain. Change them when
// a family says more or less; a test holds some sizes within a quarter.
const (
	plainHour     = 1_880_000.0
	packedHour    = 195_000.0
	tracedDay     = 8_100_000.0
	incidentPlain = 2_000_000.0
)

// volumeOf is how much of the full suite's talk makes up the size.
func (o *Options) volumeOf() float64 {
	y, m, d := o.End.Date()
	today := time.Date(y, m, d, 0, 0, 0, 0, o.Zone)
	if today.Before(o.start()) {
		today = o.start()
	}
	budget := float64(o.Size)
	if _, ok := o.traced(); ok {
		budget -= tracedDay
	}
	incident := incidentPlain
	if o.changed().Before(today) {
		incident *= packedHour / plainHour
	}
	talk := busyHours(o.start(), today)*packedHour + busyHours(today, o.End)*plainHour
	volume := budget / (talk + 2*incident) // see strain
	if volume > 0.5 {
		volume = (budget - incident) / talk
	}
	return max(volume, 0.01)
}

// changed is when the incident's campaign is changed.
func (o *Options) changed() time.Time {
	return o.End.Add(-incidentBefore).Truncate(time.Minute).Add(-19 * sec)
}

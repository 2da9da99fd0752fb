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
	invalid := func(what, hint string) error { return fault.New("write sample", fault.Invalid, what, hint, nil) }
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
		return invalid("dir", "name the folder for the sample")
	case o.Size < MinSize:
		return invalid("size", "at least 512 KB")
	case o.Days < 1 || o.Days > MaxDays:
		return invalid("days", "1 to 90")
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

// What a busy hour costs on disk at full volume, measured: plain in the live
// files of the last day, packed in the copies of the days before; and what the
// traced day and the incident cost whatever the volume. Change them when a
// family says more or less; a test holds the default within a tenth.
const (
	plainHour     = 2_000_000
	packedHour    = 260_000
	tracedDay     = 8_500_000
	incidentPlain = 1_500_000
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
	full := busyHours(o.start(), today)*packedHour + busyHours(today, o.End)*plainHour + incidentPlain
	return max(budget/full, 0.01)
}

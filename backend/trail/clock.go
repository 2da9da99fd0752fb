package trail

import (
	"fmt"
	"time"
)

// reading is both clocks at one instant.
type reading struct {
	wall time.Time     // what people read; somebody may set it
	mono time.Duration // since the process opened the trail; only runs forward
}

type clock func() reading

func systemClock() clock {
	start := time.Now()
	return func() reading {
		now := time.Now()
		return reading{now.Round(0), now.Sub(start)}
	}
}

// slack is how far the clocks may drift apart between two rows before it is
// worth a remark: time servers slew by less.
const slack = 2 * time.Second

// moved says how far the wall clock was set between two readings, or "".
func (r reading) moved(now reading) string {
	if r.wall.IsZero() {
		return ""
	}
	jump := now.wall.Sub(r.wall) - (now.mono - r.mono)
	if jump.Abs() <= slack {
		return ""
	}
	return fmt.Sprintf("clock moved %+.0f s", jump.Seconds())
}

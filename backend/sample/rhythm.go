package sample

import "time"

// hourly is how busy the suite is in each hour of a working day, 1 at its peak.
var hourly = [24]float64{
	0.05, 0.04, 0.03, 0.03, 0.04, 0.06, 0.12, 0.25, 0.55, 0.90, 1.00, 0.97,
	0.80, 0.85, 0.98, 1.00, 0.92, 0.75, 0.42, 0.28, 0.20, 0.14, 0.10, 0.07,
}

// weekend is what is left of a working day on Saturday and Sunday.
const weekend = 0.35

// rhythm is the pulse at a moment, by the wall clock of its zone: a straight
// line between the middles of two hours.
func rhythm(t time.Time) float64 {
	at := float64(t.Hour()) + float64(t.Minute())/60 - 0.5
	h := (int(at+24) % 24)
	part := at - float64(int(at+24)-24)
	pulse := hourly[h]*(1-part) + hourly[(h+1)%24]*part
	if d := t.Weekday(); d == time.Saturday || d == time.Sunday {
		pulse *= weekend
	}
	return pulse
}

// busyHours is how many hours at full pulse lie between two moments: the measure
// from which the volume is computed.
func busyHours(from, to time.Time) float64 {
	const grain = 15 * time.Minute
	sum := 0.0
	for t := from; t.Before(to); t = t.Add(grain) {
		sum += rhythm(t) * min(grain, to.Sub(t)).Hours()
	}
	return sum
}

// calm is the pulse of a live sample: the same at any hour, so that somebody who
// looks at night sees something.
func calm(time.Time) float64 { return 0.8 }

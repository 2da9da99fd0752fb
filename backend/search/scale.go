package search

import (
	"math"
	"time"

	"cordwood/backend/index"
)

// scale is where the buckets of a histogram begin, by the clock of a zone: a day is
// from midnight to midnight there, of 23 or 25 hours where its clocks are changed.
type scale struct {
	step  time.Duration
	edges []int64 // rising; the last is the end of the last bucket
}

const day = 24 * time.Hour

// steps are the sizes of a bucket; longer spans take weeks, doubled as needed. Those
// of less than a day are whole parts of it.
var steps = []time.Duration{
	10 * time.Millisecond, 20 * time.Millisecond, 50 * time.Millisecond,
	100 * time.Millisecond, 200 * time.Millisecond, 500 * time.Millisecond,
	time.Second, 2 * time.Second, 5 * time.Second, 10 * time.Second, 30 * time.Second,
	time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute, 30 * time.Minute,
	time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour, day, 7 * day,
}

// newScale chooses the smallest step with which [lo, hi] fits in so many buckets.
func newScale(lo, hi int64, buckets int, zone *time.Location) scale {
	for i := 0; ; i++ {
		r := ruler{zone: zone}
		if i < len(steps) {
			r.step = steps[i]
		} else {
			r.weeks = 1 << (i - len(steps) + 1)
			r.step = time.Duration(min(int64(r.weeks), math.MaxInt64/int64(7*day))) * 7 * day
		}
		if uint64(hi-lo)/uint64(r.step) > uint64(buckets) {
			continue // a bucket is shorter than its step at most twice a year
		}
		if s, ok := r.scale(lo, hi, buckets); ok {
			return s
		}
	}
}

// find is the bucket of a time between the first edge and the last; -1 for others.
func (s *scale) find(t int64) int {
	n := len(s.edges) - 1
	if n < 1 || t < s.edges[0] || t >= s.edges[n] {
		return -1
	}
	i := int(min(uint64(t-s.edges[0])/uint64(s.step), uint64(n-1)))
	for t < s.edges[i] {
		i--
	}
	for t >= s.edges[i+1] {
		i++
	}
	return i
}

// ruler makes edges of one step.
type ruler struct {
	zone  *time.Location
	step  time.Duration
	weeks int // in a step of more than one
}

func (r ruler) scale(lo, hi int64, buckets int) (scale, bool) {
	s := scale{step: r.step}
	at := r.floor(index.Time(lo).In(r.zone))
	s.edges = append(s.edges, index.Nanos(at))
	for last := s.edges[0]; last <= hi; s.edges = append(s.edges, last) {
		if len(s.edges) > buckets {
			return s, false
		}
		at = r.next(at)
		if last = index.Nanos(at); last == index.NoTime {
			last = math.MaxInt64 // behind all times that an entry can have
		}
	}
	return s, true
}

// floor is the edge at or before t.
func (r ruler) floor(t time.Time) time.Time {
	y, m, d := t.Date()
	if r.step >= 7*day {
		return dawn(y, m, d-int(t.Weekday()+6)%7, r.zone) // Monday
	}
	at := dawn(y, m, d, r.zone)
	switch {
	case r.step == day:
	case r.step <= time.Hour:
		at = at.Add(t.Sub(at) / r.step * r.step)
	default:
		for next := r.next(at); !next.After(t); next = r.next(at) {
			at = next
		}
	}
	return at
}

// next is the edge behind the one at t.
func (r ruler) next(t time.Time) time.Time {
	y, m, d := t.Date()
	if r.step >= day {
		return dawn(y, m, d+max(1, 7*r.weeks, int(r.step/day)), r.zone)
	}
	next, tomorrow := t.Add(r.step), dawn(y, m, d+1, r.zone)
	if hours := int(r.step / time.Hour); hours > 1 {
		next = time.Date(y, m, d, (t.Hour()/hours+1)*hours, 0, 0, 0, r.zone)
	}
	if next.After(tomorrow) {
		return tomorrow
	}
	return next
}

// dawn is when a day begins in a zone: midnight, the first of two where clocks are
// put back over it, or what follows it where they are put forward.
func dawn(y int, m time.Month, d int, zone *time.Location) time.Time {
	noon := time.Date(y, m, d, 12, 0, 0, 0, zone)
	t := time.Date(y, m, d, 0, 0, 0, 0, zone)
	from, to := t.ZoneBounds()
	if t.Day() != noon.Day() {
		return to
	}
	if !from.IsZero() {
		_, before := from.Add(-1).Zone()
		_, now := t.Zone()
		if first := t.Add(time.Duration(now-before) * time.Second); first.Before(from) && first.Day() == noon.Day() && first.Hour() == 0 {
			return first
		}
	}
	return t
}

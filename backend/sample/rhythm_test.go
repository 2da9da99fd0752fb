package sample

import (
	"math"
	"testing"
	"time"
)

func TestRhythm(t *testing.T) {
	f := func(at string, lo, hi float64) {
		t.Helper()
		moment, err := time.ParseInLocation("Mon 2006-01-02 15:04", at, wall)
		if err != nil {
			t.Fatal(err)
		}
		if got := rhythm(moment); got < lo || got > hi {
			t.Errorf("rhythm(%s) = %.3f, want %.2f to %.2f", at, got, lo, hi)
		}
	}
	f("Wed 2026-11-18 10:30", 1, 1)
	f("Wed 2026-11-18 15:30", 1, 1)
	f("Wed 2026-11-18 03:00", 0.02, 0.04)
	f("Wed 2026-11-18 00:00", 0.05, 0.07)
	f("Wed 2026-11-18 23:59", 0.05, 0.07)
	f("Sat 2026-11-14 10:30", 0.35, 0.35)
}

func TestRhythmHasNoSteps(t *testing.T) {
	day := time.Date(2026, 11, 18, 0, 0, 0, 0, wall)
	for m := range 24*60 - 1 {
		at := day.Add(time.Duration(m) * time.Minute)
		if jump := math.Abs(rhythm(at.Add(time.Minute)) - rhythm(at)); jump > 0.01 {
			t.Errorf("%s: %.3f", at.Format("15:04"), jump)
		}
	}
}

func TestBusyHours(t *testing.T) {
	monday := time.Date(2026, 11, 16, 0, 0, 0, 0, wall)
	day := busyHours(monday, monday.AddDate(0, 0, 1))
	week := busyHours(monday, monday.AddDate(0, 0, 7))
	if want := day * (5 + 2*weekend); math.Abs(week-want) > 0.5 {
		t.Errorf("a week has %.2f busy hours, want %.2f", week, want)
	}
}

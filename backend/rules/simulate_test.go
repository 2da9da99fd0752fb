package rules

import (
	"testing"
	"time"
)

func TestSimulate(t *testing.T) {
	inv := Inventory{Root: "/logs", Families: []Family{dailyCopies(5)}}
	// One rotation a day: each day one copy goes, after two at once today.
	out := Simulate(cleaning(3), inv, map[string]Growth{"email": {BytesPerDay: MaxLiveBytes, Ratio: 0.5}}, now, 30)
	if len(out.Days) != 31 || out.Files != 32 {
		t.Fatalf("%d days, %d files", len(out.Days), out.Files)
	}
	if got := paths(out.Days[0].Items); got != "11-17 11-18" || out.Days[0].Bytes != 20 {
		t.Errorf("today %q", got)
	}
	if got := paths(out.Days[1].Items); got != "11-19" {
		t.Errorf("tomorrow %q", got)
	}
	if want := 3*MaxLiveBytes/2 + 5; out.Stored != want {
		t.Errorf("stored %d, want %d", out.Stored, want)
	}
	if e := out.Earliest["email"]; e.Before(now.AddDate(0, 0, 25)) || e.After(now.AddDate(0, 0, 30)) {
		t.Errorf("earliest entry then: %v", e)
	}
	if len(inv.Families[0].Copies) != 6 {
		t.Error("the caller's inventory was changed")
	}
}

func TestSimulateStillAndFast(t *testing.T) {
	f := func(perDay int64, days, files int) {
		t.Helper()
		inv := Inventory{Families: []Family{{Name: "email"}}}
		out := Simulate(cleaning(2), inv, map[string]Growth{"email": {BytesPerDay: perDay}}, now, days)
		if out.Files != files {
			t.Errorf("%d bytes a day for %d days: %d files go, want %d", perDay, days, out.Files, files)
		}
	}
	f(0, 30, 0)
	f(MaxLiveBytes/10, 30, 1) // three rotations, two copies stay
	f(3*MaxLiveBytes, 10, 28)
	f(MaxLiveBytes, -1, 0)
	f(MaxLiveBytes, 100_000, maxDays-2)
}

func TestSince(t *testing.T) {
	f := dailyCopies(5)
	if got := f.Since(day(2).Add(-time.Second)); got != 3 {
		t.Errorf("%d copies since, want 3", got)
	}
}

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
	if got := out.Copies["email"]; got != 3 {
		t.Errorf("%d copies at the end, want 3", got)
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
		if got := out.Copies["email"]; files > 0 && got != 2 {
			t.Errorf("%d bytes a day for %d days: %d copies at the end, want 2", perDay, days, got)
		}
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

// A writer that rotates every day makes a copy a day, however small the file; one
// that does not makes none.
func TestSimulateDaily(t *testing.T) {
	f := func(daily bool, copies, want int) {
		t.Helper()
		now := time.Date(2026, 11, 18, 12, 0, 0, 0, time.UTC)
		set := Default()
		set.All.Copies, set.All.Cleaning = copies, true
		inv := Inventory{Root: "/logs", Families: []Family{{Name: "email", Copies: []Copy{{Path: "email.log", Live: true, Size: 1 << 10, Modified: now}}}}}
		for i := range copies {
			n := Name{Family: "email", Date: time.Date(2026, 11, 17-i, 0, 0, 0, 0, time.UTC), Index: 1}
			inv.Families[0].Copies = append(inv.Families[0].Copies, Copy{Path: n.File() + ".gz", Size: 9, Date: n.Date, Index: 1, Modified: n.Date})
		}
		sim := Simulate(set, inv, map[string]Growth{"email": {BytesPerDay: 50 << 10, Daily: daily}}, now, 30)
		if sim.Files != want {
			t.Errorf("daily %v, %d copies: %d files go in 30 days, want %d", daily, copies, sim.Files, want)
		}
	}
	f(true, 1, 30)
	f(true, 2, 30)
	f(true, 10, 30)
	f(false, 2, 0)
}

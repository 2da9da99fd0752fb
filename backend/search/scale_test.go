package search

import (
	"math"
	"slices"
	"testing"
	"time"

	"cordwood/backend/index"

	"pgregory.net/rapid"
)

func TestHistogramScale(t *testing.T) {
	f := func(span time.Duration, buckets int, step time.Duration) {
		t.Helper()
		s := newScale(int64(time.Hour), int64(time.Hour+span), buckets, time.UTC)
		if s.step != step || len(s.edges)-1 > buckets {
			t.Errorf("%v in %d: %v x %d, want %v", span, buckets, s.step, len(s.edges)-1, step)
		}
	}
	f(0, 100, 10*time.Millisecond)
	f(time.Second, 120, 10*time.Millisecond)
	f(24*time.Hour, 240, 10*time.Minute)
	f(24*time.Hour, 60, 30*time.Minute)
	f(400*24*time.Hour, 240, 7*24*time.Hour)
	f(20*365*24*time.Hour, 240, 8*7*24*time.Hour)
}

// Buckets begin where hours, days and weeks do by the source's clock.
func TestHistogramIsLocal(t *testing.T) {
	const days = 24 * time.Hour
	f := func(zone, from, to string, buckets int, step time.Duration, first, last string, lengths ...time.Duration) {
		t.Helper()
		loc := location(t, zone)
		at := func(s string) time.Time {
			m, err := time.ParseInLocation("2006-01-02 15:04:05", s, loc)
			if err != nil {
				t.Fatal(err)
			}
			return m
		}
		s := newScale(at(from).UnixNano(), at(to).UnixNano(), buckets, loc)
		n := len(s.edges) - 1
		print := func(e int64) string { return index.Time(e).In(loc).Format("2006-01-02 15:04") }
		if s.step != step || n != buckets || print(s.edges[0]) != first || print(s.edges[n]) != last {
			t.Errorf("%s, %s to %s: %d of %v from %s to %s, want %d of %v from %s to %s", zone, from, to, n, s.step, print(s.edges[0]), print(s.edges[n]), buckets, step, first, last)
		}
		var odd []time.Duration
		for i := range n {
			if l := time.Duration(s.edges[i+1] - s.edges[i]); l != step {
				odd = append(odd, l)
			}
		}
		if !slices.Equal(odd, lengths) {
			t.Errorf("%s, %s to %s: buckets of other lengths %v, want %v", zone, from, to, odd, lengths)
		}
	}
	f("+08:00", "2026-11-01 00:00:00", "2026-11-30 23:59:59", 30, days, "2026-11-01 00:00", "2026-12-01 00:00")
	f("+05:30", "2026-11-01 00:00:00", "2026-11-30 23:59:59", 30, days, "2026-11-01 00:00", "2026-12-01 00:00")
	f("+05:45", "2026-11-01 01:10:00", "2026-11-01 04:50:00", 4, time.Hour, "2026-11-01 01:00", "2026-11-01 05:00")
	f("+05:45", "2026-11-01 01:10:00", "2026-11-01 02:50:00", 4, 30*time.Minute, "2026-11-01 01:00", "2026-11-01 03:00")
	f("-03:30", "2026-11-01 13:00:00", "2026-11-02 11:00:00", 2, 12*time.Hour, "2026-11-01 12:00", "2026-11-02 12:00")
	// Clocks go forward, back, over midnight, and by half an hour.
	f("Europe/Berlin", "2026-03-01 00:00:00", "2026-03-31 23:00:00", 31, days, "2026-03-01 00:00", "2026-04-01 00:00", 23*time.Hour)
	f("Europe/Berlin", "2026-10-01 00:00:00", "2026-10-31 23:00:00", 31, days, "2026-10-01 00:00", "2026-11-01 00:00", 25*time.Hour)
	f("Europe/Berlin", "2026-10-25 00:30:00", "2026-10-25 23:30:00", 25, time.Hour, "2026-10-25 00:00", "2026-10-26 00:00")
	f("Europe/Berlin", "2026-10-25 00:30:00", "2026-10-25 23:30:00", 8, 3*time.Hour, "2026-10-25 00:00", "2026-10-26 00:00", 4*time.Hour)
	f("America/Havana", "2026-03-06 00:00:00", "2026-03-09 23:00:00", 4, days, "2026-03-06 00:00", "2026-03-10 00:00", 23*time.Hour)
	f("America/Havana", "2026-10-31 00:00:00", "2026-11-02 23:00:00", 3, days, "2026-10-31 00:00", "2026-11-03 00:00", 25*time.Hour)
	f("Asia/Beirut", "2026-03-28 00:00:00", "2026-03-30 23:00:00", 3, days, "2026-03-28 00:00", "2026-03-31 00:00", 23*time.Hour)
	f("Asia/Beirut", "2026-10-24 00:00:00", "2026-10-26 23:00:00", 3, days, "2026-10-24 00:00", "2026-10-27 00:00", 25*time.Hour)
	f("Australia/Lord_Howe", "2026-04-04 00:00:00", "2026-04-06 23:00:00", 3, days, "2026-04-04 00:00", "2026-04-07 00:00", 24*time.Hour+30*time.Minute)
	// Weeks begin on Monday.
	f("+08:00", "2026-11-04 12:00:00", "2026-11-17 12:00:00", 3, 7*days, "2026-11-02 00:00", "2026-11-23 00:00")
}

func location(t interface{ Fatal(...any) }, name string) *time.Location {
	if at, err := time.Parse("-07:00", name); err == nil {
		return at.Location()
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// Whatever the times and the zone, buckets rise, hold both ends, are no more than
// asked for, and every time is in the one around it.
func TestScaleHoldsEveryTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone := location(t, rapid.SampledFrom([]string{
			"+00:00", "+05:30", "+05:45", "-09:30", "Europe/Berlin", "America/St_Johns", "America/Havana", "Asia/Beirut", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Manila",
		}).Draw(t, "zone"))
		lo := rapid.OneOf(rapid.Int64Range(1.2e18, 1.9e18), rapid.Int64Range(math.MinInt64+1, math.MaxInt64)).Draw(t, "from")
		end := time.Date(2261, 12, 31, 0, 0, 0, 0, time.UTC).UnixNano() // see index.Nanos
		lo = min(max(lo, time.Date(1678, 1, 10, 0, 0, 0, 0, time.UTC).UnixNano()), end)
		hi := lo + min(end-max(lo, 0), rapid.OneOf(rapid.Int64Range(0, 1e9), rapid.Int64Range(0, 4e17), rapid.Int64Range(0, math.MaxInt64)).Draw(t, "for"))
		buckets := rapid.IntRange(1, 240).Draw(t, "buckets")
		s := newScale(lo, hi, buckets, zone)
		n := len(s.edges) - 1
		if n < 1 || n > buckets || s.edges[0] > lo || s.edges[n] <= hi && s.edges[n] < math.MaxInt64 {
			t.Fatalf("%d of %v from %d to %d, asked for %d from %d to %d", n, s.step, s.edges[0], s.edges[n], buckets, lo, hi)
		}
		for i := range n {
			if s.edges[i] >= s.edges[i+1] {
				t.Fatalf("edge %d: %d is not before %d", i, s.edges[i], s.edges[i+1])
			}
		}
		for _, at := range []int64{lo, hi, rapid.Int64Range(lo, hi).Draw(t, "at")} {
			if i := s.find(at); i < 0 || at < s.edges[i] || at >= s.edges[i+1] {
				t.Fatalf("%d is in bucket %d of %v", at, i, s.edges)
			}
		}
		if s.find(s.edges[0]-1) != -1 || s.edges[n] < math.MaxInt64 && s.find(s.edges[n]) != -1 {
			t.Fatal("a time outside has a bucket")
		}
	})
}

package health

import (
	"strconv"
	"strings"
	"testing"
	"time"
)

var now = time.Date(2026, 11, 18, 14, 32, 0, 0, time.UTC)

// spread fills the day with n entries a half hour, and the last hour with hour.
func spread(n, hour int64) (s [Slots]int64) {
	for i := range s {
		s[i] = n
	}
	s[Slots-1], s[Slots-2] = hour/2, hour-hour/2
	return s
}

func TestFindings(t *testing.T) {
	f := func(today Today, want string) {
		t.Helper()
		today.Now = now
		var got []string
		for _, x := range Findings(today) {
			got = append(got, strings.TrimSpace(x.Rule+" "+x.Family+x.Text))
		}
		if s := strings.Join(got, ", "); s != want {
			t.Errorf("got %q, want %q", s, want)
		}
	}
	one := func(fam Family) Today { fam.Name = "db"; return Today{Families: []Family{fam}} }
	ago := func(d time.Duration) time.Time { return now.Add(-d) }

	f(Today{}, "")
	f(one(Family{Entries: spread(100, 200), Last: ago(time.Second)}), "")
	f(one(Family{Entries: spread(100, 200), Errors: spread(0, 9), Last: ago(0)}), "")
	f(one(Family{Entries: spread(100, 200), Errors: spread(0, 10), Last: ago(0)}), "errors db")
	f(one(Family{Entries: spread(100, 200), Errors: spread(5, 29), Last: ago(0)}), "")
	f(one(Family{Entries: spread(100, 200), Errors: spread(5, 30), Last: ago(0)}), "errors db")
	f(one(Family{Entries: spread(100, 1000), Last: ago(0)}), "")
	f(one(Family{Entries: spread(100, 1001), Last: ago(0)}), "growing db")
	f(one(Family{Entries: spread(0, 5000), Last: ago(0)}), "") // the first hour of a new family
	f(one(Family{Entries: spread(15, 30), Last: ago(39 * time.Minute)}), "")
	f(one(Family{Entries: spread(15, 30), Last: ago(41 * time.Minute)}), "silent db")
	f(one(Family{Entries: spread(1000, 2000), Last: ago(29 * time.Minute)}), "")
	f(one(Family{Last: ago(100 * time.Hour)}), "")
	f(one(Family{Broken: []string{".2"}}), "unreadable db.2")
	f(Today{Refused: []Refused{{IP: "203.0.113.9", Count: 9}}}, "")
	f(Today{Refused: []Refused{{IP: "203.0.113.9", Count: 10}}}, "refused 203.0.113.9")
	f(Today{Disk: &Disk{Total: 100, Free: 10}}, "")
	f(Today{Disk: &Disk{Total: 100, Free: 9}}, "disk")
	f(Today{Disk: &Disk{Total: 100, Free: 50, PerDay: 4}}, "disk")
	f(Today{Disk: &Disk{Total: 100, Free: 56, PerDay: 4}}, "")
	f(Today{
		Families: []Family{{Name: "eml", Entries: spread(15, 0), Last: ago(3 * time.Hour)}, {Name: "db", Errors: spread(0, 99), Entries: spread(9, 99), Last: ago(0)}},
		Waiting:  []string{"cev"},
	}, "errors db, silent eml, waiting cev")
}

// What is usual is counted over the seven days before the last one, as far as there are records.
func TestUsual(t *testing.T) {
	f := func(days float64, n int64, d time.Duration, want string) {
		t.Helper()
		first := now.Add(-time.Duration(days * 24 * float64(time.Hour)))
		if days == 0 {
			first = time.Time{}
		}
		got := "unknown"
		if from, to, ok := Base(now, first); ok {
			got = strconv.FormatFloat(*Usual(n, from, to, d), 'g', -1, 64)
		}
		if got != want {
			t.Errorf("%d in %g days: %s, want %s", n, days, got, want)
		}
	}
	f(0, 0, time.Hour, "unknown")
	f(1, 9, time.Hour, "unknown")
	f(2.9, 9, time.Hour, "unknown")
	f(3, 48, time.Hour, "1")
	f(3, 48, 24*time.Hour, "24")
	f(8, 70, 24*time.Hour, "10")
	f(400, 70, 24*time.Hour, "10")
	f(400, 0, time.Hour, "0")
	f(400, 3, 24*time.Hour, "0.4")
	f(400, 1, time.Hour, "0.1")
	f(400, 74, 24*time.Hour, "11")
}

package query

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestTimeRangeHoldsEveryMatch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q, _ := parsed(t)
		for range 5 {
			if r := genRecord.Draw(t, "record"); q.Match(r) && !q.TimeRange().Contains(r.at) {
				t.Fatalf("%q matches %v outside of %v", q, r.at, q.TimeRange())
			}
		}
	})
}

func TestTimeRange(t *testing.T) {
	f := func(in, from, to string) {
		t.Helper()
		q, _, err := Parse(in, desk)
		if err != nil {
			t.Errorf("Parse(%q): %v", in, err)
			return
		}
		print := func(at time.Time) string {
			if at.IsZero() {
				return ""
			}
			return at.In(cst).Format("02 15:04:05")
		}
		if r := q.TimeRange(); print(r.From) != from || print(r.To) != to {
			t.Errorf("%q is from %q to %q, want %q to %q", in, print(r.From), print(r.To), from, to)
		}
	}
	f("a", "", "")
	f("", "", "")
	f("time:09:10..09:20", "22 09:10:00", "22 09:20:59")
	f("time:09:10.. time:..09:20 a", "22 09:10:00", "22 09:20:59")
	f("time:today time:-1h..", "22 11:00:00", "22 23:59:59")
	f("time:yesterday OR time:10:00", "21 00:00:00", "22 10:00:59")
	f("time:yesterday OR a", "", "")
	f("time:..09:00 OR time:10:00", "", "22 10:00:59")
	f("-time:yesterday", "", "")
}

package query

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"cordwood/backend/event"
)

// What is decided of a zone holds of each of its records, for any query.
func TestDecideHoldsOfEveryRecord(t *testing.T) {
	said := map[bool]int{}
	rapid.Check(t, func(t *rapid.T) {
		q, _ := parsed(t)
		records := rapid.SliceOfN(genRecord, 1, 5).Draw(t, "records")
		within := event.TimeRange{}
		if rapid.Bool().Draw(t, "ranged") {
			within.From = desk.Clock().Add(-time.Duration(rapid.IntRange(0, 90000).Draw(t, "ago")) * time.Second)
		}
		zones := map[int]*Zone{}
		for _, r := range records {
			z := zones[r.level.Band()]
			if z == nil {
				z = &Zone{Band: r.level.Band()}
				zones[z.Band] = z
			}
			z.take(r)
		}
		for _, r := range records {
			z := zones[r.level.Band()]
			may, must := q.Decide(*z)
			if is := q.Match(r); is && !may || !is && must {
				t.Fatalf("%q: %v of a record of %+v, decided %v %v", q, is, z, may, must)
			}
			said[may == must] = said[may == must] + 1
			may, must = z.Within(within)
			if is := within.Contains(r.at); is && !may || !is && must {
				t.Fatalf("%v: %v of a record of %+v, decided %v %v", within, is, z, may, must)
			}
		}
	})
	if said[true] == 0 || said[false] == 0 {
		t.Error("not all kinds of decisions were met:", said)
	}
}

func (z *Zone) take(r *entry) {
	if r.at.IsZero() {
		z.Untimed = true
		return
	}
	if z.First.IsZero() || r.at.Before(z.First) {
		z.First = r.at
	}
	if r.at.After(z.Last) {
		z.Last = r.at
	}
}

func TestDecide(t *testing.T) {
	clock := func(s string) time.Time {
		at, _, _ := ReadTime(s, desk.Clock())
		return at
	}
	warns := Zone{Band: 4, First: clock("09:10"), Last: clock("09:20")}
	untimed := Zone{Band: 0, Untimed: true}
	mixed := Zone{Band: 3, First: clock("09:10"), Last: clock("09:20"), Untimed: true}
	for _, c := range []struct{ query, warns, untimed, mixed string }{
		{"", "all", "all", "all"},
		{"bridge", "some", "some", "some"},
		{"level:warn", "all", "none", "none"},
		{"level:>=warn", "all", "none", "none"},
		{"level:info..warn", "all", "none", "all"},
		{"level:none", "none", "all", "none"},
		{"-level:warn", "none", "all", "all"},
		{"level:warn bridge", "some", "none", "none"},
		{"level:error OR bridge", "some", "some", "some"},
		{"level:error OR level:>=warn", "all", "none", "none"},
		{"-(level:error OR level:warn)", "none", "all", "all"},
		{"time:09:00..09:30", "all", "none", "some"},
		{"time:09:15", "some", "none", "some"},
		{"time:<09:10", "none", "none", "none"},
		{"time:>=09:10", "all", "none", "some"},
		{"time:..09:20", "all", "none", "some"},
		{"time:>09:20", "none", "none", "none"},
		{"-time:09:00..09:30", "none", "all", "some"},
		{"-time:10:00..", "all", "all", "all"},
		{"has:time", "all", "none", "some"},
		{"-has:time", "none", "all", "some"},
		{"has:level", "all", "none", "all"},
		{"time:10:00.. OR level:warn", "all", "none", "none"},
	} {
		q, _, err := Parse(c.query, desk)
		if err != nil {
			t.Errorf("%s: %v", c.query, err)
			continue
		}
		f := func(name string, z Zone, want string) {
			t.Helper()
			may, must := q.Decide(z)
			got := map[bool]string{true: "some", false: "none"}[may]
			if must {
				got = "all"
			}
			if got != want {
				t.Errorf("%q of %s: %s, want %s", c.query, name, got, want)
			}
		}
		f("warnings", warns, c.warns)
		f("untimed", untimed, c.untimed)
		f("mixed", mixed, c.mixed)
	}
}

package query

import (
	"testing"

	"cordwood/backend/fault"
)

func TestExplain(t *testing.T) {
	f := func(in, want string) {
		t.Helper()
		q, _, err := Parse(in, desk)
		if err != nil {
			t.Errorf("Parse(%q): %v", in, err)
			return
		}
		if got := fault.Text(q.Explain()); got != want {
			t.Errorf("%q means\n %s, want\n %s", in, got, want)
		}
	}
	f("bridge lost", `contains "bridge" and contains "lost"`)
	f("a (b OR -c)", `contains "a" and (contains "b" or does not contain "c")`)
	f("-(a b)", `not (contains "a" and contains "b")`)
	f("NOT NOT (a OR b) c", `(contains "a" or contains "b") and contains "c"`)
	f("level:>=warn", "level is WARN or more severe")
	f("-level:info..error", "level is not between INFO and ERROR (both included)")
	f("ms:>1.5s", "ms is more than 1.5s")
	f("-ms:..500", "ms is not at most 500")
	f("has:memo", "memo has a value")
	f("time:09:10..09:20", "time is from 2026-11-22 09:10:00 to 2026-11-22 09:20:59")
	f("time:-15m..", "time is from 2026-11-22 11:45:00 on")
	f("ip:10.1.2.3/8", "ip is in the network 10.0.0.0/8")
}

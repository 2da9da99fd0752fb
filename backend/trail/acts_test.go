package trail

import (
	"testing"

	"cordwood/backend/fault"
)

// What was done to one target, the newest first, each with what became of it.
func TestActs(t *testing.T) {
	dir := t.TempDir()
	tr := openTest(t, dir)
	do := func(op, target, args, outcome string) {
		t.Helper()
		ref, err := tr.Intent(op, target, args)
		if err == nil && outcome != "" {
			err = tr.Outcome(ref, outcome, nil)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	do("set rules", "/logs", "one", "ok")
	do("set rules", "/logs2", "of another folder", "ok")
	do("hold", "/logs", "another act", "ok")
	do("set rules", "/logs", "two", "failed: no room")
	do("set rules", "/logs", "three", "")
	f := func(n int, want ...string) {
		t.Helper()
		acts, err := tr.Acts("set rules", "/logs", n)
		if err != nil || len(acts) != len(want)/2 {
			t.Fatalf("%+v, %v", acts, err)
		}
		for i, a := range acts {
			if a.Args != `"`+want[2*i]+`"` || a.Outcome != want[2*i+1] {
				t.Errorf("act %d: %s, %q", i, a.Args, a.Outcome)
			}
		}
	}
	f(10, "three", "", "two", "failed: no room", "one", "ok")
	f(2, "three", "", "two", "failed: no room")
	if _, err := tamper(t, dir).Exec(`UPDATE audit SET args_json = '"other"' WHERE args_json = '"two"'`); err != nil {
		t.Fatal(err)
	}
	f(1, "three", "") // what was not asked for is not looked at
	if acts, err := tr.Acts("set rules", "/logs", 10); fault.KindOf(err) != fault.Damaged {
		t.Errorf("a changed row: %+v, %v", acts, err)
	}
}

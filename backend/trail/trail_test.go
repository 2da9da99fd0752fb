package trail

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"cordwood/backend/fault"
)

var ctx = context.Background()

func openTest(t *testing.T, dir string, further ...string) *Trail {
	t.Helper()
	tr, err := Open(dir, further...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tr.Close() })
	return tr
}

// act records n acts, the targets numbered from first.
func act(t *testing.T, tr *Trail, n int) {
	t.Helper()
	for i := range n {
		ref, err := tr.Intent("delete", "x-2026-11-22.log.gz", map[string]any{"n": i, "why": "over the number of copies"})
		if err == nil {
			err = tr.Outcome(ref, "ok", map[string]any{"bytes": 104857600})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func verdict(t *testing.T, dir string, o VerifyOptions) Report {
	t.Helper()
	r, err := Verify(ctx, dir, o)
	if err != nil {
		t.Fatal(err)
	}
	if r.OK != (r.Code == Complete) || r.Text.None() {
		t.Fatalf("report %+v contradicts itself", r)
	}
	return r
}

func want(t *testing.T, r Report, code Code, rows int64) {
	t.Helper()
	if r.Code != code || r.Rows != rows {
		t.Errorf("code %d with %d rows (%s), want %d with %d", r.Code, r.Rows, r.Text, code, rows)
	}
}

func TestIntentAndOutcome(t *testing.T) {
	dir := t.TempDir()
	tr := openTest(t, dir)
	act(t, tr, 2)
	list, err := tr.List(2, 10)
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 4 || list[0].Phase != IntentRow || list[1].Phase != OutcomeOf || list[1].Ref != list[0].Seq || list[1].Outcome != "ok" ||
		list[0].Args != `{"n":0,"why":"over the number of copies"}` || list[0].PID != int64(os.Getpid()) {
		t.Errorf("the trail holds %+v", list)
	}
	if err := tr.Outcome(list[0].Seq, "ok", nil); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a second outcome: %v, want invalid", err)
	}
	if err := tr.Outcome(999, "ok", nil); fault.KindOf(err) != fault.Invalid {
		t.Errorf("an outcome of nothing: %v, want invalid", err)
	}
	if err := tr.Close(); err != nil {
		t.Fatal(err)
	}
	want(t, verdict(t, dir, VerifyOptions{}), Complete, 5)
	if _, err := tr.Intent("delete", "x", nil); err == nil {
		t.Error("a closed trail took an intent")
	}
}

func TestTriggersStopAccidents(t *testing.T) {
	tr := openTest(t, t.TempDir())
	act(t, tr, 1)
	for _, q := range []string{`UPDATE audit SET op = 'x' WHERE seq = 2`, `DELETE FROM audit WHERE seq = 2`} {
		if _, err := tr.db.Exec(q); err == nil || !strings.Contains(err.Error(), "append-only") {
			t.Errorf("%s: %v", q, err)
		}
	}
}

func TestStartClosesOpenIntents(t *testing.T) {
	dir := t.TempDir()
	tr := openTest(t, dir)
	ref, err := tr.Intent("delete", "lost.log", nil)
	if err != nil {
		t.Fatal(err)
	}
	tr.db.Close() // the process dies here
	tr = openTest(t, dir)
	if r := tr.Recovered(); len(r) != 1 || r[0].Seq != ref || r[0].Target != "lost.log" {
		t.Fatalf("recovered %+v", r)
	}
	list, _ := tr.List(ref+1, 10)
	if len(list) != 1 || list[0].Ref != ref || list[0].Outcome != RecoveredUnknown {
		t.Errorf("behind the intent: %+v", list)
	}
	tr.Close()
	if tr = openTest(t, dir); len(tr.Recovered()) != 0 {
		t.Error("recovered twice")
	}
}

func TestIntentOfLivingProcessStaysOpen(t *testing.T) {
	tr := openTest(t, t.TempDir())
	f := func(e Entry, want bool) {
		t.Helper()
		if got := tr.atWork(e); got != want {
			t.Errorf("atWork(%+v) = %v", e, got)
		}
	}
	parent := int64(os.Getppid())
	f(Entry{Host: tr.host, Boot: tr.boot, PID: parent}, true)
	f(Entry{Host: tr.host, Boot: tr.boot, PID: int64(os.Getpid())}, false)
	f(Entry{Host: tr.host, Boot: "an earlier start", PID: parent}, false)
	f(Entry{Host: "elsewhere", Boot: tr.boot, PID: parent}, false)
	f(Entry{Host: tr.host, Boot: tr.boot, PID: 1 << 30}, false)
}

func TestFailsClosed(t *testing.T) {
	dir := t.TempDir()
	tr := openTest(t, dir)
	act(t, tr, 1)
	tr.db.Close()
	if _, err := tr.Intent("delete", "x", nil); err == nil {
		t.Error("an intent that is not on the disk was promised")
	}
	if err := os.WriteFile(filepath.Join(dir, DatabaseName), []byte(strings.Repeat("garbage ", 2000)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tail := range []string{"-wal", "-shm"} {
		os.Remove(filepath.Join(dir, DatabaseName+tail))
	}
	if _, err := Open(dir); fault.KindOf(err) != fault.Damaged {
		t.Errorf("a damaged trail: %v, want damaged", err)
	}
	want(t, verdict(t, dir, VerifyOptions{}), Unreadable, 0)
}

// Several processes write one chain; it does not fork.
func TestSharedChain(t *testing.T) {
	dir := t.TempDir()
	first := openTest(t, dir)
	second := openTest(t, dir)
	var group sync.WaitGroup
	for _, tr := range []*Trail{first, second, first} {
		group.Go(func() {
			for range 15 {
				ref, err := tr.Intent("export", "x", nil)
				if err == nil {
					err = tr.Outcome(ref, "ok", nil)
				}
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	first.Close()
	second.Close()
	want(t, verdict(t, dir, VerifyOptions{}), Complete, 91)
}

// Order is by seq; both clocks are kept; a jump is remarked, a slew is not.
func TestClock(t *testing.T) {
	f := func(wall, mono time.Duration, want string) {
		t.Helper()
		noon := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
		if got := (reading{noon, time.Hour}).moved(reading{noon.Add(wall), time.Hour + mono}); got != want {
			t.Errorf("wall %v, mono %v: %q, want %q", wall, mono, got, want)
		}
	}
	f(0, 0, "")
	f(time.Minute, time.Minute, "")
	f(time.Minute, time.Minute+time.Second, "")
	f(-time.Hour, time.Second, "clock moved -3601 s")
	f(time.Hour, 0, "clock moved +3600 s")
	f(24*365*12*time.Hour, 0, "clock moved +378432000 s") // past 2038
	f(time.Second, 10*time.Second, "clock moved -9 s")

	now := reading{time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC), 0}
	dir := t.TempDir()
	tr, err := openWith(dir, nil, func() reading { return now })
	if err != nil {
		t.Fatal(err)
	}
	jumps := []time.Duration{-time.Hour, time.Hour, -24 * time.Hour, 20 * 365 * 24 * time.Hour, -30 * 365 * 24 * time.Hour}
	for _, jump := range jumps {
		act(t, tr, 1)
		now = reading{now.wall.Add(jump), now.mono + time.Second}
	}
	act(t, tr, 1)
	list, _ := tr.List(1, 100)
	remarks := 0
	for i, e := range list {
		if e.Seq != int64(i+1) {
			t.Errorf("row %d has seq %d", i, e.Seq)
		}
		if e.Phase == Remark {
			remarks++
		}
	}
	if remarks != len(jumps) {
		t.Errorf("%d remarks, want %d", remarks, len(jumps))
	}
	tr.Close()
	want(t, verdict(t, dir, VerifyOptions{}), Complete, int64(len(list)))
}

// A name with line ends and quotes is data; it cannot become a second row.
func TestForgedTextIsData(t *testing.T) {
	dir := t.TempDir()
	tr := openTest(t, dir)
	target := "x.log\",\"outcome\":\"ok\"}\n2 forged \u202e\x00\xff"
	if _, err := tr.Intent("delete", target, nil); err != nil {
		t.Fatal(err)
	}
	list, err := tr.List(1, 10)
	if err != nil || len(list) != 2 || list[1].Target != target {
		t.Errorf("%v %+v", err, list)
	}
	tr.Close()
	want(t, verdict(t, dir, VerifyOptions{}), Complete, 2)
}

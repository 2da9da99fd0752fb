package hold

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"cordwood/backend/fault"
	"cordwood/backend/internal/fsx"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func batchOf(id string, held time.Time, bytes int64) Batch {
	return Batch{ID: id, HeldAt: held, PurgeAt: held.Add(keepFor), Files: []File{{Size: bytes}}}
}

func idsOf(due []Due, doubts []Doubt) string {
	var all []string
	for _, d := range due {
		all = append(all, d.ID)
	}
	for _, d := range doubts {
		all = append(all, d.ID+"?")
	}
	return strings.Join(all, " ")
}

func TestDueByRoom(t *testing.T) {
	all := []Batch{
		batchOf("young", noon.AddDate(0, 0, -1), 5), batchOf("old", noon.AddDate(0, 0, -9), 5), batchOf("middle", noon.AddDate(0, 0, -3), 5),
		batchOf("fresh", noon.Add(-undoWhenLow+time.Second), 5),
		{ID: "broken", Problem: fault.Say("damaged")},
	}
	f := func(free, total int64, want string) {
		t.Helper()
		if got := idsOf(MakeDue(all, noon, Room{free, total})); got != want {
			t.Errorf("free %d of %d: %q, want %q", free, total, got, want)
		}
	}
	f(50, 100, "old")
	f(0, 0, "old") // not known
	f(10, 100, "old")
	f(4, 100, "old middle") // 4, 9, 14
	f(0, 100, "old middle")
	f(0, 200, "old middle young")
	f(0, 2000, "old middle young") // the fresh one can be undone
}

func TestDueByDate(t *testing.T) {
	const day = 24 * time.Hour
	f := func(what string, held, purge time.Duration, want, wantLow string) { // from now
		t.Helper()
		b := Batch{ID: "b", HeldAt: noon.Add(held), PurgeAt: noon.Add(purge), Files: []File{{Size: 5}}}
		if got := idsOf(MakeDue([]Batch{b}, noon, Room{50, 100})); got != want {
			t.Errorf("%s: %q, want %q", what, got, want)
		}
		if got := idsOf(MakeDue([]Batch{b}, noon, Room{5, 100})); got != wantLow {
			t.Errorf("%s, with little room: %q, want %q", what, got, wantLow)
		}
	}
	f("a second before", -7*day+time.Second, time.Second, "", "b")
	f("to the second", -7*day, 0, "b", "b")
	f("a day late", -8*day, -day, "b", "b")
	f("a year late", -372*day, -365*day, "b", "b")
	f("two years late", -737*day, -730*day, "b?", "b?")
	f("the clock of 1970 wrote it", -56*365*day, -56*365*day+7*day, "b?", "b?")
	f("a moment ago", -time.Second, 7*day, "", "")
	f("clocks a minute apart", time.Minute, 7*day, "", "")
	f("from tomorrow", day, 8*day, "", "b?")
	f("from tomorrow, due yesterday", day, -day, "b?", "b?")
	f("due before it was held", -day, -2*day, "b?", "b?")
	f("extended by a year", -8*day, 365*day, "", "b")
	f("extended by three years, which are over", -1200*day, -day, "b", "b")
}

// Whatever the clock says, nothing goes before its date while there is room, and
// nothing at all whose dates are far from now.
func TestDueIsCareful(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		hours := rapid.Int64Range(-100_000, 100_000)
		var all []Batch
		for i := range rapid.IntRange(0, 8).Draw(t, "batches") {
			held := noon.Add(time.Duration(hours.Draw(t, "held")) * time.Hour)
			b := batchOf(fmt.Sprint(i), held, rapid.Int64Range(0, 50).Draw(t, "bytes"))
			b.PurgeAt = held.Add(time.Duration(rapid.Int64Range(-10, 1000).Draw(t, "for")) * time.Hour)
			all = append(all, b)
		}
		room := Room{rapid.Int64Range(0, 100).Draw(t, "free"), rapid.SampledFrom([]int64{0, 100, 1000}).Draw(t, "total")}
		due, doubts := MakeDue(all, noon, room)
		for i, d := range due {
			if d.HeldAt.After(noon.Add(time.Hour)) || d.PurgeAt.Before(noon.AddDate(0, 0, -401)) || d.PurgeAt.Before(d.HeldAt) {
				t.Fatalf("%+v is due", d)
			}
			if noon.Before(d.PurgeAt) && !room.low() {
				t.Fatalf("%+v is due before its date", d)
			}
			if i > 0 && d.HeldAt.Before(due[i-1].HeldAt) {
				t.Fatalf("%+v after %+v", d, due[i-1])
			}
			if slices.ContainsFunc(doubts, func(x Doubt) bool { return x.ID == d.ID }) {
				t.Fatalf("%+v is due and in doubt", d)
			}
		}
	})
}

// PurgeDue looks again: what got another date, or changed while it was held, stays.
func TestPurgeDue(t *testing.T) {
	f := func(what string, change func(root, id, stored string), wantDone, wantFailed int) {
		t.Helper()
		root := t.TempDir()
		put(t, root, "a.log", "data")
		put(t, root, "b.log", "more")
		held, err := holdAt(ctx, plan(t, root, "a.log", "b.log"), &diary{}, noon.AddDate(0, 0, -8))
		if err != nil {
			t.Fatal(err)
		}
		all, err := List(root)
		if err != nil {
			t.Fatal(err)
		}
		due, _ := MakeDue(all, noon, Room{})
		if len(due) != 1 {
			t.Fatalf("%s: %+v", what, due)
		}
		change(root, held.ID, filepath.Join(root, Dir, held.ID, all[0].Files[0].Stored))
		d := &diary{}
		out, err := PurgeDue(ctx, root, due[0], d)
		if err != nil || len(out.Done) != wantDone || len(out.Failed) != wantFailed {
			t.Errorf("%s: %+v, %v", what, out, err)
		}
		if len(d.lines) != 2*(wantDone+wantFailed) {
			t.Errorf("%s: recorded %q", what, d.lines)
		}
		left, err := List(root)
		if err != nil {
			t.Fatal(err)
		}
		files := 0
		for _, b := range left {
			files += len(b.Files)
		}
		if files != wantFailed {
			t.Errorf("%s: %d files are held, want %d", what, files, wantFailed)
		}
	}
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	f("as it was", func(_, _, _ string) {}, 2, 0)
	f("another date", func(root, id, _ string) {
		r, err := fsx.OpenRoot(root)
		check(err)
		defer r.Close()
		b, err := readBatch(r, id)
		check(err)
		b.Root, b.PurgeAt = root, noon.AddDate(1, 0, 0)
		check(b.write(r))
	}, 0, 2)
	f("grown", func(_, _, stored string) { check(os.WriteFile(stored, []byte("data and more"), 0o600)) }, 1, 1)
	f("touched", func(_, _, stored string) { check(os.Chtimes(stored, noon, noon)) }, 1, 1)
	f("restored by hand", func(root, _, stored string) { check(os.Rename(stored, filepath.Join(root, "a.log"))) }, 1, 0)
}

func TestPurgeDueWithoutARecord(t *testing.T) {
	root := t.TempDir()
	put(t, root, "a.log", "data")
	if _, err := holdAt(ctx, plan(t, root, "a.log"), &diary{}, noon.AddDate(0, 0, -8)); err != nil {
		t.Fatal(err)
	}
	all, _ := List(root)
	due, _ := MakeDue(all, noon, Room{})
	if _, err := PurgeDue(ctx, root, due[0], &diary{failIntent: true}); err == nil {
		t.Error("no error")
	}
	if left, _ := List(root); len(left) != 1 || len(left[0].Files) != 1 {
		t.Errorf("%+v", left)
	}
}

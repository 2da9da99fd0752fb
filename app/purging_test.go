package app

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cordwood/backend/hold"
)

// heldWorld is an open source in which one copy was held, and a caretaker with a
// clock and a disk of its own.
type heldWorld struct {
	t         *testing.T
	app       *App
	dir       string
	id        string // of the source
	batch     hold.Batch
	now       time.Time
	total     int64
	free      int64
	caretaker *caretaker
}

func newHeldWorld(t *testing.T) *heldWorld {
	t.Helper()
	w := &heldWorld{t: t, app: testApp(t), dir: filepath.Join(t.TempDir(), "suite"), now: time.Now(), total: 100, free: 50}
	if err := os.MkdirAll(w.dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"application.log", "application-2026-11-20.log", "application-2026-11-21.log"} {
		w.write(name, "2026-11-20 10:11:12.345 [main] INFO a.B - "+name+"\n")
	}
	src, err := w.app.Sources().Open(w.dir)
	if err != nil {
		t.Fatal(err)
	}
	w.id = src.ID
	w.caretaker = w.app.caretaker
	w.caretaker.now = func() time.Time { return w.now }
	w.caretaker.space = func(string) (int64, int64, error) { return w.total, w.free, nil }
	w.unlock()
	w.hold("application-2026-11-20.log")
	return w
}

func (w *heldWorld) write(name, text string) {
	w.t.Helper()
	if err := os.WriteFile(filepath.Join(w.dir, filepath.FromSlash(name)), []byte(text), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

func (w *heldWorld) unlock() {
	w.t.Helper()
	if _, err := w.app.Sources().Unlock(w.id); err != nil {
		w.t.Fatal(err)
	}
}

// copyID is the id of a file, "" when it is not in sight.
func (w *heldWorld) copyID(name string) string {
	w.t.Helper()
	families, err := w.app.ServerLogs().Families(w.id)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, f := range families.Families {
		for _, c := range f.Copies {
			if c.Path == name {
				return c.ID
			}
		}
	}
	return ""
}

func (w *heldWorld) hold(name string) {
	w.t.Helper()
	plan, err := w.app.ServerLogs().PlanDelete(w.id, []string{w.copyID(name)})
	if err != nil {
		w.t.Fatal(err)
	}
	if res, err := w.app.ServerLogs().Delete(w.id, plan.ID, DeleteHold); err != nil || res.Done != 1 {
		w.t.Fatalf("%+v %v", res, err)
	}
	batches, err := hold.List(w.dir)
	if err != nil || len(batches) != 1 {
		w.t.Fatalf("%+v %v", batches, err)
	}
	w.batch = batches[0]
}

// rounds lets the caretaker look, once and again after the grace.
func (w *heldWorld) rounds() {
	w.caretaker.round()
	w.now = w.now.Add(careGrace)
	w.caretaker.round()
}

func (w *heldWorld) held() (files int) {
	w.t.Helper()
	batches, err := hold.List(w.dir)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, b := range batches {
		files += len(b.Files)
	}
	return files
}

// purges are the outcomes of the purges in the trail, newest first.
func (w *heldWorld) purges() (out []string) {
	w.t.Helper()
	lines, err := w.app.TrailEntries(100)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, l := range lines {
		if l.Op == "purge" {
			if !strings.Contains(l.Args, "date has come") && !strings.Contains(l.Args, "a tenth of the disk") {
				w.t.Errorf("the trail does not say why: %s", l.Args)
			}
			out = append(out, l.Outcome)
		}
	}
	return out
}

func (w *heldWorld) problems() string {
	w.t.Helper()
	src, err := w.app.Sources().Info(w.id)
	if err != nil {
		w.t.Fatal(err)
	}
	var all []string
	for _, n := range src.Problems {
		all = append(all, n.File+": "+n.Text.Text)
	}
	return strings.Join(all, "\n")
}

func TestPurgeWhenDue(t *testing.T) {
	const week = 7 * 24 * time.Hour
	f := func(what string, change func(w *heldWorld), held int, purges, problem string) {
		t.Helper()
		w := newHeldWorld(t)
		change(w)
		w.rounds()
		if got := w.held(); got != held {
			t.Errorf("%s: %d files are held, want %d", what, got, held)
		}
		if got := strings.Join(w.purges(), "; "); !strings.HasPrefix(got, purges) || purges == "" && got != "" {
			t.Errorf("%s: the trail has %q, want %q", what, got, purges)
		}
		if got := w.problems(); !strings.Contains(got, problem) || problem == "" && got != "" {
			t.Errorf("%s: the source says %q, want %q", what, got, problem)
		}
	}
	later := func(d time.Duration) func(w *heldWorld) { return func(w *heldWorld) { w.now = w.now.Add(d) } }
	f("a minute before", later(week-careGrace-time.Minute), 1, "", "")
	f("its date has come", later(week), 0, "ok", "")
	f("a disk that fills up", func(w *heldWorld) { w.free = 5; w.now = w.now.Add(2 * time.Hour) }, 0, "ok", "")
	f("a disk that was full", func(w *heldWorld) { w.free = 5 }, 1, "", "")
	f("room is not known", func(w *heldWorld) { w.total, w.free = 0, 0; w.now = w.now.Add(2 * time.Hour) }, 1, "", "")
	f("no answer about room", func(w *heldWorld) {
		w.caretaker.space = func(string) (int64, int64, error) { return 0, 0, errors.New("away") }
		w.now = w.now.Add(week)
	}, 0, "ok", "")
	f("the clock jumped ahead", later(10*365*24*time.Hour), 1, "", "the clock moved")
	f("the clock jumped back, and the disk is full", func(w *heldWorld) { w.free = 5; w.now = w.now.AddDate(-1, 0, 0) }, 1, "", "the clock moved")
	f("locked", func(w *heldWorld) {
		if _, err := w.app.Sources().Lock(w.id); err != nil {
			t.Fatal(err)
		}
		w.now = w.now.Add(week)
	}, 1, "", "")
	f("read-only", func(w *heldWorld) {
		if os.Geteuid() == 0 {
			o, _ := w.app.source(w.id)
			o.kind = "file" // root writes everywhere; a single file is never changed either
		} else if err := os.Chmod(w.dir, 0o500); err != nil {
			t.Fatal(err)
		}
		w.now = w.now.Add(week)
	}, 1, "", "")
	f("changed while it was held", func(w *heldWorld) {
		w.write(hold.Dir+"/"+w.batch.ID+"/"+w.batch.Files[0].Stored, "other")
		w.now = w.now.Add(week)
	}, 1, "failed: ", "changed since it was held")
	f("its list cannot be read", func(w *heldWorld) {
		w.write(hold.Dir+"/"+w.batch.ID+"/info.json", "{")
		w.now = w.now.Add(week)
	}, 0, "", "damaged")
	f("a person is at it", func(w *heldWorld) {
		w.caretaker.of(w.app.openedAll()[0].id).acting.Lock()
		w.now = w.now.Add(week)
	}, 1, "", "")
}

// Who unlocks a source to restore a file whose date has come is in time.
func TestNoPurgeRightAfterUnlocking(t *testing.T) {
	w := newHeldWorld(t)
	w.now = w.now.Add(8 * 24 * time.Hour)
	lock := func() {
		t.Helper()
		if _, err := w.app.Sources().Lock(w.id); err != nil {
			t.Fatal(err)
		}
	}
	w.caretaker.round()
	w.now = w.now.Add(careGrace - time.Second)
	w.caretaker.round()
	lock()
	w.caretaker.round()
	w.unlock()
	w.now = w.now.Add(time.Hour)
	w.caretaker.round() // the first look since it was unlocked again
	if w.held() != 1 {
		t.Fatal("it is gone")
	}
	if res, err := w.app.ServerLogs().Undo(w.id, w.batch.ID); err != nil || res.Done != 1 {
		t.Errorf("%+v %v", res, err)
	}
}

// A purge that fails is tried again, but not each minute.
func TestPurgeTriesAgain(t *testing.T) {
	w := newHeldWorld(t)
	w.now = w.now.Add(8 * 24 * time.Hour)
	stored := filepath.Join(w.dir, hold.Dir, w.batch.ID, w.batch.Files[0].Stored)
	was := w.batch.Files[0].Modified
	if err := os.Chtimes(stored, was, was.Add(time.Second)); err != nil {
		t.Fatal(err)
	}
	w.rounds()
	for range 10 {
		w.now = w.now.Add(careEvery)
		w.caretaker.round()
	}
	if got := w.purges(); len(got) != 1 || !strings.Contains(w.problems(), "changed since it was held") {
		t.Errorf("%q, %q", got, w.problems())
	}
	if err := os.Chtimes(stored, was, was); err != nil {
		t.Fatal(err)
	}
	w.now = w.now.Add(purgeAgain)
	w.caretaker.round()
	if got := w.purges(); len(got) != 2 || got[0] != "ok" || w.held() != 0 || w.problems() != "" {
		t.Errorf("%q, %d held, %q", got, w.held(), w.problems())
	}
}

// Without a trail nothing is purged.
func TestNoPurgeWithoutATrail(t *testing.T) {
	w := newHeldWorld(t)
	w.now = w.now.Add(8 * 24 * time.Hour)
	if err := w.app.trail.Close(); err != nil {
		t.Fatal(err)
	}
	w.rounds()
	if w.held() != 1 || !strings.Contains(w.problems(), "not purged") {
		t.Errorf("%d held, %q", w.held(), w.problems())
	}
}

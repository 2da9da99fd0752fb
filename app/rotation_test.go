package app

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cordwood/backend/fault"
	"cordwood/backend/rules"
	"cordwood/backend/serverlog"
)

// A running server ends its live file when it is asked, says the copy's name, and
// the act stands in the trail.
func TestRotateNow(t *testing.T) {
	w := newHeldWorld(t)
	server := w.server()
	got, err := w.app.Rules().Rotate(w.id, "application")
	if err != nil || got.Family != "application" || got.By != asker() {
		t.Fatalf("%+v, %v", got, err)
	}
	n, ok := rules.Dated(got.File)
	if !ok || n.Family != "application" {
		t.Errorf("rotated into %q", got.File)
	}
	if _, err := os.Stat(filepath.Join(w.dir, got.File)); err != nil || !strings.HasSuffix(got.File, ".log.gz") {
		t.Error(got.File, err)
	}
	if err := server.Close(); err != nil {
		t.Fatal(err)
	}
	w.noRequest()
	w.last("rotate", "ok")
}

// A live file stays; the copy that its server makes of it when it is asked can be held.
func TestRotateThenHold(t *testing.T) {
	w := newHeldWorld(t)
	live := func() DeleteItem {
		t.Helper()
		v, err := w.app.ServerLogs().Families(w.id)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range v.Families {
			if f.Name == "application" {
				plan, err := w.app.ServerLogs().PlanDelete(w.id, []string{f.Copies[0].ID})
				if err != nil || plan.Files != 0 {
					t.Fatalf("%+v, %v", plan, err)
				}
				return plan.Items[0]
			}
		}
		t.Fatal("there is no live file")
		return DeleteItem{}
	}
	if it := live(); it.Rotatable || it.Refused.Code == "" {
		t.Errorf("without a server: %+v", it)
	}
	w.server()
	eventually(t, "a server that can be asked", func() bool { return live().Rotatable })
	did, err := w.app.Rules().Rotate(w.id, "application")
	if err != nil || did.ID == "" {
		t.Fatalf("%+v, %v", did, err)
	}
	plan, err := w.app.ServerLogs().PlanDelete(w.id, []string{did.ID})
	if err != nil || plan.Files != 1 || plan.Items[0].Path != did.File {
		t.Fatalf("%+v, %v", plan, err)
	}
	if res, err := w.app.ServerLogs().Delete(w.id, plan.ID, DeleteHold); err != nil || res.Done != 1 {
		t.Errorf("%+v, %v", res, err)
	}
	w.last("hold", "ok")
}

func TestRotateIsRefused(t *testing.T) {
	w := newHeldWorld(t)
	f := func(what, family string, kind fault.Kind, say string) {
		t.Helper()
		got, err := w.app.Rules().rotate(w.id, family, 50*time.Millisecond)
		if fault.KindOf(err) != kind || !strings.Contains(err.Error(), say) {
			t.Errorf("%s: %+v, %v; want %s: %s", what, got, err, kind, say)
		}
		w.noRequest()
	}
	f("no server ever", "application", fault.Unsupported, "no server has answered for this file")
	server := w.server()
	f("a file that the server does not write", "gc", fault.Unsupported, "no server has answered for this file")
	if _, err := w.app.Rules().Rotate(w.id, "email"); !strings.Contains(err.Error(), "the live file is empty") {
		t.Errorf("an empty live file: %v", err)
	}
	w.last("rotate", "failed: rotate email.log: the live file is empty: there is nothing to rotate")
	if err := server.Close(); err != nil {
		t.Fatal(err)
	}
	f("a server that is not there any more", "application", fault.Stopped, "no server answered in 0 s; the request was withdrawn")
	w.last("rotate", "failed: rotate application.log: no server answered")
	if _, err := w.app.Sources().Lock(w.id); err != nil {
		t.Fatal(err)
	}
	f("locked", "application", fault.Locked, "unlock the source first")
}

// server is one that writes into the folder, and has answered.
func (w *heldWorld) server() *serverlog.Suite {
	w.t.Helper()
	s, err := serverlog.Open(serverlog.Options{Dir: w.dir, Families: []string{"application", "email"}, Rules: true, PollEvery: 5 * time.Millisecond})
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { _ = s.Close() })
	return s
}

func (w *heldWorld) noRequest() {
	w.t.Helper()
	if _, err := os.Stat(filepath.Join(w.dir, rules.RequestName)); !errors.Is(err, fs.ErrNotExist) {
		w.t.Errorf("a request is left: %v", err)
	}
}

// last looks at the last act in the trail.
func (w *heldWorld) last(op, outcome string) {
	w.t.Helper()
	lines, err := w.app.TrailEntries(1)
	if err != nil || len(lines) != 1 || lines[0].Op != op || !strings.HasPrefix(lines[0].Outcome, outcome) {
		w.t.Errorf("the trail ends with %+v, %v; want %s: %s", lines, err, op, outcome)
	}
}

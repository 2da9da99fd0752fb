package app

import (
	"os"
	"path/filepath"
	"testing"

	"cordwood/backend/fault"
)

// A plan that was shown is carried out once, in one of the modes that there are.
func TestDeleteModes(t *testing.T) {
	const file = "application-2026-11-21.log"
	for _, c := range []struct {
		mode     DeleteMode
		done     int
		kind     fault.Kind // of the refusal
		there    bool
		held     int  // files, with the one that the world holds already
		undoable bool // the answer names what can be taken back
		usedOnce bool // the plan is gone
	}{
		{mode: DeleteHold, done: 1, held: 2, undoable: true, usedOnce: true},
		{mode: DeletePurge, done: 1, held: 1, usedOnce: true},
		{mode: "delete", kind: fault.Invalid, there: true, held: 1},
		{mode: "", kind: fault.Invalid, there: true, held: 1},
	} {
		t.Run(string(c.mode), func(t *testing.T) {
			w := newHeldWorld(t)
			plan, err := w.app.ServerLogs().PlanDelete(w.id, []string{w.copyID(file)})
			if err != nil || plan.Files != 1 {
				t.Fatalf("%+v %v", plan, err)
			}
			res, err := w.app.ServerLogs().Delete(w.id, plan.ID, c.mode)
			if fault.KindOf(err) != c.kind || res.Done != c.done || (res.HoldID != "") != c.undoable {
				t.Errorf("%+v %v", res, err)
			}
			_, err = os.Stat(filepath.Join(w.dir, file))
			if there := err == nil; there != c.there || w.held() != c.held {
				t.Errorf("there %v, %d held", there, w.held())
			}
			_, err = w.app.ServerLogs().Delete(w.id, plan.ID, DeleteHold)
			if used := fault.KindOf(err) == fault.NotFound; used != c.usedOnce {
				t.Errorf("the plan again: %v", err)
			}
		})
	}
}

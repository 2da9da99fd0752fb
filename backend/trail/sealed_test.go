package trail

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// An opened trail to which nothing is added gets no checkpoint: the files grow
// with what was done, not with how often Cordwood was started.
func TestCheckpointOnlyOfWhatIsNew(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	lines := func(dir string) int {
		t.Helper()
		text, err := os.ReadFile(filepath.Join(dir, CheckpointsName))
		if err != nil {
			return 0
		}
		return strings.Count(string(text), "\n")
	}
	f := func(what string, acts, here, there int, further ...string) {
		t.Helper()
		tr := openTest(t, dir, further...)
		act(t, tr, acts)
		if err := tr.Close(); err != nil {
			t.Fatal(err)
		}
		if lines(dir) != here || lines(outside) != there {
			t.Errorf("%s: %d and %d checkpoints, want %d and %d", what, lines(dir), lines(outside), here, there)
		}
	}
	f("a new trail", 0, 1, 0)
	f("opened again", 0, 1, 0)
	f("an act", 1, 2, 0)
	f("and again", 0, 2, 0)
	f("a further anchor", 0, 3, 1, outside)
	f("it has all", 0, 3, 1, outside)
	at := filepath.Join(dir, CheckpointsName)
	text, err := os.ReadFile(at)
	if err == nil {
		err = os.WriteFile(at, text[:len(text)-9], 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	f("the last was torn", 0, 4, 2, outside) // the torn one gets a line end
}

package app

import (
	"os"
	"testing"
	"time"
)

// The start screen knows what a source held, also when the source is away or opened again.
func TestSeen(t *testing.T) {
	w := newHeldWorld(t)
	recent := func() Recent {
		t.Helper()
		start, err := w.app.Sources().Start()
		if err != nil || len(start.Recent) != 1 {
			t.Fatal(start.Recent, err)
		}
		return start.Recent[0]
	}
	var seen *Seen
	for end := time.Now().Add(20 * time.Second); seen == nil && time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		seen = recent().Seen
	}
	if seen == nil || seen.Families != 1 || seen.Lines == 0 || seen.Bytes == 0 || seen.First == nil || seen.Last == nil {
		t.Fatalf("%+v", seen)
	}
	if err := w.app.Sources().Close(w.id); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(w.dir, w.dir+".away"); err != nil {
		t.Fatal(err)
	}
	away := recent()
	if away.State != "offline" || away.Seen == nil || away.Seen.Lines != seen.Lines {
		t.Errorf("away: %+v %+v", away, away.Seen)
	}
	if err := os.Rename(w.dir+".away", w.dir); err != nil {
		t.Fatal(err)
	}
	if _, err := w.app.Sources().Open(w.dir); err != nil {
		t.Fatal(err)
	}
	if again := recent(); again.Seen == nil {
		t.Error("opening it again forgets what was seen")
	}
}

package app

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cordwood/backend/fault"
)

// A newer question of a slot ends the older one before it is answered itself: when Open
// returns, the work for the older has been told to end. How little it does after that is
// held in package search, TestCancelIsHeardAmidAPiece, and in package match, TestGivenUp,
// in entries and steps.
func TestANewerQuestionEndsTheOlder(t *testing.T) {
	a, dir := testApp(t), t.TempDir()
	text := strings.Repeat("2026-11-22 08:00:00.000 [main] INFO  a.B - word of many\n", 20_000)
	if err := os.WriteFile(filepath.Join(dir, "a.log"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	src, err := a.OpenPath(dir, Records)
	if err != nil {
		t.Fatal(err)
	}
	var before *answer
	for i := range 20 {
		log, err := a.ServerLogs().Open(LogRequest{Source: src.ID, Slot: "view", Query: fmt.Sprintf(`~"(w|o|r|d)*%d"`, i)})
		if err != nil {
			t.Fatal(err)
		}
		now, err := a.answers.get(log.Handle)
		if err != nil || now.ctx.Err() != nil {
			t.Fatalf("question %d: %v, %v", i, err, now.ctx.Err())
		}
		if before != nil {
			if before.ctx.Err() == nil {
				t.Errorf("question %d goes on beside %d", i-1, i)
			}
			if _, err := a.answers.get(before.handle); fault.KindOf(err) != fault.NotFound {
				t.Errorf("question %d can still be asked: %v", i-1, err)
			}
		}
		before = now
	}
	other, err := a.ServerLogs().Open(LogRequest{Source: src.ID, Slot: "another", Query: "word"})
	if err != nil || before.ctx.Err() != nil {
		t.Errorf("%+v of another slot ended it: %v, %v", other.Handle, err, before.ctx.Err())
	}
}

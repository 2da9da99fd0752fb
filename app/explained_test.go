package app

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

// What is said of a query when it is asked is said as long as its answer is open.
func TestStateExplainsTheQuery(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "app.log"), []byte("2026-11-22 04:00:00,000 ERROR [main] a.B - lost\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	a := testApp(t)
	src, err := a.OpenPath(dir, Records)
	if err != nil {
		t.Fatal(err)
	}
	desk := a.ServerLogs()
	f := func(query string, notices int) {
		t.Helper()
		first, err := desk.Open(LogRequest{Source: src.ID, Slot: "view", Query: query})
		if err != nil || len(first.Explain) == 0 || len(first.Query) != notices {
			t.Fatalf("%s: %+v %v", query, first, err)
		}
		for name, ask := range map[string]func(string) (LogState, error){"state": desk.State, "stop": desk.Stop} {
			s, err := ask(first.Handle)
			if err != nil || !reflect.DeepEqual(s.Explain, first.Explain) || !reflect.DeepEqual(s.Query, first.Query) {
				t.Errorf("%s of %s says %v %v, want %v %v (%v)", name, query, s.Explain, s.Query, first.Explain, first.Query, err)
			}
		}
	}
	f("", 0)
	f("level:error lost", 0)
	f(`lost "open`, 1)
}

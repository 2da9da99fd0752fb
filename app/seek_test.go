package app

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// A jump to a line of a file lands on its row, whatever else carries its time.
func TestSeekLandsOnTheLine(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"app", "gateway"} {
		var b bytes.Buffer
		for i := range 3000 {
			fmt.Fprintf(&b, "2026-11-22 04:00:00,000 INFO [main] a.B - %s number %d\n", name, i)
		}
		if err := os.WriteFile(filepath.Join(dir, name+".log"), b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	a := testApp(t)
	src, err := a.OpenPath(dir, Records)
	if err != nil {
		t.Fatal(err)
	}
	log, err := a.ServerLogs().Open(LogRequest{Source: src.ID, Slot: "view"})
	if err != nil {
		t.Fatal(err)
	}
	eventually(t, "all rows", func() bool {
		log, err = a.ServerLogs().State(log.Handle)
		return err != nil || log.Exact && log.Total == 6000
	})
	f := func(text string, want int64, echo string) {
		t.Helper()
		there, err := a.ServerLogs().Seek(log.Handle, text, log.Start)
		if err != nil || !there.Found || there.Pos != log.Start+want || there.Echo != echo {
			t.Errorf("%.20s: %+v %v, want %d, %s", text, there, err, want, echo)
		}
	}
	_, page := rowsAt(t, a, log.Handle, log.Start+3000)
	if len(page.Rows) == 0 {
		t.Fatal("no rows")
	}
	f(page.Rows[0].File+":2900", 5899, "gateway.log:2900")
	f("2900", 2899, "app.log:2900")
	f("04:00", 0, "app.log:1")
	f("+500", 500, "app.log:501")
	for _, text := range []string{page.Rows[0].File + ":3001", "nothing:7"} {
		if there, err := a.ServerLogs().Seek(log.Handle, text, log.Start); err == nil {
			t.Errorf("%s: %+v", text, there)
		}
	}
}

package app

import (
	"os"
	"path/filepath"
	"testing"
)

// Families are merged by corrected times; how they are read is kept with the source,
// and what was stored of visits is read again.
func TestSetClocks(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"application.log": "2026-11-22 08:00:00.500 INFO [main] a.B - asked\n2026-11-22 08:00:02.000 INFO [main] a.B - answered\n",
		"mysql.log":       "2026-11-22 08:03:13.000 INFO [main] a.B - ready\n",
		"access_log.log":  `{"time":"2026-11-22T08:00:00Z","kind":"visit","ip":"10.0.0.1","ms":3,"method":"GET","path":"/","status":200,"account":"1001"}` + "\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	a := testApp(t)
	src, err := a.OpenPath(dir, Records)
	if err == nil {
		src, err = a.Sources().SetZone(src.ID, "UTC")
	}
	if err != nil {
		t.Fatal(err)
	}
	merged := func(query string, want ...string) {
		t.Helper()
		if _, err := a.Wait(t.Context(), src.ID); err != nil {
			t.Fatal(err)
		}
		log, err := a.ServerLogs().Open(LogRequest{Source: src.ID, Slot: "a", Families: []string{"application", "mysql"}, Query: query})
		for err == nil && !log.Exact {
			log, err = a.ServerLogs().State(log.Handle)
		}
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for pos := range log.Total {
			e, err := logEntryAt(t, a, log.Handle, log.Start+pos)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, e.Row.Text+" "+e.Row.TimeText)
		}
		if len(got) != len(want) {
			t.Fatalf("%q: %q, want %q", query, got, want)
		}
		for i, w := range want {
			if got[i] != w {
				t.Errorf("%q: row %d is %q, want %q", query, i, got[i], w)
			}
		}
	}
	visit := func(want int64) {
		t.Helper()
		page, err := a.Access().Open(RecordRequest{Source: src.ID, Slot: "v"})
		if err != nil || page.Total != 1 || page.Since == nil || *page.Since != want {
			t.Errorf("%+v %v, want a visit at %d", page, err, want)
		}
	}
	const asked, answered, ready = "asked 2026-11-22 08:00:00.500", "answered 2026-11-22 08:00:02.000", "ready 2026-11-22 08:03:13.000"
	merged("", asked, answered, ready)
	if src, err = a.Sources().SetClocks(src.ID, []FamilyClock{{Family: "MySQL", Ahead: 192_000}}); err != nil {
		t.Fatal(err)
	}
	merged("", asked, ready, answered)
	merged("time:2026-11-22T08:00:01", ready)
	visit(1795334400_000)
	if src, err = a.Sources().SetClocks(src.ID, []FamilyClock{{Family: "access_log", Ahead: -1000}}); err != nil {
		t.Fatal(err)
	}
	merged("", asked, ready, answered)
	visit(1795334401_000)
	if src, err = a.Sources().SetClocks(src.ID, []FamilyClock{{Family: "mysql", Zone: "+08:00"}}); err != nil {
		t.Fatal(err)
	}
	merged("", ready, asked, answered)
	if err := a.Sources().Close(src.ID); err != nil {
		t.Fatal(err)
	}
	if src, err = a.OpenPath(dir, Records); err != nil || src.Zone.Minutes != 0 || src.Zone.Origin != "set" || len(src.Clocks) != 2 {
		t.Fatal(src.Zone, src.Clocks, err)
	}
	merged("", ready, asked, answered)
	visit(1795334401_000)
	if src, err = a.Sources().SetClocks(src.ID, []FamilyClock{{Family: "mysql"}, {Family: "access_log"}}); err != nil || len(src.Clocks) != 0 {
		t.Fatal(src.Clocks, err)
	}
	merged("", asked, answered, ready)
	for _, bad := range []FamilyClock{{Family: "nosuch"}, {Family: "mysql", Zone: "Atlantis"}, {Family: "mysql", Ahead: 1 << 60}} {
		if _, err := a.Sources().SetClocks(src.ID, []FamilyClock{bad}); err == nil {
			t.Errorf("%+v is taken", bad)
		}
	}
}

func logEntryAt(t *testing.T, a *App, handle string, pos int64) (LogEntry, error) {
	t.Helper()
	ans, err := a.logAnswer(handle)
	if err != nil {
		return LogEntry{}, err
	}
	return ans.entry(t.Context(), pos)
}

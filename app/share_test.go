//go:build linux

package app

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"cordwood/backend/fault"
	"cordwood/backend/source/sharetest"
)

// serverSays appends numbered entries to a log on the server's side.
func serverSays(t *testing.T, s *sharetest.Share, name string, from, to int) {
	t.Helper()
	out, err := os.OpenFile(filepath.Join(s.Dir, name), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	var b bytes.Buffer
	for i := from; i < to; i++ {
		at := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC).Add(time.Duration(i) * time.Millisecond)
		fmt.Fprintf(&b, "%s [main] INFO a.B - entry %d of what the server has to say about itself\n", at.Format("2006-01-02 15:04:05.000"), i)
	}
	if _, err := out.Write(b.Bytes()); err != nil {
		t.Fatal(err)
	}
}

// ends waits for a call; one that waits for the silent server never returns.
func ends[T any](t *testing.T, what string, call func() (T, error)) (T, error) {
	t.Helper()
	type answer struct {
		v   T
		err error
	}
	got := make(chan answer, 1)
	go func() { v, err := call(); got <- answer{v, err} }()
	select {
	case a := <-got:
		return a.v, a.err
	case <-time.After(time.Minute):
		t.Fatalf("%s waits for a share that does not answer", what)
		panic(what)
	}
}

// eventually waits for what must come, however slow the machine.
func eventually(t *testing.T, what string, f func() bool) {
	t.Helper()
	for range 1200 {
		if f() {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("waited for: " + what)
}

func rowsAt(t *testing.T, a *App, handle string, from int64) (int, LogPage) {
	t.Helper()
	w := httptest.NewRecorder()
	a.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, fmt.Sprintf("/data/rows?h=%s&from=%d&n=5", handle, from), nil))
	var page LogPage
	if w.Code == http.StatusOK {
		if err := json.Unmarshal(w.Body.Bytes(), &page); err != nil {
			t.Fatal(err)
		}
	}
	return w.Code, page
}

// The server behind a share stops in the middle of everything: every bound method
// returns, the source says since when, rows that were read stay readable under
// their numbers; when it answers again what is new comes, and only that is read.
func TestAShareStopsAndComesBack(t *testing.T) {
	s := sharetest.Mount(t)
	const first, rotated = 20_000, 20_000
	serverSays(t, s, "application-2026-11-21.log", 0, rotated)
	serverSays(t, s, "application.log", rotated, rotated+first)
	serverSays(t, s, "database.log", 0, 1000)
	a := testApp(t)
	src, err := a.OpenPath(s.Path, Records)
	if err != nil {
		t.Fatal(err)
	}
	if src, err = a.Wait(t.Context(), src.ID); err != nil || src.State != "live" || src.SilentFrom != nil {
		t.Fatalf("%+v, %v", src, err)
	}
	log, err := a.ServerLogs().Open(LogRequest{Source: src.ID, Slot: "read", Families: []string{"application"}})
	if err != nil {
		t.Fatal(err)
	}
	if log, err = a.WaitLog(t.Context(), log.Handle); err != nil || log.Total != rotated+first {
		t.Fatalf("%+v, %v", log, err)
	}
	last := log.Start + log.Total - 5
	_, before := rowsAt(t, a, log.Handle, last)

	stopped := time.Now()
	s.Stop()
	eventually(t, "the source to be stale", func() bool {
		src, err = ends(t, "Info", func() (Source, error) { return a.Sources().Info(src.ID) })
		return err == nil && src.State == "stale"
	})
	if src.SilentFrom == nil || *src.SilentFrom < stopped.UnixMilli() || *src.SilentFrom > time.Now().UnixMilli() {
		t.Errorf("stopped at %v, stale since %v", stopped.UnixMilli(), src.SilentFrom)
	}
	if !src.CanOperate || src.Files != 3 {
		t.Errorf("what was known is lost: %+v", src)
	}
	code, page := rowsAt(t, a, log.Handle, last)
	if code != http.StatusOK || len(page.Rows) != 5 || !slices.EqualFunc(page.Rows, before.Rows, func(x, y LogRow) bool { return x.File == y.File && x.Line == y.Line && x.Pos == y.Pos }) {
		t.Errorf("rows that were read: %d, %+v\nwere %+v", code, page.Rows, before.Rows)
	}
	calls := map[string]func() (any, error){
		"Start":    func() (any, error) { return a.Sources().Start() },
		"Health":   func() (any, error) { return a.Health().View(src.ID) },
		"Families": func() (any, error) { return a.ServerLogs().Families(src.ID) },
		"Open": func() (any, error) {
			return a.ServerLogs().Open(LogRequest{Source: src.ID, Slot: "b", Families: []string{"database"}, Query: "entry"})
		},
		"State":      func() (any, error) { return a.ServerLogs().State(log.Handle) },
		"Facet":      func() (any, error) { return a.ServerLogs().Facet(log.Handle, "logger") },
		"Access":     func() (any, error) { return a.Access().Open(RecordRequest{Source: src.ID, Slot: "c"}) },
		"Audit":      func() (any, error) { return a.Audit().Open(RecordRequest{Source: src.ID, Slot: "d"}) },
		"Lock":       func() (any, error) { return a.Sources().Lock(src.ID) },
		"Rules":      func() (any, error) { return a.Rules().View(src.ID) },
		"Held":       func() (any, error) { return a.ServerLogs().Held(src.ID) },
		"Browse":     func() (any, error) { return a.Sources().Browse(s.Path) },
		"BrowseUp":   func() (any, error) { return a.Sources().Browse(filepath.Dir(s.Path)) },
		"OpenAnew":   func() (any, error) { return a.Sources().Open(filepath.Join(s.Path, "database.log")) },
		"PlanDelete": func() (any, error) { return a.ServerLogs().PlanDelete(src.ID, []string{"x"}) },
	}
	mayBeAway := []string{"Facet", "Rules", "Held", "Browse", "BrowseUp", "OpenAnew", "PlanDelete"}
	for name, call := range calls {
		_, err := ends(t, name, call)
		if err != nil && (fault.KindOf(err) != fault.Away || !slices.Contains(mayBeAway, name)) {
			t.Errorf("%s: %v", name, err)
		}
	}

	serverSays(t, s, "application.log", rotated+first, rotated+first+100)
	s.Reset()
	s.Start()
	eventually(t, "the source to be live", func() bool {
		src, err = a.Sources().Info(src.ID)
		return err == nil && src.State == "live"
	})
	if src.SilentFrom != nil {
		t.Error(*src.SilentFrom)
	}
	eventually(t, "what came meanwhile", func() bool {
		log, err = a.ServerLogs().State(log.Handle)
		return err == nil && log.Total == rotated+first+100
	})
	if code, page := rowsAt(t, a, log.Handle, last); code != http.StatusOK || len(page.Rows) == 0 || page.Rows[0].Line != before.Rows[0].Line {
		t.Errorf("the rows of before are others: %d %+v", code, page.Rows)
	}
	info, err := os.Stat(filepath.Join(s.Dir, "application.log"))
	if err != nil {
		t.Fatal(err)
	}
	if c := s.Count(); c.Bytes > info.Size()/2 {
		t.Errorf("%d bytes were read again: %v", c.Bytes, c)
	}
}

// A search that the share's silence broke says what it does not cover, and is
// whole when the share is back.
func TestASearchIsMadeWholeWhenTheShareIsBack(t *testing.T) {
	s := sharetest.Mount(t)
	const n = 120_000
	serverSays(t, s, "application.log", 0, n)
	a := testApp(t)
	src, err := a.OpenPath(s.Path, Summaries)
	if err != nil {
		t.Fatal(err)
	}
	if _, err = a.Wait(t.Context(), src.ID); err != nil {
		t.Fatal(err)
	}
	s.FailCall("read", 112 /* EHOSTDOWN */)
	s.FailCall("open", 112)
	log, err := a.ServerLogs().Open(LogRequest{Source: src.ID, Slot: "a", Families: []string{"application"}, Query: `"about itself"`})
	if err != nil {
		t.Fatal(err)
	}
	if log, err = a.WaitLog(t.Context(), log.Handle); err != nil {
		t.Fatal(err)
	}
	if log.Total == n {
		t.Skip("all of it was in memory")
	}
	if !slices.ContainsFunc(log.Notices, func(n Notice) bool { return n.Kind == string(fault.Away) }) {
		t.Errorf("a search that could not read says nothing: %+v", log)
	}
	s.Fail(0)
	eventually(t, "the whole result", func() bool {
		log, err = a.ServerLogs().State(log.Handle)
		return err == nil && log.Total == n && len(log.Notices) == 0
	})
}

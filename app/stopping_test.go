package app

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// A stopped view grows no more, says nothing of a fault, and its rows can still
// be read; a closed one cannot be stopped.
func TestStopKeepsWhatWasFound(t *testing.T) {
	a, src, _ := sampleApp(t)
	open, err := a.ServerLogs().Open(LogRequest{Source: src.ID, Slot: "stop", Families: []string{"application"}})
	if err != nil {
		t.Fatal(err)
	}
	stopped, err := a.ServerLogs().Stop(open.Handle)
	if err != nil || stopped.Problem != nil || stopped.Total < open.Total {
		t.Fatalf("stopped: %+v, %v", stopped, err)
	}
	w := httptest.NewRecorder()
	a.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/data/rows?h="+open.Handle+"&from=0&n=1", nil))
	if w.Code != http.StatusOK {
		t.Errorf("rows of a stopped view: %d %s", w.Code, w.Body)
	}
	if later, err := a.ServerLogs().State(open.Handle); err != nil || later.Problem != nil {
		t.Errorf("state of a stopped view: %+v, %v", later.Problem, err)
	}
	if err := a.ServerLogs().Close(open.Handle); err != nil {
		t.Fatal(err)
	}
	if _, err := a.ServerLogs().Stop(open.Handle); err == nil {
		t.Error("a closed view was stopped")
	}
}

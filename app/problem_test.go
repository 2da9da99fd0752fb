package app

import (
	"errors"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"syscall"
	"testing"

	"cordwood/backend/fault"
)

func TestProblemStatus(t *testing.T) {
	words, err := os.ReadFile("../frontend/src/messages/en.json")
	if err != nil {
		t.Fatal(err)
	}
	said := map[fault.Kind]bool{}
	f := func(err error, kind fault.Kind, status int) {
		t.Helper()
		w := httptest.NewRecorder()
		writeProblem(w, err)
		if w.Code != status || !strings.Contains(w.Body.String(), `"kind":"`+string(kind)+`"`) {
			t.Errorf("%v: %d %s, want %d and %s", err, w.Code, w.Body, status, kind)
		}
		if !strings.Contains(string(words), `"problem.`+string(kind)+`"`) {
			t.Errorf("the frontend has no words for %s", kind)
		}
		said[kind] = true
	}
	open := func(n syscall.Errno) error { return &fs.PathError{Op: "open", Path: "a", Err: n} }
	f(open(syscall.ENOENT), fault.NotFound, http.StatusNotFound)
	f(open(syscall.ENOTDIR), fault.NotFound, http.StatusNotFound)
	f(open(syscall.EACCES), fault.Denied, http.StatusForbidden)
	f(open(syscall.ENAMETOOLONG), fault.Invalid, http.StatusBadRequest)
	f(open(syscall.EIO), fault.Unreadable, http.StatusUnprocessableEntity)
	f(open(syscall.EHOSTDOWN), fault.Away, http.StatusUnprocessableEntity)
	f(open(syscall.ENOSPC), fault.Limit, http.StatusUnprocessableEntity)
	f(open(syscall.EBUSY), fault.InUse, http.StatusConflict)
	f(fault.New("open", fault.Damaged, "a", "", nil), fault.Damaged, http.StatusUnprocessableEntity)
	f(fault.New("open", fault.Changed, "a", "", nil), fault.Changed, http.StatusConflict)
	f(fault.New("open", fault.Conflict, "a", "", nil), fault.Conflict, http.StatusConflict)
	f(fault.New("open", fault.Locked, "a", "", nil), fault.Locked, http.StatusForbidden)
	f(fault.New("open", fault.Stopped, "a", "", nil), fault.Stopped, http.StatusBadRequest)
	f(fault.New("open", fault.Unsupported, "a", "", nil), fault.Unsupported, http.StatusUnprocessableEntity)
	f(errors.New("a defect"), fault.Internal, http.StatusInternalServerError)
	for kind := range statusOf {
		if !said[kind] {
			t.Errorf("%s is not tested", kind)
		}
	}
}

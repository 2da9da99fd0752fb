package rules

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cordwood/backend/fault"
)

// A request waits in its file until it is withdrawn, and is one however often it
// is asked; one that was answered gives way to the next.
func TestAskOnce(t *testing.T) {
	dir := t.TempDir()
	ask := func(family, by string) Request {
		t.Helper()
		r, err := Ask(t.Context(), dir, family, by, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	withdraw := func(family string, r Request) {
		t.Helper()
		if err := Withdraw(t.Context(), dir, family, r); err != nil {
			t.Fatal(err)
		}
	}
	first := ask("database", "ann")
	if again := ask("database", "bob"); again != first {
		t.Errorf("asked twice: %+v, want %+v", again, first)
	}
	email := ask("email", "ann")
	if got, err := Requests(dir); err != nil || len(got) != 2 || got["database"] != first || got["email"] != email {
		t.Errorf("%+v, %v", got, err)
	}
	err := UpdateStatus(t.Context(), dir, func(s *Status) {
		s.Families["database"] = FamilyStatus{Rotation: &Rotation{Request: first, File: "database-2026-11-22.log"}}
	})
	status, bad := LoadStatus(dir)
	if did := status.Answer("database", first); err != nil || bad != nil || did == nil || did.File != "database-2026-11-22.log" {
		t.Errorf("%+v, %v, %v", status, err, bad)
	}
	if did := status.Answer("email", email); did != nil {
		t.Errorf("nobody answered for email: %+v", did)
	}
	second := ask("database", "bob")
	if second.ID == first.ID || second.By != "bob" {
		t.Errorf("asked after the answer: %+v", second)
	}
	withdraw("database", first) // it is another one that waits now
	if got, _ := Requests(dir); got["database"] != second {
		t.Errorf("%+v, want the second request", got)
	}
	withdraw("database", second)
	withdraw("email", email)
	withdraw("email", email) // as often as you like
	if _, err := os.Stat(filepath.Join(dir, RequestName)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the file is there without a request: %v", err)
	}
}

func TestOddRequestFiles(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, RequestName)
	put := func(text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, text := range []string{"{", "[]", `{"families": 7}`} {
		put(text)
		if got, err := Requests(dir); len(got) != 0 || fault.KindOf(err) != fault.Damaged {
			t.Errorf("%s asks for %+v, %v", text, got, err)
		}
		r, err := Ask(t.Context(), dir, "email", "ann", time.Now())
		if got, _ := Requests(dir); err != nil || got["email"] != r {
			t.Errorf("after %s: %+v, %v", text, got, err)
		}
	}
	other := filepath.Join(t.TempDir(), "other")
	err := errors.Join(os.Remove(path), os.WriteFile(other, nil, 0o600), os.Symlink(other, path))
	if err != nil {
		t.Skip(err)
	}
	if _, err := Ask(t.Context(), dir, "email", "ann", time.Now()); err == nil {
		t.Error("a link was followed")
	}
}

// Requests of any bytes are read as such, or refused as what they are; who asks over them
// has asked, and who withdraws leaves the others.
func FuzzRequests(f *testing.F) {
	f.Add([]byte(`{"version":1,"families":{"application":{"id":"A1","by":"zoë@pc7","at":"2026-11-22T08:00:00Z"},"email":{"id":"B2","by":"李伟"}}}`))
	f.Add([]byte(`{"families":{"email":{"id":"","by":"ann"},"":{},"../x":{"id":"\u0000"}}}`))
	f.Add([]byte(`{"version":-1,"families":{"email":null}}`))
	f.Add([]byte(`{"families":{"email":{"at":"yesterday"}}}`))
	f.Add([]byte(strings.Repeat("[", 10_000)))
	f.Add([]byte(strings.Repeat(" ", maxFileBytes+1)))
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := os.WriteFile(filepath.Join(dir, RequestName), data, filePerm); err != nil {
			t.Fatal(err)
		}
		before, err := Requests(dir)
		if k := fault.KindOf(err); err != nil && k != fault.Damaged && k != fault.Limit {
			t.Errorf("%s: %v", k, err)
		}
		r, err := Ask(t.Context(), dir, "email", "ann", time.Now())
		if err != nil {
			t.Fatal(err)
		}
		if got, err := Requests(dir); err != nil || got["email"].ID != r.ID || r.ID == "" {
			t.Errorf("asked as %+v, waits as %+v, %v", r, got["email"], err)
		}
		if err := Withdraw(t.Context(), dir, "email", r); err != nil {
			t.Fatal(err)
		}
		delete(before, "email")
		if after, _ := Requests(dir); len(after) != len(before) {
			t.Errorf("withdrawn, %+v wait of %+v", after, before)
		}
	})
}

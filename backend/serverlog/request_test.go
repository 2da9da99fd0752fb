package serverlog

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"cordwood/backend/rules"
)

// asked is a suite that looks for requests all the time.
func asked(dir string) Options {
	opt := small(dir)
	opt.Families = []string{"application", "email"}
	opt.MaxBytes, opt.Rules, opt.PollEvery, opt.Witness = 1<<20, true, 5*time.Millisecond, quiet{}
	return opt
}

func ask(t *testing.T, dir, family string) rules.Request {
	t.Helper()
	r, err := rules.Ask(t.Context(), dir, family, "ann on pc7", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// answer waits for what the server says.
func answer(t *testing.T, dir, family string, r rules.Request) (did rules.Rotation) {
	t.Helper()
	eventually(t, "an answer for "+family, func() bool {
		got := statusOf(dir).Answer(family, r)
		if got != nil {
			did = *got
		}
		return got != nil
	})
	return did
}

func TestRotatesWhenAsked(t *testing.T) {
	dir := t.TempDir()
	s := open(t, asked(dir))
	write(t, s.Writer("application"), "before")
	write(t, s.Writer("email"), "stays")
	r := ask(t, dir, "application")
	did := answer(t, dir, "application", r)
	if did.File != "application-2026-11-22.log" || did.By != "ann on pc7" || did.Error != "" || did.Done.IsZero() {
		t.Errorf("answer %+v", did)
	}
	write(t, s.Writer("application"), "after")
	if got := read(t, dir, "application.log"); got != "after\n" {
		t.Errorf("live file %q", got)
	}
	if got := read(t, dir, "email.log"); got != "stays\n" {
		t.Errorf("another family: %q", got)
	}
	// The day's second copy, and a live file that has nothing to rotate.
	if did := answer(t, dir, "application", ask(t, dir, "application")); did.File != "application-2026-11-22-2.log" {
		t.Errorf("answer %+v", did)
	}
	if did := answer(t, dir, "application", ask(t, dir, "application")); did.File != "" || !strings.Contains(did.Error, "the live file is empty") || did.Fault.Said.None() {
		t.Errorf("answer %+v", did)
	}
}

// A request that stays in its file is carried out once, also across restarts; one
// that was made while no server ran is not carried out, and told.
func TestARequestIsDoneOnceOrNotAtAll(t *testing.T) {
	dir := t.TempDir()
	run := func(do func(s *Suite)) {
		t.Helper()
		s, err := Open(asked(dir))
		if err != nil {
			t.Fatal(err)
		}
		do(s)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	// looked waits until requests were looked at again: another family's was answered.
	looked := func(s *Suite) {
		t.Helper()
		write(t, s.Writer("email"), "line")
		answer(t, dir, "email", ask(t, dir, "email"))
	}
	var first rules.Request
	run(func(s *Suite) {
		write(t, s.Writer("application"), "one")
		first = ask(t, dir, "application")
		answer(t, dir, "application", first)
		write(t, s.Writer("application"), "two")
		looked(s)
	})
	run(looked)
	if got := copiesIn(t, dir, "application"); len(got) != 1 {
		t.Errorf("one request made %v", got)
	}
	if did := statusOf(dir).Answer("application", first); did == nil || did.File == "" {
		t.Errorf("the answer was lost: %+v", did)
	}
	alone := ask(t, dir, "application")
	run(func(s *Suite) {
		if did := answer(t, dir, "application", alone); did.File != "" || !strings.Contains(did.Error, "started after it was asked") {
			t.Errorf("answer %+v", did)
		}
		looked(s)
	})
	if got := copiesIn(t, dir, "application"); len(got) != 1 {
		t.Errorf("a request from before the start made %v", got)
	}
}

// A status that cannot be written delays the answer; the request comes true once.
func TestOnceWithoutAStatus(t *testing.T) {
	dir := t.TempDir()
	status := filepath.Join(dir, rules.StatusName)
	if err := os.Mkdir(status, 0o700); err != nil { // where nobody can write a file
		t.Fatal(err)
	}
	s := open(t, asked(dir))
	ask := func(requests string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, rules.RequestName), []byte(`{"version": 1, "families": `+requests+`}`), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	once := []string{"application-2026-11-22.log.gz"}
	write(t, s.Writer("application"), "one")
	ask(`{"application": {"id": "a", "by": "ann"}}`)
	eventually(t, "a compressed copy", func() bool { return slices.Equal(copiesIn(t, dir, "application"), once) })
	write(t, s.Writer("application"), "two")
	ask(`{"application": {"id": "a", "by": "ann"}, "email": {"id": "e"}}`)
	eventually(t, "another look", func() bool { return s.report.rotation("email").ID == "e" })
	if got := copiesIn(t, dir, "application"); !slices.Equal(got, once) {
		t.Errorf("one request made %v", got)
	}
	if err := os.Remove(status); err != nil {
		t.Fatal(err)
	}
	did := answer(t, dir, "application", rules.Request{ID: "a"})
	if did.File != "application-2026-11-22.log" || did.By != "ann" {
		t.Errorf("answer %+v", did)
	}
}

// Requests amid writing lose no line and double none.
func TestRequestsLoseNothing(t *testing.T) {
	const writers, lines, requests = 3, 2000, 12
	dir := t.TempDir()
	s := open(t, asked(dir))
	var group sync.WaitGroup
	for writer := range writers {
		group.Go(func() {
			w := s.Writer("application")
			for n := range lines {
				if _, err := fmt.Fprintf(w, "writer %d line %d\n", writer, n); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	made := 0
	for range requests {
		r := ask(t, dir, "application")
		if did := answer(t, dir, "application", r); did.File != "" {
			made++
		}
	}
	group.Wait()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if got := copiesIn(t, dir, "application"); len(got) != made || made == 0 {
		t.Errorf("%d rotations were answered, %v are there", made, got)
	}
	var next [writers]int
	for line := range strings.Lines(chain(t, dir, "application")) {
		var writer, n int
		if _, err := fmt.Sscanf(line, "writer %d line %d\n", &writer, &n); err != nil || n != next[writer] {
			t.Fatalf("%q comes when writer %d should write %d", line, writer, next[writer])
		}
		next[writer]++
	}
	for writer, n := range next {
		if n != lines {
			t.Errorf("writer %d: %d lines, want %d", writer, n, lines)
		}
	}
}

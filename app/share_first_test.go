//go:build linux

package app

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"

	"cordwood/backend/source/sharetest"
)

// aServersFolder fills a share with ten families, each with its live file and
// rotated ones.
func aServersFolder(t *testing.T, s *sharetest.Share, copies, entries int) {
	t.Helper()
	for _, family := range []string{"application", "apps_objects", "inbox_channel", "email", "database", "access_log", "call_event", "schedule_jobs", "crm_data", "audit_log"} {
		for c := range copies {
			name := family + ".log"
			if c > 0 {
				name = fmt.Sprintf("%s-2026-11-%02d.log", family, 22-c)
			}
			serverSays(t, s, name, (copies-c)*entries, (copies-c+1)*entries)
		}
	}
}

// A folder is on screen within ten round trips, and so are a log's newest rows: on
// a line of 200 ms that is two seconds each.
func TestFirstScreenOnAShare(t *testing.T) {
	for try := 1; ; try++ {
		folder, log := firstScreen(t)
		t.Logf("folder: %d round trips, log: %d", folder, log)
		if folder <= 10 && log <= 10 {
			return
		}
		if try == 3 { // a busy machine can only split a round
			t.Fatalf("a folder was on screen after %d round trips, a log after %d", folder, log)
		}
	}
}

// firstScreen counts the round trips to a new folder, and to a log in it, on a share
// of which nobody has anything in memory.
func firstScreen(t *testing.T) (folder, log int) {
	t.Helper()
	s := sharetest.Mount(t)
	aServersFolder(t, s, 2, 2000)
	a := testApp(t)
	var src Source
	var err error
	folder = s.Rounds(func() { src, err = a.OpenPath(s.Path, Records) })
	if err == nil {
		_, err = a.Wait(t.Context(), src.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	log = s.Rounds(func() {
		var log LogState
		log, err = a.ServerLogs().Open(LogRequest{Source: src.ID, Slot: "a", Families: []string{"application"}})
		for err == nil && log.Total == 0 {
			log, err = a.ServerLogs().State(log.Handle)
		}
		if code, page := rowsAt(t, a, log.Handle, log.Start+log.Total-5); err != nil || code != http.StatusOK || len(page.Rows) != 5 {
			t.Error(code, page, err)
		}
	})
	return folder, log
}

// A folder that is known is opened again, by another start of the program, with
// less than a megabyte, also when a log and an access log grew meanwhile.
func TestAKnownFolderOnAShare(t *testing.T) {
	s := sharetest.Mount(t)
	lines := 15_000 // less is not kept
	aServersFolder(t, s, 2, lines)
	visited(t, s, "access_log.log", 0, lines)
	home := testHome(t)
	want, visits := int64(10*2*lines), int64(lines)
	for i := range 3 {
		if i == 2 {
			serverSays(t, s, "application.log", 3*lines, 3*lines+100)
			visited(t, s, "access_log.log", lines, lines+100)
			want, visits = want+200, visits+100
		}
		a, err := New(Options{Home: home, Assets: fstest.MapFS{"index.html": {Data: []byte("<!doctype html>")}}, Indexing: KeepIndex})
		if err != nil {
			t.Fatal(err)
		}
		s.Reset()
		src, err := a.OpenPath(s.Path, Records)
		if err != nil {
			t.Fatal(err)
		}
		if src, err = a.Wait(t.Context(), src.ID); err != nil || src.Lines != want {
			t.Fatal(i, src.Lines, src.Problems, err)
		}
		if i == 0 { // to its end, with what is made in the background
			if _, err := a.IndexSource(t.Context(), src.ID); err != nil {
				t.Fatal(err)
			}
		}
		c := s.Count()
		if i > 0 && c.Bytes > 1<<20 {
			t.Errorf("%d bytes were read of a folder of %d that was known: %v", c.Bytes, src.Bytes, c)
		}
		t.Logf("%d bytes of %d, %v", c.Bytes, src.Bytes, c)
		if got, err := a.Access().Open(RecordRequest{Source: src.ID, Slot: "a"}); err != nil || got.Total != visits {
			t.Errorf("%d visits, want %d: %v", got.Total, visits, err)
		}
		a.Close()
	}
}

// visited writes numbered visits anew, or behind those that are there.
func visited(t *testing.T, s *sharetest.Share, name string, from, to int) {
	t.Helper()
	flags := os.O_CREATE | os.O_WRONLY | os.O_APPEND
	if from == 0 {
		flags |= os.O_TRUNC
	}
	out, err := os.OpenFile(filepath.Join(s.Dir, name), flags, 0o644)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	var b bytes.Buffer
	for i := from; i < to; i++ {
		at := time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC).Add(time.Duration(i) * time.Second)
		fmt.Fprintf(&b, `{"time":%q,"kind":"visit","account":"10%02d","method":"GET","path":"/cdr?page=%d","status":200,"ip":"10.0.0.%d","ms":12,"bytes":340}`+"\n", at.Format(time.RFC3339), i%40, i, i%250)
	}
	if _, err := out.Write(b.Bytes()); err != nil {
		t.Fatal(err)
	}
}

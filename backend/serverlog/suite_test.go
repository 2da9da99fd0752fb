package serverlog

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"cordwood/backend/fault"
)

func TestRecordsReachTheirFiles(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "logs")
	at := time.Date(2026, 11, 22, 9, 10, 11, 345_000_000, time.FixedZone("", 3600))
	s, err := Open(Options{Dir: dir, Clock: func() time.Time { return at }})
	if err != nil {
		t.Fatal(err)
	}
	log := s.Logger("application")
	log.Info().Str("queue", "sales").Msg("agent signed in")
	w := s.Writer("call_event")
	write(t, w, "[INFO] bridge lost")
	write(t, w, "two\nlines\n")
	if err := s.Access(AccessRecord{Kind: "sign-in", Account: "1001", IP: "10.0.0.7", Bytes: 12}); err != nil {
		t.Fatal(err)
	}
	if err := s.Audit(AuditRecord{Action: "modify", Module: "queue", Before: map[string]int{"size": 1}, After: map[string]string{"name": "<b>"}}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Writer("other").Write([]byte("x")); fault.KindOf(err) != fault.Invalid {
		t.Errorf("unknown family: %v", err)
	}
	if err := s.Sync(); err != nil {
		t.Error(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	f := func(family, want string) {
		t.Helper()
		got, err := os.ReadFile(filepath.Join(dir, family+".log"))
		if err != nil || string(got) != want {
			t.Errorf("%s holds %q, %v\nwant %q", family, got, err, want)
		}
	}
	f("application", `{"level":"info","queue":"sales","time":"2026-11-22T08:10:11.345Z","message":"agent signed in"}`+"\n")
	f("call_event", "[INFO] bridge lost\ntwo\nlines\n")
	f("access_log", `{"time":"2026-11-22T08:10:11.345Z","kind":"sign-in","account":"1001","ip":"10.0.0.7","ms":0,"bytes":12}`+"\n")
	f("audit_log", `{"time":"2026-11-22T08:10:11.345Z","action":"modify","module":"queue","before":{"size":1},"after":{"name":"<b>"}}`+"\n")
	if _, err := s.Writer("email").Write([]byte("late")); fault.KindOf(err) != fault.Stopped {
		t.Errorf("write after Close: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Errorf("second Close: %v", err)
	}
}

func TestLevelFiltersJSONAndRawLines(t *testing.T) {
	dir := t.TempDir()
	s := open(t, Options{Dir: dir})
	s.families["email"].threshold.Store(int32(zerolog.WarnLevel))
	log, w := s.Logger("email"), s.Writer("email")
	log.Info().Msg("silent")
	log.Warn().Msg("spoken")
	log.Log().Msg("no level")
	for level, line := range map[zerolog.Level]string{zerolog.DebugLevel: "raw debug", zerolog.ErrorLevel: "raw error"} {
		if n, err := w.WriteLevel(level, []byte(line)); n != len(line) || err != nil {
			t.Errorf("%s: %d, %v", line, n, err)
		}
	}
	got := read(t, dir, "email.log")
	for text, want := range map[string]bool{"silent": false, "spoken": true, "no level": true, "raw debug": false, "raw error": true} {
		if strings.Contains(got, text) != want {
			t.Errorf("%q written: %v, want %v", text, !want, want)
		}
	}
	var first map[string]any
	if err := json.Unmarshal([]byte(strings.SplitN(got, "\n", 2)[0]), &first); err != nil {
		t.Error(err)
	}
}

func open(t *testing.T, opt Options) *Suite {
	t.Helper()
	s, err := Open(opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func write(t *testing.T, w *Writer, line string) {
	t.Helper()
	if n, err := w.Write([]byte(line)); n != len(line) || err != nil {
		t.Fatalf("write %.40q: %d, %v", line, n, err)
	}
}

func read(t *testing.T, dir, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

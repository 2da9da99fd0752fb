package sample

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/json"
	"io"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/rules"
)

// testEnd is a Wednesday; the incident lies at 14:03:41.
var testEnd = time.Date(2026, 11, 18, 16, 14, 0, 0, wall)

func small(dir string) Options {
	return Options{Dir: dir, Size: 2 << 20, Days: 2, Seed: 7, End: testEnd}
}

type sampleUnderTest struct {
	dir string
	m   Manifest
}

// shared is one small sample that most tests read; TestMain removes it.
var shared sampleUnderTest

func TestMain(m *testing.M) {
	code := m.Run()
	if shared.dir != "" {
		os.RemoveAll(shared.dir)
	}
	os.Exit(code)
}

func written(t *testing.T) sampleUnderTest {
	t.Helper()
	if shared.dir != "" {
		return shared
	}
	dir, err := os.MkdirTemp("", "sample")
	if err != nil {
		t.Fatal(err)
	}
	m, err := Write(context.Background(), small(dir))
	if err != nil {
		t.Fatal(err)
	}
	shared = sampleUnderTest{dir, m}
	return shared
}

// text is the whole chain of a family, decoded by gzip's own reader.
func (s sampleUnderTest) text(t *testing.T, family string) []byte {
	t.Helper()
	var all bytes.Buffer
	for _, f := range s.m.Family(family).Files {
		data, err := os.ReadFile(filepath.Join(s.dir, f.Name))
		if err != nil {
			t.Fatal(err)
		}
		var r io.Reader = bytes.NewReader(data)
		if strings.HasSuffix(f.Name, ".gz") {
			if r, err = gzip.NewReader(r); err != nil {
				t.Fatal(f.Name, err)
			}
		}
		if _, err := all.ReadFrom(r); err != nil {
			t.Fatal(f.Name, err)
		}
	}
	return all.Bytes()
}

func sums(t *testing.T, dir string) map[string][32]byte {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][32]byte{}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all[e.Name()] = sha256.Sum256(data)
	}
	return all
}

func TestSameSeedSameBytes(t *testing.T) {
	s := written(t)
	again := t.TempDir()
	if _, err := Write(context.Background(), small(again)); err != nil {
		t.Fatal(err)
	}
	a, b := sums(t, s.dir), sums(t, again)
	for name, sum := range a {
		if b[name] != sum {
			t.Errorf("%s differs", name)
		}
	}
	if len(a) != len(b) || len(a) < 3*len(Families) {
		t.Errorf("%d and %d files", len(a), len(b))
	}
	other := small(t.TempDir())
	other.Seed = 8
	if _, err := Write(context.Background(), other); err != nil {
		t.Fatal(err)
	}
	if c := sums(t, other.Dir); c["application.log"] == a["application.log"] {
		t.Error("another seed gave the same bytes")
	}
}

// heads are how each family begins an entry with a level, read independently of
// the code that writes it.
var heads = map[string]*regexp.Regexp{
	application:  regexp.MustCompile(`^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} \[[^\]]+\] (\w+) +[\w.]+ - `),
	database:     regexp.MustCompile(`^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} \[[^\]]+\] (\w+) +[\w.]+ - `),
	scheduleJobs: regexp.MustCompile(`^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} \[[^\]]+\] (\w+) +[\w.]+ - `),
	appsObjects:  regexp.MustCompile(`^\{"time":"[^"]+","level":"(\w+)",`),
	inboxChannel: regexp.MustCompile(`^\{"time":"[^"]+","level":"(\w+)",`),
	crmData:      regexp.MustCompile(`^\{"time":"[^"]+","level":"(\w+)",`),
	callEvent:    regexp.MustCompile(`^(?:[0-9a-f-]{36} )?\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6} \d+\.\d\d% \[(\w+)\] \w+\.c:\d+ `),
	email:        regexp.MustCompile(`^<(\d+)>1 \d{4}-\d\d-\d\dT[\d:.]+\+08:00 pbx-hq suite-mail 2214 \w+ \[mail@32473 id="\w+"\] `),
	gateway:      regexp.MustCompile(`^\S+ - \S+ \[\d\d/\w+/\d{4}:[\d:]+ \+0800\] "\w+ \S+ HTTP/1\.1"() \d+ \d+ "[^"]*" "[^"]*"$`),
	accessLog:    regexp.MustCompile(`^\{"time":"[^"]+Z","kind":()"`),
	auditLog:     regexp.MustCompile(`^\{"time":"[^"]+Z",()"account"`),
}

// syslogWords are the severities of syslog's priority numbers.
var syslogWords = map[string]string{"19": "error", "20": "warning", "22": "info", "23": "debug"}

func TestManifestAgreesWithTheFiles(t *testing.T) {
	s := written(t)
	for _, f := range s.m.Families {
		levels, entries, timeless, lines, size := map[string]int64{}, int64(0), int64(0), int64(0), int64(0)
		scan := bufio.NewScanner(bytes.NewReader(s.text(t, f.Name)))
		for scan.Scan() {
			lines++
			size += int64(len(scan.Bytes())) + 1
			if m := heads[f.Name].FindSubmatch(scan.Bytes()); m != nil {
				word := string(m[1])
				if w := syslogWords[word]; w != "" {
					word = w
				}
				level, _ := event.ParseLevel(word)
				levels[level.String()]++
				entries++
			} else if regexp.MustCompile(`^[0-9a-f-]{36} (EXECUTE|Dialplan)`).Match(scan.Bytes()) {
				timeless++
			}
		}
		if entries != f.Entries || timeless != f.Timeless || lines != f.Lines || size != f.Bytes || !maps.Equal(levels, f.Levels) {
			t.Errorf("%s: read %d entries %d timeless %d lines %d bytes %v\nmanifest %+v", f.Name, entries, timeless, lines, size, levels, f)
		}
		if len(f.Files) != 3 || f.Entries < 20 {
			t.Errorf("%s: %d entries in %d files", f.Name, f.Entries, len(f.Files))
		}
	}
}

func TestLevels(t *testing.T) {
	s := written(t)
	f := func(family string, want ...string) {
		t.Helper()
		got := slices.Sorted(maps.Keys(s.m.Family(family).Levels))
		for _, level := range want {
			if !slices.Contains(got, level) {
				t.Errorf("%s has %v, want %s", family, got, level)
			}
		}
	}
	f(application, "TRACE", "DEBUG", "INFO", "WARN", "ERROR")
	f(database, "DEBUG", "INFO", "WARN", "ERROR")
	f(callEvent, "DEBUG", "INFO", "WARN", "ERROR")
	f(crmData, "INFO", "WARN", "ERROR")
	f(scheduleJobs, "INFO", "WARN")
	f(accessLog, "")
}

func TestTimesNeverGoBack(t *testing.T) {
	s := written(t)
	for _, family := range []string{application, callEvent, accessLog, auditLog, inboxChannel} {
		last := ""
		for _, m := range regexp.MustCompile(`(?m)^(?:[0-9a-f-]{36} |\{"time":")?(\d{4}-\d\d-\d\d[ T][\d:.]{12})`).FindAllSubmatch(s.text(t, family), -1) {
			if at := string(m[1]); at < last {
				t.Fatalf("%s: %s after %s", family, at, last)
			} else {
				last = at
			}
		}
		if last == "" {
			t.Errorf("%s: no times", family)
		}
	}
}

func TestRestart(t *testing.T) {
	s := written(t)
	f := func(family, text string) {
		t.Helper()
		if n := bytes.Count(s.text(t, family), []byte(text)); n != 1 {
			t.Errorf("%s has %q %d times", family, text, n)
		}
	}
	f(application, "suite.core.Main - shutdown complete\n")
	f(application, "suite.core.Main - starting\n   ___ ")
	f(application, "suite.core.Main - started in 13.204 seconds\n")
	f(callEvent, "FreeSWITCH is ready")
	f(database, "pool crm-main started")
}

func TestRulesAndTenantsLieBeside(t *testing.T) {
	s := written(t)
	f, err := rules.Load(s.dir)
	if err != nil || f.Rev != 1 || f.For(application).Level != rules.LevelTrace || f.For(email).Copies != 30 {
		t.Errorf("rules %+v %v", f, err)
	}
	data, err := os.ReadFile(filepath.Join(s.dir, "tenants.csv"))
	if err != nil || bytes.Count(data, []byte{'\n'}) != 1+len(companies) || !bytes.Contains(data, []byte("\nBrindlewick Ltd,\"new, trial\",52*,")) {
		t.Errorf("tenants %s %v", data, err)
	}
}

func TestMarker(t *testing.T) {
	s := written(t)
	m, err := LoadMarker(s.dir)
	if err != nil {
		t.Fatal(err)
	}
	a, _ := json.Marshal(m.Manifest)
	b, _ := json.Marshal(s.m)
	if !bytes.Equal(a, b) || m.Seed != 7 || m.Days != 2 || !m.End.Equal(testEnd) {
		t.Errorf("marker %+v", m)
	}
	if _, err := LoadMarker(t.TempDir()); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a folder without marker: %v", err)
	}
}

func TestWriteRefuses(t *testing.T) {
	full := t.TempDir()
	if err := os.WriteFile(filepath.Join(full, "mine.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	f := func(opt Options, want fault.Kind) {
		t.Helper()
		if _, err := Write(context.Background(), opt); fault.KindOf(err) != want {
			t.Errorf("%+v: %v, want %s", opt, err, want)
		}
	}
	f(Options{}, fault.Invalid)
	f(Options{Dir: t.TempDir(), Size: 1000}, fault.Invalid)
	f(Options{Dir: t.TempDir(), Days: 400}, fault.Invalid)
	f(Options{Dir: full}, fault.Conflict)
	gone, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Write(gone, small(t.TempDir())); fault.KindOf(err) != fault.Stopped {
		t.Errorf("cancelled: %v", err)
	}
}

// A folder with a marker of any bytes is a sample of this version, or refused as what it is.
func FuzzMarker(f *testing.F) {
	f.Add([]byte(`{"version":1,"seed":7,"size":4194304,"days":2,"end":"2026-11-22T08:00:00Z","manifest":{"families":[{"name":"email"}]}}`))
	f.Add([]byte(`{"version":1,"days":-1,"end":"0000-00-00T00:00:00Z","manifest":null}`))
	f.Add([]byte(`{"version":1,"days":1e9,"seed":-1}`))
	f.Add([]byte(`{"version":2,"manifest":{"families":"李伟"}}`))
	f.Add([]byte(`null`))
	f.Add([]byte(nil))
	f.Add([]byte(strings.Repeat("[", 10_000)))
	f.Add([]byte(strings.Repeat(" ", maxMarker+1)))
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := os.WriteFile(filepath.Join(dir, MarkerName), data, filePerm); err != nil {
			t.Fatal(err)
		}
		m, err := LoadMarker(dir)
		if k := fault.KindOf(err); err != nil && k != fault.Damaged && k != fault.Invalid {
			t.Errorf("%s: %v", k, err)
		}
		if err != nil {
			return
		}
		if err := m.save(dir); err != nil {
			t.Fatal(err)
		}
		if again, err := LoadMarker(dir); err != nil || again.Version != markerVersion || !reflect.DeepEqual(again.Manifest, m.Manifest) {
			t.Errorf("saved, read as %+v, %v", again, err)
		}
	})
}

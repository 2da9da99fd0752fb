package app

import (
	"encoding/json"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"cordwood/backend/sample"
)

// sampleApp has a copy of a small sample open and unlocked.
func sampleApp(t *testing.T) (a *App, src Source, m sample.Manifest) {
	t.Helper()
	a = testApp(t)
	dir := filepath.Join(t.TempDir(), "suite")
	m, err := sample.Write(t.Context(), sample.Options{Dir: dir, Size: sample.MinSize, Days: 2, Seed: 7, End: time.Date(2026, 11, 18, 14, 32, 0, 0, time.FixedZone("", 8*60*60))})
	if err == nil {
		src, err = a.OpenPath(dir, Records)
	}
	if err == nil {
		src, err = a.Wait(t.Context(), src.ID)
	}
	if err == nil {
		src, err = a.Sources().Unlock(src.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	return a, src, m
}

// tree is all names under a folder with their sizes.
func tree(t *testing.T, dir string) map[string]int64 {
	t.Helper()
	out := map[string]int64{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err == nil && !d.IsDir() {
			out[path] = info.Size()
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Hostile arguments beside the id of a source that is open and unlocked and the
// handles of answers that are open: every call answers or gives a problem, and
// no log file goes or changes.
func TestHostileArgumentsOnAnOpenSource(t *testing.T) {
	t.Chdir(t.TempDir()) // ".." is opened too
	a, src, _ := sampleApp(t)
	logs, err := a.ServerLogs().Open(LogRequest{Source: src.ID, Slot: "l"})
	if err != nil {
		t.Fatal(err)
	}
	visits, err := a.Access().Open(RecordRequest{Source: src.ID, Slot: "v"})
	if err != nil {
		t.Fatal(err)
	}
	before := tree(t, src.Path)
	c := newCalls(a.Bound())
	// These end the source, which is what they are for, or need a person.
	ends := map[string]bool{"Sources.Close": true, "Sources.Forget": true, "Sources.SetZone": true, "Sources.Lock": true, "Sources.OpenSample": true}
	// A path of this computer that is too long or no path at all is the system's
	// to refuse, in its words.
	paths := map[string]bool{"Sources.Open": true, "Sources.Browse": true, "Audit.ProposeImport": true, "Audit.Import": true}
	texts := []string{"", "..", "../../../etc/passwd", "/etc/passwd", strings.Repeat("x", 100_000), "\x00\n\x1b[2J", "<script>alert(1)</script>", `"'; DROP TABLE note; --`, "-9223372036854775808", "1e999", "~\"(", "ms:>", "\xff\xfe"}
	if raced { // the Makefile runs all of them without
		texts = texts[:5]
	}
	for name, method := range c {
		if ends[name] {
			continue
		}
		ids := []string{src.ID, logs.Handle, visits.Handle}
		if in := method.Type(); in.NumIn() < 2 || in.In(0).Kind() != reflect.String {
			ids = ids[:1]
		}
		for _, first := range ids {
			for _, text := range texts {
				args := make([]any, method.Type().NumIn())
				for i := range args {
					args[i] = hostileValue(method.Type().In(i), text)
					if m, ok := args[i].(map[string]any); ok && m["source"] != nil {
						m["source"] = src.ID
					}
				}
				if len(args) > 1 && method.Type().In(0).Kind() == reflect.String {
					args[0] = first
				}
				body, err := json.Marshal(args)
				if err != nil {
					t.Fatal(err)
				}
				w := httptest.NewRecorder()
				r := httptest.NewRequest(http.MethodPost, "/call/"+name, strings.NewReader(string(body)))
				r.Header.Set("Content-Type", "application/json")
				c.ServeHTTP(w, r)
				var p Problem
				if w.Code != http.StatusOK && (json.Unmarshal(w.Body.Bytes(), &p) != nil || p.Kind == "") {
					t.Errorf("%s %.80s: %d %.200s is no problem", name, body, w.Code, w.Body)
				}
				if p.Kind == "internal" && !paths[name] {
					t.Errorf("%s %.80s: %.200s", name, body, p.Cause.Text)
				}
			}
		}
	}
	for path, size := range before {
		if info, err := os.Stat(path); err != nil || info.Size() != size && filepath.Ext(path) != ".json" {
			t.Errorf("%s has changed: %v", path, err)
		}
	}
}

// Pages of open answers take hostile numbers and foreign handles.
func TestHostilePages(t *testing.T) {
	a, src, m := sampleApp(t)
	logs, err := a.ServerLogs().Open(LogRequest{Source: src.ID, Slot: "l"})
	if err != nil {
		t.Fatal(err)
	}
	visits, err := a.Access().Open(RecordRequest{Source: src.ID, Slot: "v", Query: "file:access_log"})
	if err != nil {
		t.Fatal(err)
	}
	f := func(target string, want int) (body string) {
		t.Helper()
		w := httptest.NewRecorder()
		secureHeaders(a.Handler()).ServeHTTP(w, httptest.NewRequest(http.MethodGet, target, nil))
		if w.Code != want {
			t.Errorf("%s: %d, want %d: %.200s", target, w.Code, want, w.Body)
		}
		return w.Body.String()
	}
	f("/data/rows?h="+logs.Handle+"&from=0&n=5", 200)
	f("/data/rows?h="+logs.Handle+"&from=-1", 400)
	f("/data/rows?h="+logs.Handle+"&from=9223372036854775807", 200)
	f("/data/rows?h="+logs.Handle+"&from=9223372036854775808", 400)
	f("/data/rows?h="+logs.Handle+"&n=x", 400)
	f("/data/rows?h="+visits.Handle, 400)
	f("/data/rows?h=999", 404)
	f("/data/rows?h=../../etc/passwd", 404)
	f("/data/access?h="+logs.Handle, 400)
	f("/data/access?h="+visits.Handle+"&from=9223372036854775807", 200)
	f("/data/audit?h="+visits.Handle, 400)
	f("/data/entry?h="+logs.Handle+"&pos=9223372036854775807", 404)
	f("/data/histogram?h="+logs.Handle+"&buckets=999999999", 200)
	f("/data/histogram?h="+logs.Handle+"&buckets=0", 200)
	f("/data/download?id=1", 404)
	f("/data/nothing", 404)
	f("/../../etc/passwd", 307) // the mux cleans it
	f("/%2e%2e/%2e%2e/etc/passwd", 404)
	f("/..%5c..%5cetc/passwd", 404)
	var page AccessPage
	if err := json.Unmarshal([]byte(f("/data/access?h="+visits.Handle+"&n=1000000", 200)), &page); err != nil || len(page.Rows) > maxPage || page.Total != m.Access.Records {
		t.Errorf("%v: %d rows of %d, want at most %d of %d", err, len(page.Rows), page.Total, maxPage, m.Access.Records)
	}
}

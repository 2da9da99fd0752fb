package app

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"cordwood/backend/config"
)

func testHome(t *testing.T) config.Home {
	t.Helper()
	t.Setenv("CORDWOOD_HOME", filepath.Join(t.TempDir(), "home"))
	home, err := config.Find()
	if err != nil {
		t.Fatal(err)
	}
	return home
}

func testApp(t *testing.T) *App {
	t.Helper()
	a, err := New(Options{Home: testHome(t), Assets: fstest.MapFS{"index.html": {Data: []byte("<!doctype html>")}}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.Close)
	return a
}

// Every route and every bound method refuses without the token: the list is the
// table itself, so that a new one cannot be forgotten.
func TestEveryRouteWantsTheToken(t *testing.T) {
	a := testApp(t)
	handler := a.Handler()
	paths := map[string]string{}
	for pattern := range a.routes() {
		method, path, _ := strings.Cut(pattern, " ")
		paths[path] = method
	}
	for name := range newCalls(a.Bound()) {
		paths["/call/"+name] = http.MethodPost
	}
	if len(paths) < 40 {
		t.Fatalf("%d routes and calls: the table is not what this test thinks", len(paths))
	}
	for path, method := range paths {
		r := httptest.NewRequest(method, path, strings.NewReader("[]"))
		r.Host = "127.0.0.1:" + testPort
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		// A guard of its own: after ten wrong tokens one waits.
		secureHeaders(newGuard(handler, testPort, "the-token")).ServeHTTP(w, r)
		if w.Code != http.StatusUnauthorized {
			t.Errorf("%s %s without a token: %d", method, path, w.Code)
		}
		if w.Header().Get("Content-Security-Policy") != contentPolicy {
			t.Errorf("%s %s has no content policy", method, path)
		}
	}
}

// Hostile arguments give a problem, never a panic and never a way into the
// file system.
func TestCallsTakeHostileArguments(t *testing.T) {
	a := testApp(t)
	c := newCalls(a.Bound())
	texts := []string{"", "../../etc/passwd", strings.Repeat("x", 100_000), "\x00", "<script>", `"`, "-1", "18446744073709551616", "%s%n"}
	skip := map[string]bool{"Sources.Open": true, "Sources.OpenSample": true, "Sources.Browse": true} // paths of this computer are their purpose
	for name, method := range c {
		if skip[name] {
			continue
		}
		bodies := []string{"{}", "[", `["a",1,{}]`, "null", ""}
		for _, text := range texts {
			args := make([]any, method.Type().NumIn())
			for i := range args {
				args[i] = hostileValue(method.Type().In(i), text)
			}
			body, err := json.Marshal(args)
			if err != nil {
				t.Fatal(err)
			}
			bodies = append(bodies, string(body))
			if len(args) == 0 {
				break
			}
		}
		for _, b := range bodies {
			r := httptest.NewRequest(http.MethodPost, "/call/"+name, strings.NewReader(b))
			r.Header.Set("Content-Type", "application/json")
			w := httptest.NewRecorder()
			c.ServeHTTP(w, r)
			if w.Code == http.StatusOK {
				continue // Settings.View and its like answer
			}
			var p Problem
			if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || p.Kind == "" {
				t.Errorf("%s %.60s: %d %.200s is no problem", name, b, w.Code, w.Body)
			}
		}
	}
}

// hostileValue fills every text of a type with the same one.
func hostileValue(t reflect.Type, text string) any {
	switch t.Kind() {
	case reflect.String:
		return text
	case reflect.Slice:
		return []any{hostileValue(t.Elem(), text)}
	case reflect.Pointer:
		return hostileValue(t.Elem(), text)
	case reflect.Struct:
		m := map[string]any{}
		for i := range t.NumField() {
			m[t.Field(i).Tag.Get("json")] = hostileValue(t.Field(i).Type, text)
		}
		return m
	case reflect.Bool:
		return true
	}
	return -1
}

func TestCallsWantJSON(t *testing.T) {
	c := newCalls(testApp(t).Bound())
	f := func(contentType string, want int) {
		t.Helper()
		r := httptest.NewRequest(http.MethodPost, "/call/Settings.View", strings.NewReader("[]"))
		r.Header.Set("Content-Type", contentType)
		w := httptest.NewRecorder()
		c.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("%q: %d, want %d", contentType, w.Code, want)
		}
	}
	f("application/json", http.StatusOK)
	f("text/plain", http.StatusBadRequest)
	f("application/x-www-form-urlencoded", http.StatusBadRequest)
	f("", http.StatusBadRequest)
}

package checklist

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"cordwood/app"
	"cordwood/backend/sample"
)

// world is the program and what it looks at.
type world struct {
	t       *testing.T
	program string
	mute    bool // the doors answer with success and nothing

	sample string // a folder of logs
	marker sample.Marker
	traced func() (string, error) // a folder with a family of 100 MB
	bundle string                 // the sample as .tar.gz
	zipped string                 // and as .zip

	door    func() (*served, error)          // serve over the sample
	visits  func() ([]app.AccessLine, error) // all of `access --json`
	acts    func() ([]app.AuditLine, error)  // all of `audit --json` but Cordwood's own
	family  func() ([]app.FamilyRow, error)  // all of `files --json`
	written map[string][]string              // the lines of each file, read without the program
	ctx     context.Context
}

// newWorld writes a small sample with the program itself, and its bundles.
func newWorld(t *testing.T) *world {
	t.Helper()
	program, err := filepath.Abs(filepath.Join("..", "..", "build", "bin", "cordwood"))
	if err != nil {
		t.Fatal(err)
	}
	if os.Getenv("CORDWOOD_CHECKLIST") == "" {
		t.Skip("it takes the built program and a minute: make checklist runs it")
	}
	if _, err := os.Stat(program); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	must(t, os.Chmod(dir, 0o755)) // another account looks at it too
	w := &world{t: t, program: program, ctx: t.Context(), sample: filepath.Join(dir, "suite"), bundle: filepath.Join(dir, "suite.tar.gz"), zipped: filepath.Join(dir, "suite.zip")}
	for _, bundle := range []string{w.bundle, w.zipped} {
		if _, code := w.run("demo", w.sample, "--size", "1MB", "--days", "4", "--seed", "11", "--bundle", bundle); code != 0 {
			t.Fatalf("demo ended with %d", code)
		}
	}
	if w.marker, err = sample.LoadMarker(w.sample); err != nil {
		t.Fatal(err)
	}
	if w.written, err = readFolder(w.sample); err != nil {
		t.Fatal(err)
	}
	w.traced = sync.OnceValues(func() (string, error) {
		at := filepath.Join(dir, "traced")
		_, code := w.run("demo", at, "--size", "12MB", "--days", "2")
		return at, same("exit code of demo", code, 0)
	})
	w.door = sync.OnceValues(func() (*served, error) { return w.serve(w.sample) })
	w.visits = sync.OnceValues(func() ([]app.AccessLine, error) { return asked[app.AccessLine](w, "access", w.sample, "--json") })
	w.acts = sync.OnceValues(func() ([]app.AuditLine, error) {
		return asked[app.AuditLine](w, "audit", w.sample, "--json", "--", "-role:cordwood")
	})
	w.family = sync.OnceValues(func() ([]app.FamilyRow, error) { return asked[app.FamilyRow](w, "files", w.sample, "--json") })
	return w
}

// copySample is a copy of the sample that a check may change.
func (w *world) copySample() string {
	dir := filepath.Join(w.t.TempDir(), "copy")
	must(w.t, os.CopyFS(dir, os.DirFS(w.sample)))
	return dir
}

// run asks on the command line and gives standard output and the exit code.
func (w *world) run(args ...string) (string, int) {
	out, _, code := w.runIn("", args...)
	return out, code
}

// runIn does the same with a home of its own, or, when home is "", one that the
// whole run shares.
func (w *world) runIn(home string, args ...string) (stdout, stderr string, code int) {
	if w.mute && args[0] != "demo" {
		return "", "", 0
	}
	if home == "" {
		home = filepath.Join(filepath.Dir(w.sample), "home")
	}
	ctx, cancel := context.WithTimeout(w.ctx, time.Minute)
	defer cancel()
	return execute(exec.CommandContext(ctx, w.program, args...), home)
}

func execute(c *exec.Cmd, home string) (stdout, stderr string, code int) {
	var out, bad bytes.Buffer
	c.Env = append(os.Environ(), "CORDWOOD_HOME="+home)
	c.Stdout, c.Stderr = &out, &bad
	err := c.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return "", err.Error(), -1
	}
	return out.String(), bad.String(), c.ProcessState.ExitCode()
}

// asked runs a command that writes one JSON value a line.
func asked[T any](w *world, args ...string) ([]T, error) {
	text, bad, code := w.runIn("", args...)
	if code != 0 {
		return nil, fmt.Errorf("%s: exit code %d: %s", strings.Join(args, " "), code, bad)
	}
	return jsonLines[T](text)
}

func jsonLines[T any](text string) ([]T, error) {
	var all []T
	for line := range strings.Lines(text) {
		var v T
		if err := json.Unmarshal([]byte(line), &v); err != nil {
			return nil, fmt.Errorf("%w in %.200s", err, line)
		}
		all = append(all, v)
	}
	return all, nil
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

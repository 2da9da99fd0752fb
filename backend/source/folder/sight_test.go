package folder

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"cordwood/backend/fault"
	"cordwood/backend/internal/fsx"
)

// A folder counts the time of its last change in steps: names that moved within one show
// by its being recent.
func TestStirred(t *testing.T) {
	f := func(what string, changed time.Duration, rename, want bool) {
		t.Helper()
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "a.log"), []byte("text\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		now := time.Now()
		stamp := func() {
			if err := os.Chtimes(dir, time.Time{}, now.Add(changed)); err != nil {
				t.Fatal(err)
			}
		}
		stamp()
		files, err := Open(dir, Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer files.Close()
		w, err := files.walk(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if rename {
			if err := os.Rename(filepath.Join(dir, "a.log"), filepath.Join(dir, "a.log.1")); err != nil {
				t.Fatal(err)
			}
		}
		if changed > -time.Second { // within one step
			stamp()
		}
		if got := files.stirred(w, now); got != want {
			t.Errorf("%s: stirred %v", what, got)
		}
	}
	f("nothing moves", -time.Hour, false, false)
	f("a name moves", -time.Hour, true, true)
	f("a name moves within one step of the clock", 0, true, true)
	f("a name moved just before", -time.Millisecond, false, true)
}

// A file that is renamed while the folder is walked through is listed once.
func TestSeenUnderBothNames(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a.log", "b.log"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("text of "+name+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	info, err := os.Lstat(filepath.Join(dir, "a.log"))
	if err != nil {
		t.Fatal(err)
	}
	other, err := os.Lstat(filepath.Join(dir, "b.log"))
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := fsx.IDOf(info); !ok {
		t.Skip("this system does not tell a file's place by its name")
	}
	w := &walked{files: []found{{"a.log.1", info}, {"b.log", other}, {"a.log.2", info}}}
	w.once()
	if len(w.files) != 2 || w.files[0].path != "b.log" || w.files[1].path != "a.log.2" {
		t.Errorf("%v", w.files)
	}
	if err := os.Link(filepath.Join(dir, "a.log"), filepath.Join(dir, "c.log")); err != nil {
		t.Skip(err)
	}
	if info, err = os.Lstat(filepath.Join(dir, "a.log")); err != nil {
		t.Fatal(err)
	}
	w = &walked{files: []found{{"a.log", info}, {"c.log", info}}}
	if w.once(); len(w.files) != 2 {
		t.Errorf("of two names of one file %v", w.files)
	}
}

// An empty file that has got something since the scan is opened when the next one has seen it:
// by then it may be another one at its name and its place on disk.
func TestEmptyAndGrown(t *testing.T) {
	dir := t.TempDir()
	write := func(text string) {
		if err := os.WriteFile(filepath.Join(dir, "a.log"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("")
	f := openFolder(t, dir)
	id := ids(t, f)["a.log"]
	write("text\n")
	if _, err := f.Open(context.Background(), id); fault.KindOf(err) != fault.Changed {
		t.Errorf("before the scan: %v", err)
	}
	if now := ids(t, f)["a.log"]; now != id {
		t.Errorf("the id was %s, is %s", id, now)
	}
	in, err := f.Open(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	in.Close()
}

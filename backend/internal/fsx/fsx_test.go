package fsx

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"cordwood/backend/fault"
)

func place(t *testing.T) (string, *Root) {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"app.log", "sub/b.log"} {
		p := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(name), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	r, err := OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return dir, r
}

func TestOpen(t *testing.T) {
	dir, r := place(t)
	for target, name := range map[string]string{
		"app.log": "inside.log", "/etc/passwd": "absolute.log", "../../../etc/passwd": "relative.log",
		"gone.log": "dangling.log", "loop.log": "loop.log", "sub": "folder.link",
	} {
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Skip(err)
		}
	}
	pipe(t, filepath.Join(dir, "pipe.log"))
	f := func(name string, kind fault.Kind, says string) {
		t.Helper()
		file, err := r.Open(name)
		if err == nil {
			file.Close()
		}
		if fault.KindOf(err) != kind || kind != "" && !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	f("app.log", "", "")
	f("sub/b.log", "", "")
	f("inside.log", "", "")
	f("folder.link/b.log", "", "")
	f("none.log", fault.NotFound, "none.log")
	f("sub", fault.Unreadable, "folder")
	f("pipe.log", fault.Unreadable, "named pipe") // and does not wait for a writer
	f("absolute.log", fault.Unreadable, "symbolic link to /etc/passwd")
	f("relative.log", fault.Unreadable, "symbolic link to ../")
	f("dangling.log", fault.Unreadable, "symbolic link to gone.log")
	f("loop.log", fault.Unreadable, "symbolic link to loop.log")
	f("../"+filepath.Base(dir)+"/app.log", fault.Unreadable, "escapes")
	f("app.log/x", fault.Unreadable, "app.log/x")
	f("", fault.Unreadable, "empty path")
}

func TestReadAt(t *testing.T) {
	dir, r := place(t)
	file, err := r.Open("app.log")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	f := func(at int64, want string, eof bool) {
		t.Helper()
		p := make([]byte, 4)
		n, err := file.ReadAt(p, at)
		if string(p[:n]) != want || (err == io.EOF) != eof {
			t.Errorf("at %d: %q, %v", at, p[:n], err)
		}
	}
	f(0, "app.", false)
	f(5, "og", true)
	f(100, "", true)
	if err := os.Truncate(filepath.Join(dir, "app.log"), 2); err != nil {
		t.Fatal(err)
	}
	f(0, "ap", true)
	f(5, "", true)
}

func TestID(t *testing.T) {
	dir, r := place(t)
	id := func(name string) ID {
		t.Helper()
		file, err := r.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		id, err := file.ID()
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	app := id("app.log")
	if app == id("sub/b.log") || app == (ID{}) {
		t.Error("two files, one id")
	}
	if info, err := r.Lstat("app.log"); err != nil {
		t.Error(err)
	} else if quick, ok := IDOf(info); ok && quick != app {
		t.Error("a description and a handle differ")
	}
	if err := os.Rename(filepath.Join(dir, "app.log"), filepath.Join(dir, "app.log.1")); err != nil {
		t.Fatal(err)
	}
	if id("app.log.1") != app {
		t.Error("a rename changed the id")
	}
}

func TestReadDir(t *testing.T) {
	_, r := place(t)
	f := func(name string, limit, want int, more bool, kind fault.Kind) {
		t.Helper()
		entries, rest, err := r.ReadDir(name, limit)
		if len(entries) != want || rest != more || fault.KindOf(err) != kind {
			t.Errorf("%s: %d entries, more %v, %v", name, len(entries), rest, err)
		}
	}
	f(".", 10, 2, false, "")
	f(".", 2, 2, false, "")
	f(".", 1, 1, true, "")
	f("sub", 10, 1, false, "")
	f("none", 10, 0, false, fault.NotFound)
	f("app.log", 10, 0, false, fault.Unreadable)
}

func TestOpenPath(t *testing.T) {
	dir, _ := place(t)
	link := filepath.Join(t.TempDir(), "mine.log")
	if err := os.Symlink(filepath.Join(dir, "app.log"), link); err != nil {
		t.Skip(err)
	}
	file, err := OpenPath(link) // a link that the person named is theirs
	if err != nil {
		t.Fatal(err)
	}
	file.Close()
	if _, err := OpenPath(filepath.Join(dir, "none")); fault.KindOf(err) != fault.NotFound {
		t.Error(err)
	}
}

func TestVolume(t *testing.T) {
	_, r := place(t)
	if v := r.Volume(); runtime.GOOS == "linux" && v == Unknown {
		t.Errorf("a temporary folder is on %q", v)
	}
}

// A folder is at its path, away, or another one that lies there by now.
func TestHere(t *testing.T) {
	dir, r := place(t)
	f := func(what string, change func() error, kind fault.Kind, holds string) {
		t.Helper()
		if err := change(); err != nil {
			t.Fatal(err)
		}
		if err := r.Here(); fault.KindOf(err) != kind {
			t.Errorf("%s: %v", what, err)
		}
		in, err := r.Open("app.log")
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		defer in.Close()
		text := make([]byte, 20)
		n, _ := in.ReadAt(text, 0)
		if string(text[:n]) != holds {
			t.Errorf("%s: the file holds %q, want %q", what, text[:n], holds)
		}
	}
	away := dir + " away"
	f("as it was", func() error { return nil }, "", "app.log")
	f("renamed", func() error { return os.Rename(dir, away) }, fault.NotFound, "app.log")
	f("an empty folder in its place", func() error { return os.Mkdir(dir, 0o755) }, fault.NotFound, "app.log")
	f("another in its place", func() error { return os.WriteFile(filepath.Join(dir, "app.log"), []byte("another"), 0o644) }, "", "another")
	f("a file in its place", func() error { return errors.Join(os.Rename(dir, dir+" 2"), os.WriteFile(dir, nil, 0o644)) }, fault.NotFound, "another")
	f("the first again", func() error { return errors.Join(os.Remove(dir), os.Rename(away, dir)) }, "", "app.log")
}

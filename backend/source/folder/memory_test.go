package folder

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/internal/testlog"
)

// life is a folder whose files do what a server's do.
type life struct {
	t   *testing.T
	dir string
	f   *Folder
}

func newLife(t *testing.T) *life {
	dir := t.TempDir()
	return &life{t, dir, openFolder(t, dir)}
}

func (l *life) must(err error) {
	l.t.Helper()
	if err != nil {
		l.t.Fatal(err)
	}
}

func (l *life) path(name string) string { return filepath.Join(l.dir, name) }

func (l *life) write(name, text string) {
	l.t.Helper()
	l.must(os.WriteFile(l.path(name), []byte(text), 0o644))
}

func (l *life) grow(name, text string) {
	l.t.Helper()
	f, err := os.OpenFile(l.path(name), os.O_APPEND|os.O_WRONLY, 0)
	l.must(err)
	_, err = f.WriteString(text)
	l.must(err)
	l.must(f.Close())
}

func (l *life) rename(from, to string) {
	l.t.Helper()
	l.must(os.Rename(l.path(from), l.path(to)))
}

func (l *life) gzip(name string) {
	l.t.Helper()
	text, err := os.ReadFile(l.path(name))
	l.must(err)
	l.write(name+".gz", testlog.Compress(l.t, "gzip", string(text)))
	l.must(os.Remove(l.path(name)))
}

func (l *life) id(name string) event.FileID {
	l.t.Helper()
	id := ids(l.t, l.f)[name]
	if id == "" {
		l.t.Fatalf("%s is not listed", name)
	}
	return id
}

func (l *life) same(what string, a, b event.FileID) {
	l.t.Helper()
	if a != b {
		l.t.Errorf("%s: the id changed", what)
	}
}

func (l *life) other(what string, a, b event.FileID) {
	l.t.Helper()
	if a == b {
		l.t.Errorf("%s: the id is the same", what)
	}
}

func TestIDSurvivesRotation(t *testing.T) {
	l := newLife(t)
	l.write("app.log", testlog.Lines(9, 100))
	first := l.id("app.log")
	l.grow("app.log", testlog.Lines(10, 100))
	l.same("growth", first, l.id("app.log"))
	l.rename("app.log", "app-2026-11-22.log")
	l.write("app.log", testlog.Lines(11, 50))
	second := l.id("app.log")
	l.other("a new live file", first, second)
	l.same("rename", first, l.id("app-2026-11-22.log"))
	l.gzip("app-2026-11-22.log")
	l.same("compression", first, l.id("app-2026-11-22.log.gz"))
	l.same("the live file meanwhile", second, l.id("app.log"))
	again := newLife(t)
	again.write("x.log.1.gz", testlog.Compress(t, "gzip", testlog.Lines(9, 100)))
	l.same("another folder, another name", first, again.id("x.log.1.gz"))
}

func TestIDOfAShortFile(t *testing.T) {
	l := newLife(t)
	l.write("app.log", "")
	empty := l.id("app.log")
	l.grow("app.log", "2026-11-22 10:00:00 INFO start\n")
	l.same("first line", empty, l.id("app.log"))

	l.write("b.log", "2026-11-22 10:00:01 INFO b\n")
	short := l.id("b.log")
	l.grow("b.log", testlog.Lines(10, 500))
	l.same("growth past a kilobyte", short, l.id("b.log"))
	l.rename("b.log", "b-2026-11-22.log")
	l.write("b.log", "2026-11-22 11:00:01 INFO b\n")
	l.same("rename", short, l.id("b-2026-11-22.log"))
	l.gzip("b-2026-11-22.log")
	l.same("compression", short, l.id("b-2026-11-22.log.gz"))
	l.other("the new live file", short, l.id("b.log"))
}

// Files that begin alike, as with a banner, are told apart, and stay so.
func TestIDsOfAlikeFiles(t *testing.T) {
	banner := strings.Repeat("=", 2000) + "\n"
	l := newLife(t)
	l.write("app-2026-11-20.log", banner+testlog.Lines(1, 50))
	l.write("app-2026-11-21.log", banner+testlog.Lines(2, 50))
	l.write("app.log", banner+testlog.Lines(3, 50))
	before := ids(t, l.f)
	if len(before) != 3 || before["app.log"] == before["app-2026-11-20.log"] || before["app-2026-11-21.log"] == before["app-2026-11-20.log"] {
		t.Fatal(before)
	}
	l.grow("app.log", testlog.Lines(4, 50))
	l.same("growth", before["app.log"], l.id("app.log"))
	l.rename("app.log", "app-2026-11-22.log")
	l.write("app.log", banner)
	l.same("rename", before["app.log"], l.id("app-2026-11-22.log"))
	l.gzip("app-2026-11-21.log")
	l.same("compression", before["app-2026-11-21.log"], l.id("app-2026-11-21.log.gz"))
	l.write("copy.log", banner)
	l.other("a byte for byte copy", l.id("app.log"), l.id("copy.log"))
}

// While a copy is being compressed, its lines are not there twice.
func TestHalfPacked(t *testing.T) {
	l := newLife(t)
	text := testlog.Lines(9, 3000)
	packed := testlog.Compress(t, "gzip", text)
	l.write("app.log.1", text)
	first := l.id("app.log.1")
	for _, n := range []int{0, 5, 200, 250, 300, 350, 400, len(packed) / 2, len(packed)} {
		l.write("app.log.1.gz", packed[:n])
		if got := ids(t, l.f); len(got) != 1 || got["app.log.1"] != first {
			t.Errorf("%d of %d bytes: %v", n, len(packed), got)
		}
	}
	l.must(os.Remove(l.path("app.log.1")))
	l.same("compression", first, l.id("app.log.1.gz"))
	l.write("app.log.1", testlog.Lines(10, 3))
	l.same("another file under the name", first, l.id("app.log.1.gz"))
}

func TestIDOfAReplacedFile(t *testing.T) {
	l := newLife(t)
	l.write("app.log", testlog.Lines(9, 100))
	first := l.id("app.log")
	info, err := os.Stat(l.path("app.log"))
	l.must(err)
	l.write("app.log", testlog.Lines(10, 100)) // as long as before
	l.must(os.Chtimes(l.path("app.log"), info.ModTime(), info.ModTime()))
	l.other("same inode, size and time", first, l.id("app.log"))
}

func TestIdentity(t *testing.T) {
	f := func(what string, change func(l *life), want string) {
		t.Helper()
		l := newLife(t)
		l.write("app.log", testlog.Lines(9, 100))
		file, err := l.f.Open(context.Background(), l.id("app.log"))
		l.must(err)
		defer file.Close()
		change(l)
		id, err := file.Identity()
		got := "same"
		switch {
		case err != nil:
			got = string(fault.KindOf(err))
		case id != l.id("app.log") || id == "":
			got = "other"
		}
		if got != want {
			t.Errorf("%s: %s, want %s", what, got, want)
		}
	}
	f("nothing", func(*life) {}, "same")
	f("growth", func(l *life) { l.grow("app.log", "more\n") }, "same")
	f("truncation", func(l *life) { l.must(os.Truncate(l.path("app.log"), 100)) }, "other")
	f("rewriting", func(l *life) { l.write("app.log", testlog.Lines(10, 200)) }, "other")
	f("rewriting after the head", func(l *life) {
		l.write("app.log", testlog.Lines(9, 50)+testlog.Lines(10, 100))
	}, "other")
	f("rotation", func(l *life) { l.rename("app.log", "app.log.1"); l.write("app.log", "new\n") }, "other")
	f("deletion", func(l *life) { l.must(os.Remove(l.path("app.log"))) }, "not_found")
	f("a folder instead", func(l *life) {
		l.must(os.Remove(l.path("app.log")))
		l.must(os.Mkdir(l.path("app.log"), 0o755))
	}, "unreadable")
}

// An opened file goes on reading its own bytes after a rotation, and one that
// was replaced since the scan is not opened for another.
func TestOpenFollowsTheFile(t *testing.T) {
	l := newLife(t)
	l.write("app.log", testlog.Lines(9, 3))
	id := l.id("app.log")
	file, err := l.f.Open(context.Background(), id)
	l.must(err)
	defer file.Close()
	l.rename("app.log", "app.log.1")
	l.grow("app.log.1", "late line\n")
	l.write("app.log", "new\n")
	r, err := file.Reader(context.Background(), event.Offset(len(testlog.Lines(9, 3))))
	l.must(err)
	defer r.Close()
	var b strings.Builder
	if _, err := io.Copy(&b, r); err != nil || b.String() != "late line\n" {
		t.Errorf("%q, %v", b.String(), err)
	}
	if _, err := l.f.Open(context.Background(), id); fault.KindOf(err) != fault.Changed {
		t.Errorf("opening by an old id: %v", err)
	}
}

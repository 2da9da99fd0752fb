package cache

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"cordwood/backend/fault"
	"cordwood/backend/internal/testlog"
)

// opened is a cache whose clock stands at testlog.Day.
func opened(t *testing.T, limit int64) *Folder {
	t.Helper()
	f, err := Open(filepath.Join(t.TempDir(), "home", "cache"), limit)
	if err != nil {
		t.Fatal(err)
	}
	f.now = func() time.Time { return testlog.Day }
	t.Cleanup(func() { f.Close() })
	return f
}

// put writes a file below dir that was last used so long ago.
func put(t *testing.T, dir, name string, bytes int, ago time.Duration) {
	t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, make([]byte, bytes), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(path, time.Time{}, testlog.Day.Add(-ago)); err != nil {
		t.Fatal(err)
	}
}

// below names all that is in dir, files with their sizes.
func below(t *testing.T, dir string) string {
	t.Helper()
	var all []string
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		rel, _ := filepath.Rel(dir, path)
		if err == nil && rel != "." {
			all = append(all, filepath.ToSlash(rel))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(all, " ")
}

func TestPath(t *testing.T) {
	c := opened(t, 100)
	f := func(source, file, kind string, good bool) {
		t.Helper()
		path, err := c.Path(source, file, kind)
		if good != (err == nil) || !good && fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s/%s.%s: %v", source, file, kind, err)
		}
		if !good {
			return
		}
		if path != filepath.Join(c.dir, source, file+"."+kind) {
			t.Error(path)
		}
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Error(err)
		}
		if err := c.Used(path); err != nil {
			t.Error(err)
		}
	}
	f("01HXYZ", "a-b_C9", "idx", true)
	f("01HXYZ", "a-b_C9", "gram", true)
	f("s", strings.Repeat("f", maxID), "zst", true)
	f("s", strings.Repeat("f", maxID+1), "zst", false)
	f("s", "f", "log", false)
	f("s", "f", "", false)
	f("s", "", "idx", false)
	f("", "f", "idx", false)
	f(".", "f", "idx", false)
	f("..", "f", "idx", false)
	f("s", "..", "idx", false)
	f("s", "../../f", "idx", false)
	f("s/t", "f", "idx", false)
	f(`s\t`, "f", "idx", false)
	f("s", "f.idx", "idx", false)
	f("s", "f:stream", "idx", false)
	f("s", "f\x00", "idx", false)
	f("s", "é", "idx", false)
	f("s", "NUL", "idx", false)
	f("com1", "f", "idx", false)
	f("com12", "f", "idx", true)
	if runtime.GOOS != "windows" {
		if info, err := os.Stat(c.dir); err != nil || info.Mode().Perm() != 0o700 {
			t.Error(info.Mode(), err)
		}
	}
}

func TestUsed(t *testing.T) {
	c := opened(t, 100)
	f := func(ago, want time.Duration) {
		t.Helper()
		put(t, c.dir, "s/f.idx", 1, ago)
		if err := c.Used(filepath.Join(c.dir, "s", "f.idx")); err != nil {
			t.Error(err)
		}
		if all, err := c.List(); err != nil || len(all) != 1 || !all[0].Used.Equal(testlog.Day.Add(-want)) {
			t.Errorf("%v ago: %v %v", ago, all, err)
		}
	}
	f(0, 0)
	f(59*time.Minute, 59*time.Minute)
	f(time.Hour, 0)
	f(1000*time.Hour, 0)
	f(-59*time.Minute, -59*time.Minute)
	f(-2*time.Hour, 0) // the clock was set back
	if err := c.Used(filepath.Join(c.dir, "s", "gone.idx")); err != nil {
		t.Error(err)
	}
	put(t, filepath.Dir(c.dir), "f.idx", 1, time.Hour)
	for _, path := range []string{
		"", c.dir, filepath.Join(c.dir, "s"), filepath.Join(c.dir, "f.idx"), filepath.Join(filepath.Dir(c.dir), "f.idx"),
		c.dir + "/../f.idx", c.dir + "/s/../../f.idx", filepath.Join(c.dir, "s", "f.log"),
	} {
		if err := c.Used(path); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q: %v", path, err)
		}
	}
}

func TestList(t *testing.T) {
	c := opened(t, 100)
	put(t, c.dir, "b/2.zst", 7, time.Hour)
	put(t, c.dir, "a/1.gram", 3, 0)
	put(t, c.dir, "a/1.idx", 2, 2*time.Hour)
	put(t, c.dir, "a/1.idx.0123456789ab.part", 9, 0)
	put(t, c.dir, "a/notes.txt", 9, 0)
	put(t, c.dir, "a/deep/1.idx", 9, 0)
	put(t, c.dir, "a b/1.idx", 9, 0)
	put(t, c.dir, "1.idx", 9, 0)
	put(t, c.dir, "c/1.idx/x", 9, 0)
	all, err := c.List()
	var got strings.Builder
	for _, e := range all {
		fmt.Fprintf(&got, "%s/%s %s %d %v; ", e.Source, e.File, e.Kind, e.Bytes, testlog.Day.Sub(e.Used))
	}
	if want := "a/1 gram 3 0s; a/1 idx 2 2h0m0s; b/2 zst 7 1h0m0s; "; err != nil || got.String() != want {
		t.Errorf("%v, %v", &got, err)
	}
}

func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "file", 1, 0)
	f := func(dir string, limit int64, kind fault.Kind) {
		t.Helper()
		c, err := Open(dir, limit)
		if err == nil {
			c.Close()
		}
		if (kind == "") != (err == nil) || kind == fault.Invalid && fault.KindOf(err) != kind {
			t.Error(err)
		}
	}
	f(dir, 1, "")
	f(dir, 0, fault.Invalid)
	f(dir, -1, fault.Invalid)
	f(filepath.Join(dir, "file"), 1, fault.Unreadable)
}

// Whatever the ids, an accepted name is one file in one folder.
func FuzzNames(f *testing.F) {
	f.Add("01HXYZ", "a1.idx")
	f.Add("..", "../x.zst")
	f.Add("a", "1.idx.00ff.part")
	f.Fuzz(func(t *testing.T, source, name string) {
		file, kind, ok := parse(name)
		if validID(source) && (!filepath.IsLocal(source) || filepath.Base(source) != source) {
			t.Errorf("source %q", source)
		}
		if (ok || isPart(name)) && (!filepath.IsLocal(name) || filepath.Base(name) != name) || ok && (file+"."+kind != name || isPart(name)) {
			t.Errorf("name %q", name)
		}
	})
}

package cache

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
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
	for _, path := range []string{"", c.dir, filepath.Join(c.dir, "s"), filepath.Join(c.dir, "f.idx"), filepath.Join(filepath.Dir(c.dir), "f.idx"),
		c.dir + "/../f.idx", c.dir + "/s/../../f.idx", filepath.Join(c.dir, "s", "f.log")} {
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

func TestTrim(t *testing.T) {
	f := func(limit int64, want string, removed Removed) {
		t.Helper()
		c := opened(t, limit)
		put(t, c.dir, "a/1.idx", 10, 5*time.Hour)
		put(t, c.dir, "a/1.zst", 50, 9*time.Hour)
		put(t, c.dir, "b/1.idx", 10, 2*time.Hour)
		put(t, c.dir, "b/1.gram", 20, 5*time.Hour)
		put(t, c.dir, "b/1.zst.00ff.part", 500, 23*time.Hour)
		put(t, c.dir, "b/2.zst.00ff.part", 500, 25*time.Hour)
		put(t, c.dir, "b/2.zst.part", 500, 25*time.Hour)
		put(t, c.dir, "b/old.part", 500, 25*time.Hour)
		put(t, c.dir, "b/2.log.00ff.part", 500, 25*time.Hour)
		got, err := c.Trim()
		if err != nil || got != removed {
			t.Errorf("limit %d: %+v, %v", limit, got, err)
		}
		rest := " b/1.zst.00ff.part b/2.log.00ff.part b/2.zst.part b/old.part"
		if got := below(t, c.dir); got != want+rest {
			t.Errorf("limit %d: %s", limit, got)
		}
	}
	f(90, "a a/1.idx a/1.zst b b/1.gram b/1.idx", Removed{})
	f(89, "a a/1.idx b b/1.gram b/1.idx", Removed{Files: 1, Bytes: 50})
	f(40, "a a/1.idx b b/1.gram b/1.idx", Removed{Files: 1, Bytes: 50})
	f(39, "a a/1.idx b b/1.idx", Removed{Files: 2, Bytes: 70})
	f(10, "a b b/1.idx", Removed{Files: 3, Bytes: 80})
	f(1, "a b", Removed{Files: 4, Bytes: 90})
}

func TestForgetAndClean(t *testing.T) {
	c := opened(t, 1000)
	fill := func() {
		put(t, c.dir, "a/1.idx", 10, 0)
		put(t, c.dir, "b/1.idx", 10, 0)
		put(t, c.dir, "b/1.gram", 20, 0)
		put(t, c.dir, "c/1.zst", 5, 0)
		put(t, c.dir, "c/mine.txt", 5, 0)
		put(t, c.dir, "other.txt", 5, 0)
		if err := os.MkdirAll(filepath.Join(c.dir, "empty"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	f := func(what string, got Removed, err error, want Removed, rest string) {
		t.Helper()
		if err != nil || got != want {
			t.Errorf("%s: %+v, %v", what, got, err)
		}
		if left := below(t, c.dir); left != rest {
			t.Errorf("%s: %s", what, left)
		}
	}
	fill()
	got, err := c.Forget("b")
	f("forget", got, err, Removed{Files: 2, Bytes: 30}, "a a/1.idx c c/1.zst c/mine.txt empty other.txt")
	got, err = c.Forget("b")
	f("again", got, err, Removed{}, "a a/1.idx c c/1.zst c/mine.txt empty other.txt")
	fill()
	got, err = c.Clean()
	f("clean", got, err, Removed{Files: 4, Bytes: 45}, "c c/mine.txt empty other.txt")
	for _, bad := range []string{"", "..", "a/b", "other.txt"} {
		if _, err := c.Forget(bad); fault.KindOf(err) != fault.Invalid {
			t.Errorf("forget %q: %v", bad, err)
		}
	}
}

// Links are neither followed nor removed, and nothing outside is touched.
func TestLinks(t *testing.T) {
	c := opened(t, 1)
	outside := t.TempDir()
	put(t, outside, "1.idx", 100, 1000*time.Hour)
	put(t, outside, "1.idx.00ff.part", 100, 1000*time.Hour)
	put(t, c.dir, "real/2.idx", 100, 1000*time.Hour)
	for name, target := range map[string]string{"away": outside, "near": "real", "real/1.idx": filepath.Join(outside, "1.idx"), "real/3.idx": "2.idx", "real/4.idx.00ff.part": filepath.Join(outside, "1.idx.00ff.part")} {
		if err := os.Symlink(target, filepath.Join(c.dir, filepath.FromSlash(name))); err != nil {
			t.Skip(err)
		}
	}
	before := below(t, outside)
	if all, err := c.List(); err != nil || len(all) != 1 {
		t.Errorf("%v %v", all, err)
	}
	for _, source := range []string{"away", "near"} {
		if path, err := c.Path(source, "1", "idx"); fault.KindOf(err) != fault.Unreadable {
			t.Errorf("%s: %v", path, err)
		}
		if err := c.Used(filepath.Join(c.dir, source, "1.idx")); err == nil {
			t.Errorf("used by way of %s", source)
		}
		if got, err := c.Forget(source); err != nil || got.Files != 0 {
			t.Errorf("%s: %+v %v", source, got, err)
		}
	}
	if err := c.Used(filepath.Join(c.dir, "real", "1.idx")); err != nil {
		t.Error(err)
	}
	if got, err := c.Trim(); err != nil || got.Files != 1 {
		t.Errorf("%+v %v", got, err)
	}
	if got, err := c.Clean(); err != nil || got.Files != 0 {
		t.Errorf("%+v %v", got, err)
	}
	if got := below(t, c.dir); got != "away near real real/1.idx real/3.idx real/4.idx.00ff.part" {
		t.Error(got)
	}
	info, err := os.Stat(filepath.Join(outside, "1.idx"))
	if err != nil || !info.ModTime().Equal(testlog.Day.Add(-1000*time.Hour)) || below(t, outside) != before {
		t.Errorf("outside: %v %v", info, err)
	}
}

// An entry that is open stays readable where the system can do that.
func TestOpenEntryStays(t *testing.T) {
	c := opened(t, 1)
	put(t, c.dir, "a/1.zst", 1000, time.Hour)
	r, err := os.Open(filepath.Join(c.dir, "a", "1.zst"))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	got, err := c.Trim()
	if err != nil || got.Files+got.Left != 1 || runtime.GOOS != "windows" && got.Left > 0 {
		t.Errorf("%+v %v", got, err)
	}
	if b, err := io.ReadAll(r); err != nil || len(b) != 1000 {
		t.Errorf("%d bytes, %v", len(b), err)
	}
}

// A file that cannot be removed is left, the others go.
func TestLeft(t *testing.T) {
	if runtime.GOOS == "windows" || os.Getuid() == 0 {
		t.Skip("needs a folder that cannot be written")
	}
	c := opened(t, 1)
	put(t, c.dir, "a/1.zst", 10, 2*time.Hour)
	put(t, c.dir, "b/1.zst", 10, time.Hour)
	dir := filepath.Join(c.dir, "a")
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(dir, 0o700)
	if got, err := c.Trim(); err != nil || got != (Removed{Files: 1, Bytes: 10, Left: 1}) {
		t.Errorf("%+v %v", got, err)
	}
}

// Several processes, here several Folders, make, use and remove at once.
func TestAtOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "cache")
	var all sync.WaitGroup
	for g := range 6 {
		all.Go(func() {
			c, err := Open(dir, 200)
			if err != nil {
				t.Error(err)
				return
			}
			defer c.Close()
			for i := range 60 {
				switch (g + i) % 6 {
				case 0:
					_, err = c.Trim()
				case 1:
					_, err = c.Forget("s1")
				case 2:
					_, err = c.Clean()
				default:
					var path string
					if path, err = c.Path(fmt.Sprint("s", i%3), fmt.Sprint("f", g), "idx"); err == nil {
						_ = os.WriteFile(path, make([]byte, 20), 0o600) // its folder may be gone
						err = c.Used(path)
					}
				}
				if err != nil && fault.KindOf(err) != fault.NotFound {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
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

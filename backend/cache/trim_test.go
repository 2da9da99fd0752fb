package cache

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"

	"cordwood/backend/fault"
)

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

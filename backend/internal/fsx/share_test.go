//go:build linux

package fsx

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"

	"cordwood/backend/fault"
	"cordwood/backend/source/sharetest"
)

func TestMain(m *testing.M) {
	answerWithin, firstProbe = 200*time.Millisecond, 50*time.Millisecond
	os.Exit(m.Run())
}

// shared is an opened folder on a share whose patience is short.
func shared(t *testing.T) (*sharetest.Share, *Root) {
	t.Helper()
	leaks := goleak.IgnoreCurrent()
	s := sharetest.Mount(t)
	for _, name := range []string{"app.log", "db.log"} {
		if err := os.WriteFile(filepath.Join(s.Dir, name), []byte(strings.Repeat(name+"\n", 1000)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(s.Dir, "large.log"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(filepath.Join(s.Dir, "large.log"), 1<<40); err != nil {
		t.Fatal(err)
	}
	r, err := OpenRoot(s.Path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		r.Close()
		s.Start()
		s.Unmount()
		goleak.VerifyNone(t, leaks)
	})
	return s, r
}

// fresh reads where nobody has read: what the system has in memory is no call.
func fresh(in *File) error {
	_, err := in.ReadAt(make([]byte, 10), reading.Add(16<<20))
	return err
}

var reading atomic.Int64

// until waits for what must come, however slow the machine.
func until(t *testing.T, what string, f func() bool) {
	t.Helper()
	for range 3000 {
		if f() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("waited for: " + what)
}

func away(t *testing.T, err error) time.Time {
	t.Helper()
	var s *fault.Silence
	if fault.KindOf(err) != fault.Away || !errors.As(err, &s) {
		t.Fatalf("not away: %v", err)
	}
	return s.Since
}

func TestShareIsTold(t *testing.T) {
	_, r := shared(t)
	if r.Volume() != Share {
		t.Errorf("a mounted share is %q", r.Volume())
	}
	local, err := OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer local.Close()
	if local.Volume() != Local {
		t.Errorf("a temporary folder is %q", local.Volume())
	}
}

func TestEveryCallEnds(t *testing.T) {
	s, r := shared(t)
	in, err := r.Open("large.log")
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	time.Sleep(time.Second) // what the kernel believes of names and sizes is forgotten
	s.Stop()
	before := time.Now()
	read := func() error { return fresh(in) }
	calls := map[string]func() error{
		"open":     func() error { _, err := r.Open("db.log"); return err },
		"read":     read,
		"stat":     func() error { _, err := r.Stat("db.log"); return err },
		"lstat":    func() error { _, err := r.Lstat("db.log"); return err },
		"list":     func() error { _, _, err := r.ReadDir(".", 10); return err },
		"describe": func() error { _, err := in.Stat(); return err },
		"root":     func() error { _, err := OpenRoot(s.Path); return err },
		"path":     func() error { _, err := OpenPath(filepath.Join(s.Path, "db.log")); return err },
		"within": func() error {
			_, err := Within(s.Path, "list", func() ([]os.DirEntry, error) { return os.ReadDir(s.Path) })
			return err
		},
	}
	var since time.Time
	for name, call := range calls {
		err := call()
		if now := away(t, err); since.IsZero() {
			since = now
		} else if !now.Equal(since) {
			t.Errorf("%s: silent since %v, before %v", name, now, since)
		}
		if want := "the share at " + s.Path + " does not answer since " + since.Format(time.TimeOnly); !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if since.Before(before) {
		t.Errorf("silent since %v, stopped at %v", since, before)
	}
	s.Start()
	until(t, "an answer", func() bool { return read() == nil })
	for name, call := range calls {
		if err := call(); err != nil {
			t.Errorf("%s after the share is back: %v", name, err)
		}
	}
}

// What the system answers from its memory while the server is stopped hides nothing: a
// call that needs the server ends, and the silence lasts until the server answers.
func TestAnswersFromMemory(t *testing.T) {
	s, r := shared(t)
	large, err := r.Open("large.log")
	if err != nil {
		t.Fatal(err)
	}
	defer large.Close()
	remembered := func() { // as sshfs tells a size for twenty seconds
		_, _ = ask(large.share, "look at", "app.log", func() (int, error) { return 1, nil }, nil)
	}
	s.Stop()
	s.Reset()
	stop, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			select {
			case <-stop:
				return
			case <-time.After(time.Millisecond):
				remembered() // which fails at once when the share is known to be silent
			}
		}
	}()
	err = fresh(large)
	if errors.Is(err, ErrSlow) {
		t.Errorf("who answers else? %v, %v", err, s.Count())
	}
	since := away(t, err)
	for range 20 {
		if now := away(t, fresh(large)); !now.Equal(since) {
			t.Errorf("silent since %v, before %v", now, since)
		}
		time.Sleep(firstProbe)
	}
	close(stop)
	<-ended
	s.Start()
	until(t, "an answer", func() bool { return fresh(large) == nil })
}

// However many ask: what is left behind is bounded.
func TestLeftBehindIsBounded(t *testing.T) {
	s, r := shared(t)
	in, err := r.Open("large.log")
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	s.Stop()
	s.Reset()
	var all sync.WaitGroup
	for range 20 * turns {
		all.Go(func() {
			if err := fresh(in); fault.KindOf(err) != fault.Away {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := len(in.share.turn); n > turns {
		t.Errorf("%d calls are left behind, want at most %d", n, turns)
	}
	if c := s.Count(); c.Calls["read"] > turns {
		t.Error(c)
	}
	s.Start()
	until(t, "the left behind to come back", func() bool { return len(in.share.turn) == 0 })
}

// An error of one file is that file's: the share answers.
func TestAFailureIsAnAnswer(t *testing.T) {
	s, r := shared(t)
	in, err := r.Open("large.log")
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	for errno, kind := range map[syscall.Errno]fault.Kind{syscall.EIO: fault.Unreadable, syscall.EACCES: fault.Denied} {
		s.Fail(errno)
		if err := fresh(in); fault.KindOf(err) != kind || !errors.Is(err, errno) {
			t.Errorf("%v: %v", errno, err)
		}
		s.Fail(0)
		if err := fresh(in); err != nil {
			t.Errorf("after %v: %v", errno, err)
		}
	}
}

// The other side is not there, and the system says so at once.
func TestAShareThatSaysItIsAway(t *testing.T) {
	s, r := shared(t)
	s.Fail(syscall.EHOSTDOWN)
	_, err := r.Stat("app.log")
	since := away(t, err)
	if !errors.Is(err, syscall.EHOSTDOWN) {
		t.Error(err)
	}
	s.Reset()
	for range 100 {
		_, err := r.Stat("app.log")
		if !away(t, err).Equal(since) {
			t.Error(err)
		}
	}
	if c := s.Count(); c.All() > 20 { // the probe's
		t.Error("a share that is away was asked", c)
	}
	s.Fail(0)
	until(t, "an answer", func() bool { _, err := r.Stat("app.log"); return err == nil })
}

// A file handle that the server does not know any more is found again by its name.
func TestMountedAgain(t *testing.T) {
	s, r := shared(t)
	mine := func() error { _, err := r.Stat("app.log"); return err }
	s.Kill()
	away(t, mine())
	s.Remount()
	until(t, "the folder on the new mount", func() bool { return mine() == nil })
	s.Unmount()
	away(t, mine()) // the empty folder in its place is not the share
	if _, _, err := r.ReadDir(".", 10); fault.KindOf(err) != fault.Away {
		t.Error(err)
	}
	s.Remount()
	until(t, "the folder on the third mount", func() bool { return mine() == nil })
}

// A share that is mounted below an opened folder has deadlines too.
func TestMountedBelow(t *testing.T) {
	s, _ := shared(t)
	r, err := OpenRoot(filepath.Dir(s.Path))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if r.Volume() != Local {
		t.Skip("the temporary folder is no local disk")
	}
	name := filepath.Base(s.Path) + "/large.log"
	in, err := r.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	time.Sleep(time.Second)
	s.Stop()
	_, err = r.Lstat(name)
	away(t, err)
	away(t, fresh(in))
	// Where the file system does not tell what an entry is, the listing needs the share.
	if _, _, err := r.ReadDir(".", 10); err != nil {
		away(t, err)
	}
}

// What is closed while the share is silent does not hang, and is closed later.
func TestCloseDoesNotHang(t *testing.T) {
	s, r := shared(t)
	var open []*File
	for range 40 {
		in, err := r.Open("app.log")
		if err != nil {
			t.Fatal(err)
		}
		open = append(open, in)
	}
	time.Sleep(time.Second)
	s.Stop()
	_, err := r.Lstat("app.log")
	away(t, err)
	for _, in := range open {
		in.Close()
	}
	s.Start()
	until(t, "the files to be closed", func() bool { return s.Count().Open == 0 })
}

func TestMountTable(t *testing.T) {
	rows := parseMounts(`22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
36 22 0:52 / /mnt/logs\040of\040li rw,nosuid shared:9 master:1 - fuse.sshfs li@srv01:/logs rw,user_id=0
37 22 0:53 / /mnt/nfs rw - nfs4 srv02:/export rw
38 37 0:54 / /mnt/nfs/deep rw - tmpfs tmpfs rw
39 22 0:55 / /srv rw - cifs //srv03/logs rw
broken line
`)
	f := func(path, point string, remote bool) {
		t.Helper()
		if m := deepest(rows, path); m.point != point || m.remote != remote {
			t.Errorf("%s: %+v", path, m)
		}
	}
	f("/", "/", false)
	f("/var/log", "/", false)
	f("/mnt/logs of li", "/mnt/logs of li", true)
	f("/mnt/logs of li/a/b", "/mnt/logs of li", true)
	f("/mnt/logs of liu", "/", false)
	f("/mnt/nfs/x", "/mnt/nfs", true)
	f("/mnt/nfs/deep/x", "/mnt/nfs/deep", false)
	f("/srv", "/srv", true)
	f("/srv2", "/", false)
}

package serverlog

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"cordwood/backend/fault"
	"cordwood/backend/rules"
)

// Each test here is one way in which lumberjack alone loses or harms something.

func noon() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) }

func small(dir string) Options {
	return Options{Dir: dir, Families: []string{"application"}, Clock: noon, Zone: time.UTC, MaxBytes: minBytes}
}

func TestSecondWriterIsRefused(t *testing.T) {
	dir := t.TempDir()
	first, err := Open(small(dir))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Open(small(dir)); fault.KindOf(err) != fault.Locked {
		t.Errorf("second Open: %v, want kind locked", err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	open(t, small(dir))
}

func TestTruncationFromOutsideLeavesNoNULs(t *testing.T) {
	dir := t.TempDir()
	s := open(t, Options{Dir: dir, Families: []string{"application"}})
	w := s.Writer("application")
	write(t, w, strings.Repeat("old ", 100))
	if err := s.Rotate("application"); err != nil { // lumberjack's new file is not in append mode
		t.Fatal(err)
	}
	write(t, w, strings.Repeat("x", 10_000))
	if err := os.Truncate(filepath.Join(dir, "application.log"), 0); err != nil {
		t.Fatal(err)
	}
	write(t, w, "after")
	if got := read(t, dir, "application.log"); got != "after\n" {
		t.Errorf("live file is %.80q, %d bytes", got, len(got))
	}
	if err := os.Truncate(filepath.Join(dir, "application.log"), 3); err != nil {
		t.Fatal(err)
	}
	write(t, w, "whole line")
	if got := read(t, dir, "application.log"); got != "aft\nwhole line\n" {
		t.Errorf("after a cut inside a line: %q", got)
	}
}

func TestRemovedOrReplacedFileIsMadeAnew(t *testing.T) {
	dir := t.TempDir()
	w := open(t, Options{Dir: dir, Families: []string{"application"}}).Writer("application")
	path := filepath.Join(dir, "application.log")
	write(t, w, "one")
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	write(t, w, "two")
	if got := read(t, dir, "application.log"); got != "two\n" {
		t.Errorf("after removal: %q", got)
	}
	if err := os.Rename(path, path+".1"); err != nil { // another rotation took it
		t.Fatal(err)
	}
	write(t, w, "three")
	if got := read(t, dir, "application.log.1") + read(t, dir, "application.log"); got != "two\nthree\n" {
		t.Errorf("after a rename: %q", got)
	}
}

func TestTwoHundredRotationsInOneInstantKeepEveryLine(t *testing.T) {
	dir := t.TempDir()
	s := open(t, small(dir))
	w := s.Writer("application")
	var want strings.Builder
	for i := range 200 {
		line := fmt.Sprintf("line %d\n", i)
		want.WriteString(line)
		write(t, w, line)
		if err := s.Rotate("application"); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if got := chain(t, dir, "application"); got != want.String() {
		t.Errorf("%d bytes in the chain, want %d", len(got), want.Len())
	}
	if _, err := os.Stat(filepath.Join(dir, "application-2026-11-22-200.log.gz")); err != nil {
		t.Error("the names have a hole: ", err)
	}
}

func TestLimitIsKeptToTheByte(t *testing.T) {
	f := func(first, second int, wantLive int) {
		t.Helper()
		dir := t.TempDir()
		w := open(t, small(dir)).Writer("application")
		write(t, w, strings.Repeat("a", first-1))
		write(t, w, strings.Repeat("b", second-1))
		if got := len(read(t, dir, "application.log")); got != wantLive {
			t.Errorf("%d then %d bytes: live file has %d, want %d", first, second, got, wantLive)
		}
	}
	f(1000, 24, 1024) // exactly full
	f(1000, 25, 25)   // one byte too many
	f(1024, 2, 2)
	f(1022, 2, 1024)
}

func TestRecordLongerThanTheLimitIsKeptWhole(t *testing.T) {
	dir := t.TempDir()
	s := open(t, small(dir))
	w := s.Writer("application")
	long := strings.Repeat("long ", 1000)
	write(t, w, "before")
	write(t, w, long)
	write(t, w, "after")
	if live := read(t, dir, "application.log"); live != "after\n" {
		t.Errorf("live file %q", live)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if got, want := chain(t, dir, "application"), "before\n"+long+"\nafter\n"; got != want {
		t.Errorf("chain has %d bytes, want %d", len(got), len(want))
	}
}

// As on Windows, where a program that does not share the file forbids the rename.
func TestRotationWithoutRename(t *testing.T) {
	dir := t.TempDir()
	s := open(t, small(dir))
	write(t, s.Writer("application"), "one")
	f := s.families["application"]
	f.mu.Lock()
	err := f.release()
	if err == nil {
		_, err = f.copyAway()
	}
	f.mu.Unlock()
	if err != nil {
		t.Fatal(err)
	}
	write(t, s.Writer("application"), "two")
	if got := read(t, dir, "application.log"); got != "two\n" {
		t.Errorf("live file %q", got)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if got := chain(t, dir, "application"); got != "one\ntwo\n" {
		t.Errorf("chain %q", got)
	}
}

func TestPlantedLinksDoNoHarm(t *testing.T) {
	names := []string{
		"application.log", "application-2026-11-22.log", "application-2026-11-22.log.gz",
		"application-2026-11-22.log.gz.part", "application.log.part", "application-2026-11-22-2.log",
	}
	for _, name := range names {
		for kind, plant := range map[string]func(old, new string) error{"symlink": os.Symlink, "hard link": os.Link} {
			t.Run(kind+" at "+name, func(t *testing.T) {
				dir := t.TempDir()
				victim := filepath.Join(t.TempDir(), "victim")
				if err := os.WriteFile(victim, []byte("precious"), 0o600); err != nil {
					t.Fatal(err)
				}
				if err := plant(victim, filepath.Join(dir, name)); err != nil {
					t.Skip("cannot plant: ", err)
				}
				s := open(t, small(dir))
				w := s.Writer("application")
				write(t, w, "one")
				write(t, w, strings.Repeat("long", 500))
				write(t, w, "three")
				if err := s.Rotate("application"); err != nil {
					t.Fatal(err)
				}
				if err := s.Close(); err != nil {
					t.Error(err)
				}
				if got, _ := os.ReadFile(victim); string(got) != "precious" {
					t.Errorf("the victim became %.60q", got)
				}
				got := ours(t, dir)
				for _, line := range []string{"one\n", strings.Repeat("long", 500) + "\n", "three\n"} {
					if !strings.Contains(got, line) {
						t.Errorf("line %.20q is lost", line)
					}
				}
			})
		}
	}
}

func TestOpenAndCloseLeakNoGoroutines(t *testing.T) {
	before := runtime.NumGoroutine()
	for range 50 {
		dir := t.TempDir()
		opt := small(dir)
		opt.Rules = true
		s, err := Open(opt)
		if err != nil {
			t.Fatal(err)
		}
		write(t, s.Writer("application"), "line")
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	// One file at a time was open, so one lumberjack is parked, with its goroutine.
	if now := runtime.NumGoroutine(); now > before+2 {
		t.Errorf("%d goroutines before, %d after 50 suites", before, now)
	}
	goleak.VerifyNone(t, goleak.IgnoreAnyFunction("gopkg.in/natefinch/lumberjack%2ev2.(*Logger).millRun"))
}

func TestCompressionFailureIsTold(t *testing.T) {
	dir := t.TempDir()
	obstacle := filepath.Join(dir, "application-2026-11-22.log.gz.part")
	if err := os.MkdirAll(filepath.Join(obstacle, "full"), 0o700); err != nil {
		t.Fatal(err)
	}
	opt := small(dir)
	opt.Rules = true
	s, err := Open(opt)
	if err != nil {
		t.Fatal(err)
	}
	// The obstacle counts as taken, so the name is planted with the copy itself.
	if err := os.WriteFile(filepath.Join(dir, "application-2026-11-22.log"), []byte("kept\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.keeper.wake()
	if err := s.Close(); err == nil {
		t.Error("Close tells nothing")
	}
	status, err := rules.LoadStatus(dir)
	if err != nil || !strings.Contains(status.Families["application"].Error, "application-2026-11-22.log") {
		t.Errorf("status %+v, %v", status.Families["application"], err)
	}
	if read(t, dir, "application-2026-11-22.log") != "kept\n" {
		t.Error("the copy is not what it was")
	}
}

func TestCompressionAfterAKill(t *testing.T) {
	const copyName = "application-2026-11-22.log"
	f := func(what string, plain, packed, part []byte, want string) {
		t.Helper()
		dir := t.TempDir()
		for name, data := range map[string][]byte{copyName: plain, copyName + ".gz": packed, copyName + ".gz.part": part} {
			if data == nil {
				continue
			}
			if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		s, err := Open(small(dir))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Errorf("%s: %v", what, err)
		}
		if got := chain(t, dir, "application"); got != want {
			t.Errorf("%s: chain %q, want %q", what, got, want)
		}
		left, _ := filepath.Glob(filepath.Join(dir, "*.part"))
		if len(left) > 0 {
			t.Errorf("%s: %v is left", what, left)
		}
	}
	a, b := []byte("a\n"), []byte("b\n")
	f("before the work", a, nil, nil, "a\n")
	f("while writing", a, nil, zipped(a)[:5], "a\n")
	f("before the unlink", a, zipped(a), nil, "a\n")
	f("another's .gz has the name", b, zipped(a), nil, "a\nb\n")
	f("only a part is left", nil, zipped(a), zipped(b), "a\n")
}

func TestDamagedTwinIsNotTrusted(t *testing.T) {
	dir := t.TempDir()
	damaged := zipped([]byte("a\n"))
	damaged[len(damaged)-6] ^= 1 // its check sum
	for name, data := range map[string][]byte{"application-2026-11-22.log": []byte("a\n"), "application-2026-11-22.log.gz": damaged} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s, err := Open(small(dir))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if got := read(t, dir, "application-2026-11-22.log.gz"); !bytes.Equal([]byte(got), damaged) {
		t.Error("the damaged file was touched")
	}
	if got := unzip(t, filepath.Join(dir, "application-2026-11-22-2.log.gz")); got != "a\n" {
		t.Errorf("our copy holds %q", got)
	}
	if _, err := os.Stat(filepath.Join(dir, "application-2026-11-22.log")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("the plain copy stayed")
	}
}

//go:build linux

package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"cordwood/backend/search"
	"cordwood/backend/tail"
)

// A log that is followed and looked at is deleted, or something that is no log takes its
// name: what it is is told, nothing waits for it, another log goes on, and a log that
// takes its place again is read.
func TestALogBecomesSomethingElse(t *testing.T) {
	a := testApp(t)
	mknod := func(mode uint32, dev int) func(string) error {
		return func(path string) error { return syscall.Mknod(path, mode|0o644, dev) }
	}
	for _, x := range []struct {
		name string
		make func(path string) error
		told string // of the file, in the list of families; "" where it is not in it
	}{
		{"nothing", func(string) error { return nil }, ""},
		{"a folder", func(path string) error { return os.Mkdir(path, 0o755) }, ""},
		{"a named pipe", mknod(syscall.S_IFIFO, 0), "named pipe"},
		{"a socket", func(path string) error {
			l, err := net.Listen("unix", path)
			if err == nil {
				t.Cleanup(func() { l.Close() })
			}
			return err
		}, "socket"},
		{"a terminal", mknod(syscall.S_IFCHR, 5<<8), "device"},
		{"a disk", mknod(syscall.S_IFBLK, 7<<8|250), "device"},
		{"a link to nothing", func(path string) error { return os.Symlink("gone", path) }, ""},
		{"a link out of the folder", func(path string) error { return os.Symlink("/etc/passwd", path) }, ""},
		{"a link to itself", func(path string) error { return os.Symlink(filepath.Base(path), path) }, ""},
		{"a file that may not be read", func(path string) error {
			if err := os.WriteFile(path, []byte("2026-11-22 08:00:00.000 [main] INFO  a.B - secret\n"), 0); err != nil || os.Geteuid() > 0 {
				return err
			}
			return errors.New("root reads all files")
		}, "permission denied"},
	} {
		t.Run(x.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			path := filepath.Join(dir, "a.log")
			n := 0
			says := func(name string) string {
				n++
				text := fmt.Sprintf("2026-11-22 08:00:00.000 [main] INFO  a.B - %s says %d", name, n)
				appendTo(t, filepath.Join(dir, name), text+"\n")
				return text
			}
			all := []string{says("a.log"), says("b.log")}
			src, err := a.OpenPath(dir, Records)
			if err != nil {
				t.Fatal(err)
			}
			var mu sync.Mutex
			var got []string
			ctx, cancel := context.WithCancel(t.Context())
			done := make(chan error, 1)
			go func() {
				_, err := a.Follow(ctx, LogRequest{Source: src.ID, Slot: "f " + x.name}, Listener{
					N:     9,
					Give:  func(e *tail.Entry) { mu.Lock(); got = append(got, e.Text); mu.Unlock() },
					Tell:  func(search.Notice) {},
					After: func(int64) error { return nil },
				})
				done <- err
			}()
			log, err := a.ServerLogs().Open(LogRequest{Source: src.ID, Slot: "view " + x.name})
			if err != nil {
				t.Fatal(err)
			}
			follows := func(what string) {
				t.Helper()
				eventually(t, what+", followed", func() bool {
					mu.Lock()
					defer mu.Unlock()
					return slices.Equal(slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(all)))
				})
			}
			shows := func(what string, want []string) {
				t.Helper()
				eventually(t, what+", in the view", func() bool {
					var rows []string
					if log, err = a.ServerLogs().State(log.Handle); err != nil {
						t.Fatal(err)
					}
					err := a.EachEntry(ctx, log.Handle, log.Start, func(row *search.Row, _ string) bool { rows = append(rows, row.Text); return true })
					return err == nil && log.Exact && slices.Equal(slices.Sorted(slices.Values(rows)), slices.Sorted(slices.Values(want)))
				})
			}
			follows("what was there")
			shows("what was there", all)

			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
			if err := x.make(path); err != nil {
				cancel()
				<-done
				t.Skip(err)
			}
			all = append(all, says("b.log"))
			follows("the other log")
			shows("the other log alone", all[1:])
			var told string
			eventually(t, "what it is", func() bool {
				v, err := a.ServerLogs().Families(src.ID)
				told = fmt.Sprintf("%v %+v", err, v.Skipped)
				for _, f := range v.Families {
					told += fmt.Sprintf(" %+v", f.Copies)
				}
				return err == nil && strings.Contains(told, x.told) && strings.Contains(told, "a.log") == (x.told != "" || strings.HasPrefix(x.name, "a link"))
			})

			if err := os.RemoveAll(path); err != nil {
				t.Fatal(err)
			}
			all = append(all, says("a.log"), says("b.log"))
			follows("both logs")
			shows("both logs", all[1:])
			cancel()
			if err := <-done; err != nil {
				t.Error(err)
			}
			begun := time.Now()
			if err := a.Sources().Close(src.ID); err != nil || time.Since(begun) > 5*time.Second {
				t.Error(err, time.Since(begun))
			}
		})
	}
}

func appendTo(t *testing.T, path, text string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err == nil {
		_, err = f.WriteString(text)
		_ = f.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
}

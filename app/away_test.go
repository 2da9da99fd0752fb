package app

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"cordwood/backend/search"
	"cordwood/backend/tail"
)

// A folder of this computer that is followed and viewed goes away whole: the source is stale
// since then, what is on screen stays, and when the folder is back what came is read, once.
func TestAFolderGoesAwayAndComesBack(t *testing.T) {
	a := testApp(t)
	rename := func(from, to string) func(*testing.T) {
		return func(t *testing.T) {
			if err := os.Rename(from, to); err != nil {
				t.Fatal(err)
			}
		}
	}
	for i, name := range []string{"renamed", "made again from a backup", "an empty folder in its place"} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "logs")
			elsewhere := dir + " elsewhere"
			if err := os.Mkdir(dir, 0o755); err != nil {
				t.Fatal(err)
			}
			n := 0
			says := func(dir string) {
				n++
				appendTo(t, filepath.Join(dir, "a.log"), fmt.Sprintf("2026-11-22 08:00:00.000 [main] INFO  a.B - this is what it says %d\n", n))
			}
			says(dir)
			says(dir)
			src, err := a.OpenPath(dir, Records)
			if err != nil {
				t.Fatal(err)
			}
			var mu sync.Mutex
			var got []string
			ctx, cancel := context.WithCancel(t.Context())
			done, begun := make(chan error, 1), make(chan struct{})
			first := sync.OnceFunc(func() { close(begun) })
			go func() {
				_, err := a.Follow(ctx, LogRequest{Source: src.ID, Slot: "f " + name}, Listener{
					N: 9, Give: func(e *tail.Entry) { mu.Lock(); got = append(got, e.Text); mu.Unlock() },
					Tell: func(search.Notice) {}, After: func(int64) error { first(); return nil },
				})
				done <- err
			}()
			<-begun
			log, err := a.ServerLogs().Open(LogRequest{Source: src.ID, Slot: "view " + name})
			if err != nil {
				t.Fatal(err)
			}
			total := func(want int64) func() bool {
				return func() bool {
					log, err = a.ServerLogs().State(log.Handle)
					return err == nil && log.Total == want && log.Exact
				}
			}
			eventually(t, "the view", total(2))
			_, before := rowsAt(t, a, log.Handle, log.Start)

			rename(dir, elsewhere)(t)
			if i == 2 { // an empty folder is left where a disk was mounted
				if err := os.Mkdir(dir, 0o755); err != nil {
					t.Fatal(err)
				}
			}
			eventually(t, "the source to be stale", func() bool {
				src, err = a.Sources().Info(src.ID)
				return err == nil && src.State == "stale" && src.SilentFrom != nil
			})
			if src.Files != 1 || !total(2)() {
				t.Errorf("what was known is lost: %+v, %+v", src, log)
			}
			if code, page := rowsAt(t, a, log.Handle, log.Start); code != http.StatusOK || len(page.Rows) != len(before.Rows) {
				t.Errorf("the rows are gone: %d, %+v, were %+v", code, page, before)
			}
			switch i {
			case 1: // none of its files lies where it lay
				if err := os.CopyFS(dir, os.DirFS(elsewhere)); err != nil {
					t.Fatal(err)
				}
				if err := os.RemoveAll(elsewhere); err != nil {
					t.Fatal(err)
				}
			case 2:
				if err := os.Remove(dir); err != nil {
					t.Fatal(err)
				}
				fallthrough
			default:
				says(elsewhere)
				rename(elsewhere, dir)(t)
			}
			says(dir)
			eventually(t, "the source to be live", func() bool {
				src, err = a.Sources().Info(src.ID)
				return err == nil && src.State == "live" && src.SilentFrom == nil
			})
			says(dir)
			eventually(t, "what came, in the view", total(int64(n)))
			followed := func() []string { mu.Lock(); defer mu.Unlock(); return slices.Clone(got) }
			eventually(t, "what came, followed", func() bool { return len(followed()) >= n })
			cancel()
			if err := <-done; err != nil {
				t.Error(err)
			}
			for i, text := range followed() {
				if want := fmt.Sprintf("2026-11-22 08:00:00.000 [main] INFO  a.B - this is what it says %d", i+1); text != want {
					t.Errorf("%q, want %q", text, want)
				}
			}
		})
	}
}

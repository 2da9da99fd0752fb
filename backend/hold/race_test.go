package hold

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"cordwood/backend/fault"
	"cordwood/backend/internal/fsx"
	"cordwood/backend/rules"
)

// Another process swaps what stands at the name, again and again, between the
// file that was shown, a foreign file and a link to a victim. Only the shown
// file may ever be held.
func TestSwappedNamesNeverTakeAForeignFile(t *testing.T) {
	wanted := int64(500)
	if os.Getenv("CORDWOOD_SOAK") != "" {
		wanted = 100_000
	}
	root, out := t.TempDir(), t.TempDir()
	put(t, out, "victim", "victim")
	put(t, root, "shown.src", "shown")
	put(t, root, "foreign.src", "other") // of the same length
	at := time.Unix(1_700_000_000, 0)
	for _, name := range []string{"shown.src", "foreign.src"} {
		if err := os.Chtimes(filepath.Join(root, name), at, at); err != nil {
			t.Fatal(err)
		}
	}
	shown := seen(t, root, "shown.src")
	shown.Path = "a.log"
	path := func(name string) string { return filepath.Join(root, name) }

	var swaps atomic.Int64
	var swapping sync.WaitGroup
	stop := make(chan struct{})
	swapping.Go(func() {
		for {
			for _, with := range []string{"shown.src", "foreign.src", "link"} {
				select {
				case <-stop:
					return
				default:
				}
				switch with { // whatever was not put back is made again
				case "link":
					_ = os.Symlink(filepath.Join(out, "victim"), path(with))
				case "foreign.src":
					_ = os.WriteFile(path(with), []byte("other"), 0o600)
					_ = os.Chtimes(path(with), at, at)
				}
				_ = os.Rename(path(with), path("a.log"))
				if n := swaps.Add(1); with == "shown.src" && n%10 == 0 {
					time.Sleep(time.Millisecond) // sometimes it is caught
				}
				_ = os.Rename(path("a.log"), path(with)) // back, unless it was held meanwhile
			}
		}
	})
	held, rounds := 0, 0
	for ; swaps.Load() < wanted; rounds++ {
		p, err := MakePlan(root, []Candidate{shown})
		if err != nil {
			t.Fatal(err)
		}
		done, err := Hold(context.Background(), p, &diary{})
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range done.Done {
			held++
			if got := content(root, m.To); got != "shown" {
				t.Errorf("held a file with %q", got)
			}
			if err := os.Rename(path(m.To), path("shown.src")); err != nil {
				t.Fatal(err)
			}
		}
	}
	close(stop)
	swapping.Wait()
	if got := content(out, "victim"); got != "victim" {
		t.Errorf("the victim is %q", got)
	}
	t.Logf("%d attempts amid %d swaps, %d held", rounds, swaps.Load(), held)
}

// swapper is a witness that swaps the file between the first look and the act.
type swapper struct {
	diary
	swap func()
}

func (s *swapper) Intent(ctx context.Context, a rules.Act) (string, error) {
	s.swap()
	return s.diary.Intent(ctx, a)
}

func TestSwapBeforeTheActIsNoticed(t *testing.T) {
	f := func(what string, put func(path string) error) {
		t.Helper()
		root := t.TempDir()
		path := filepath.Join(root, "a.log")
		if err := os.WriteFile(path, []byte("shown"), 0o600); err != nil {
			t.Fatal(err)
		}
		w := &swapper{swap: func() {
			if err := os.Rename(path, path+".was"); err != nil {
				t.Error(err)
			}
			if err := put(path); err != nil {
				t.Log(what, " cannot be put here: ", err)
			}
		}}
		out, err := Hold(context.Background(), plan(t, root, "a.log"), w)
		if err != nil || len(out.Done) != 0 || len(out.Failed) != 1 {
			t.Errorf("%s: %+v %v", what, out, err)
		}
		if got := content(root, "a.log.was"); got != "shown" {
			t.Errorf("%s: the shown file is %q", what, got)
		}
	}
	f("nothing", func(string) error { return nil })
	f("another file", func(p string) error { return os.WriteFile(p, []byte("other"), 0o600) })
	f("a link to it", func(p string) error { return os.Symlink(p+".was", p) })
	f("a second name of it", func(p string) error { return os.Link(p+".was", p) })
	f("a folder", func(p string) error { return os.Mkdir(p, 0o700) })
}

// A move that a share answers late may come while the batch is emptied: what it brings
// stays listed.
func TestWhatComesLateStaysListed(t *testing.T) {
	root := t.TempDir()
	put(t, root, "a.log", "a")
	put(t, root, "b.log", "b")
	held, err := Hold(context.Background(), plan(t, root, "a.log", "b.log"), &diary{})
	if err != nil {
		t.Fatal(err)
	}
	stored := filepath.Join(root, Dir, held.ID, "0002-b.log")
	if err := os.Rename(stored, filepath.Join(root, "b.log")); err != nil { // not moved yet
		t.Fatal(err)
	}
	late := &swapper{swap: func() {
		if err := os.Rename(filepath.Join(root, "b.log"), stored); err != nil {
			t.Error(err)
		}
	}}
	if out, err := Undo(context.Background(), root, held.ID, late); err != nil || len(out.Done) != 1 {
		t.Fatalf("%+v, %v", out, err)
	}
	left, err := List(root)
	if err != nil || len(left) != 1 || len(left[0].Files) != 1 || left[0].Files[0].Path != "b.log" {
		t.Errorf("%+v, %v", left, err)
	}
}

// The last gap, between the look and the rename: the wrong file goes back.
func TestWrongFileGoesBack(t *testing.T) {
	root := t.TempDir()
	put(t, root, "shown.log", "shown")
	put(t, root, "a.log", "foreign")
	r, err := fsx.OpenRoot(root)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	b := Batch{Version: infoVersion, ID: "01ARZ3NDEKTSV4RRFFQ69G5FAV", Root: root}
	if err := b.make(r); err != nil {
		t.Fatal(err)
	}
	shown := seen(t, root, "shown.log").Info
	err = b.rename(r, shown, File{Path: "a.log", Stored: "0001-a.log"})
	if fault.KindOf(err) != fault.Changed || content(root, "a.log") != "foreign" {
		t.Errorf("%v, the file is %q", err, content(root, "a.log"))
	}
}

const childRoot = "HOLD_CHILD_ROOT"

func TestMain(m *testing.M) {
	if root := os.Getenv(childRoot); root != "" {
		holdAndUndoForever(root)
	}
	os.Exit(m.Run())
}

func holdAndUndoForever(root string) {
	for {
		for _, name := range []string{"a.log", "b.log", "c.log"} {
			info, err := os.Lstat(filepath.Join(root, name))
			if err != nil {
				continue
			}
			p, err := MakePlan(root, []Candidate{{Path: name, Size: info.Size(), Modified: info.ModTime(), Info: info}})
			if err == nil {
				_, err = Hold(context.Background(), p, &diary{})
			}
			if err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(3)
			}
		}
		batches, _ := List(root)
		for _, b := range batches {
			if _, err := Undo(context.Background(), root, b.ID, &diary{}); err != nil {
				fmt.Fprintln(os.Stderr, err)
			}
		}
	}
}

// A kill at any moment: every file is in its place or held and listed, whole.
func TestKilledHoldLosesNothing(t *testing.T) {
	kills := 40
	if os.Getenv("CORDWOOD_SOAK") != "" {
		kills = 1000
	}
	root := t.TempDir()
	names := []string{"a.log", "b.log", "c.log"}
	for _, name := range names {
		put(t, root, name, "content of "+name)
	}
	heldOnes := 0
	for i := range kills {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), childRoot+"="+root)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(5+i%20) * time.Millisecond) // varies the moment
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		where := map[string]int{}
		batches, err := List(root)
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range batches {
			if !b.Problem.None() {
				t.Errorf("kill %d: %s", i, b.Problem)
			}
			for _, f := range b.Files {
				where[f.Path]++
				heldOnes++
				if got := content(root, filepath.Join(Dir, b.ID, f.Stored)); got != "content of "+f.Path {
					t.Errorf("kill %d: held %q", i, got)
				}
			}
		}
		for _, name := range names {
			if got := content(root, name); strings.HasPrefix(got, "content") {
				where[name]++
			}
			if where[name] != 1 {
				t.Fatalf("kill %d: %s is in %d places", i, name, where[name])
			}
		}
	}
	t.Logf("%d kills, a file was held at %d looks", kills, heldOnes)
}

var _ rules.Witness = (*diary)(nil)

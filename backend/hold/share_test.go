//go:build linux

package hold

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"cordwood/backend/fault"
	"cordwood/backend/rules"
	"cordwood/backend/source/sharetest"
)

// book is a witness that may be told from several goroutines.
type book struct {
	mu    sync.Mutex
	diary diary
}

func (b *book) Intent(ctx context.Context, a rules.Act) (string, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.diary.Intent(ctx, a)
}

func (b *book) Outcome(ctx context.Context, ref string, err error) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.diary.Outcome(ctx, ref, err)
}

// outcomes are those of the acts on a file.
func (b *book) outcomes(of string) (all []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, line := range b.diary.lines {
		if ref, outcome, ok := strings.Cut(line, ": "); ok && strings.HasSuffix(ref, of) {
			all = append(all, outcome)
		}
	}
	return all
}

func eventually(t *testing.T, what string, f func() bool) {
	t.Helper()
	for range 2400 {
		if f() {
			return
		}
		time.Sleep(25 * time.Millisecond)
	}
	t.Fatal("waited for: " + what)
}

// A server that stops in the middle of a change: the run ends, the file whose
// change was under way is not known, those behind it stay, and what became of it is
// recorded once, when the server answers or a look tells.
func TestAShareStopsInTheMiddle(t *testing.T) {
	acts := map[string]struct {
		call string // at which the server stops
		nth  int
		act  func(root string, ids []string, p Plan, w rules.Witness) (Result, error)
		held bool // the files are held before
	}{
		"hold": {"rename", 2, func(_ string, _ []string, p Plan, w rules.Witness) (Result, error) { return Hold(ctx, p, w) }, false},
		"undo": {"rename", 1, func(root string, ids []string, _ Plan, w rules.Witness) (Result, error) {
			return Undo(ctx, root, ids[0], w)
		}, true},
		"purge": {"unlink", 1, func(root string, ids []string, _ Plan, w rules.Witness) (Result, error) {
			return Purge(ctx, root, ids, w)
		}, true},
	}
	for name, a := range acts {
		for _, then := range []string{"answers late", "dies before", "dies after"} {
			t.Run(name+", "+then, func(t *testing.T) {
				t.Parallel()
				s := sharetest.Mount(t)
				put(t, s.Dir, "a.log", "content of a.log")
				put(t, s.Dir, "b.log", "content of b.log")
				p := plan(t, s.Path, "a.log", "b.log")
				var ids []string
				if a.held {
					out, err := Hold(ctx, p, &diary{})
					if err != nil || len(out.Done) != 2 {
						t.Fatal(out, err)
					}
					ids = []string{out.ID}
				}
				before := tree(t, s.Dir)
				s.StopAt(a.call, a.nth)
				w := &book{}
				out, err := ends(t, func() (Result, error) { return a.act(s.Path, ids, p, w) })
				if err != nil || len(out.Done) != 0 || len(out.Failed) != 2 {
					t.Fatalf("%+v, %v", out, err)
				}
				if u := fault.IsUnanswered(out.Failed[0].Err); u == nil || !strings.Contains(out.Failed[0].Err.Error(), "not known whether") {
					t.Errorf("the first: %v", out.Failed[0].Err)
				}
				if err := out.Failed[1].Err; fault.IsUnanswered(err) != nil || fault.KindOf(err) != fault.Away {
					t.Errorf("the second: %v", err)
				}
				if got := w.outcomes("a.log"); len(got) != 0 {
					t.Errorf("what is not known is recorded as %q", got)
				}
				want := "<nil>"
				switch then {
				case "answers late":
					s.Start()
				case "dies before":
					s.Kill()
					s.Remount()
					want = "where it was"
				case "dies after":
					s.Kill()
					finish(t, s.Dir, name)
					s.Remount()
				}
				eventually(t, "the outcome", func() bool { return len(w.outcomes("a.log")) > 0 })
				if got := w.outcomes("a.log"); len(got) != 1 || !strings.Contains(got[0], want) {
					t.Errorf("recorded %q, want %q", got, want)
				}
				after := tree(t, s.Dir)
				if stayed := slices.Equal(before, after); stayed != (then == "dies before") {
					t.Errorf("before %q\nafter %q", before, after)
				}
				left, err := List(s.Path)
				if err != nil {
					t.Fatal(err)
				}
				files := 0
				for _, b := range left {
					files += len(b.Files)
				}
				if want := strings.Count(strings.Join(after, " "), "-"); files != want {
					t.Errorf("%d files are listed as held, %d are: %q", files, want, after)
				}
			})
		}
	}
}

// What is deleted for good is held first: when that is not known, nothing is purged.
func TestADeletionForGoodThatIsNotKnownPurgesNothing(t *testing.T) {
	t.Parallel()
	s := sharetest.Mount(t)
	put(t, s.Dir, "a.log", "content of a.log")
	put(t, s.Dir, "b.log", "content of b.log")
	p := plan(t, s.Path, "a.log", "b.log")
	s.StopAt("rename", 3) // of info.json, of a.log, of b.log
	w := &book{}
	out, err := ends(t, func() (Result, error) { return Delete(ctx, p, w) })
	if err != nil || len(out.Done) != 1 || out.Done[0].To == "" || out.ID == "" || len(out.Failed) != 1 || fault.IsUnanswered(out.Failed[0].Err) == nil {
		t.Fatalf("%+v, %v", out, err)
	}
	s.Start()
	eventually(t, "the outcome", func() bool { return len(w.outcomes("b.log")) > 0 })
	if all, err := List(s.Path); err != nil || len(all) != 1 || len(all[0].Files) != 2 {
		t.Errorf("%+v, %v", all, err)
	}
}

// A cleaning ends as well, and tells which file it does not know of.
func TestACleaningEndsWhenTheShareStops(t *testing.T) {
	for action, call := range map[rules.Action]string{rules.Delete: "unlink", rules.Archive: "rename"} {
		t.Run(string(action), func(t *testing.T) {
			t.Parallel()
			s := sharetest.Mount(t)
			fp := rules.FamilyPlan{Name: "x"}
			for _, name := range []string{"a.log", "b.log"} {
				put(t, s.Dir, name, name)
				c := seen(t, s.Path, name)
				fp.Items = append(fp.Items, rules.Item{Family: "x", Action: action, Copy: rules.Copy{Path: name, Size: c.Size, Modified: c.Modified, Info: c.Info}})
			}
			s.StopAt(call, 1)
			w := &book{}
			report, err := ends(t, func() (rules.Report, error) {
				return rules.Apply(ctx, rules.Plan{Root: s.Path, Families: []rules.FamilyPlan{fp}}, w, Disposer{})
			})
			if fault.IsUnanswered(err) == nil || len(report.Done) != 0 || len(report.Failed) != 1 {
				t.Fatalf("%+v, %v", report, err)
			}
			s.Start()
			eventually(t, "the outcome", func() bool { return len(w.outcomes("a.log")) > 0 })
			if a, b := w.outcomes("a.log"), w.outcomes("b.log"); !slices.Equal(a, []string{"<nil>"}) || len(b) != 0 {
				t.Errorf("recorded %q, %q", a, b)
			}
			if content(s.Dir, "a.log") != "(not_found)" || content(s.Dir, "b.log") != "b.log" {
				t.Errorf("%q", tree(t, s.Dir))
			}
		})
	}
}

func ends[T any](t *testing.T, act func() (T, error)) (T, error) {
	t.Helper()
	type answer struct {
		v   T
		err error
	}
	got := make(chan answer, 1)
	go func() { v, err := act(); got <- answer{v, err} }()
	select {
	case a := <-got:
		return a.v, a.err
	case <-time.After(time.Minute):
		t.Fatal("it waits for a server that does not answer")
		panic("unreachable")
	}
}

// tree is the logs of a server's side, with what they say; of held ones the names
// that they have in their batch.
func tree(t *testing.T, dir string) (all []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".log") {
			data, err := os.ReadFile(path)
			all = append(all, fmt.Sprintf("%s=%s", filepath.Base(path), strings.ReplaceAll(string(data), "-", "")))
			return err
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// finish does on the server's side what it was asked for of a.log.
func finish(t *testing.T, dir, act string) {
	t.Helper()
	held, err := filepath.Glob(filepath.Join(dir, Dir, "*", "0001-a.log"))
	if err != nil {
		t.Fatal(err)
	}
	batches, err := filepath.Glob(filepath.Join(dir, Dir, "*"))
	if err != nil || len(batches) != 1 {
		t.Fatal(batches, err)
	}
	switch act {
	case "hold":
		err = os.Rename(filepath.Join(dir, "a.log"), filepath.Join(batches[0], "0001-a.log"))
	case "undo":
		err = os.Rename(held[0], filepath.Join(dir, "a.log"))
	case "purge":
		err = os.Remove(held[0])
	}
	if err != nil {
		t.Fatal(err)
	}
}

package rules

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"cordwood/backend/fault"
)

// diary is a witness and a disposer that writes down who was called when.
type diary struct {
	lines       []string
	failIntent  bool
	failOutcome bool
	failDispose bool
}

func (d *diary) Intent(_ context.Context, a Act) (string, error) {
	if d.failIntent {
		return "", errors.New("disk full")
	}
	d.lines = append(d.lines, "intent "+a.Path)
	return "ref " + a.Path, nil
}

func (d *diary) Outcome(_ context.Context, ref string, err error) error {
	if d.failOutcome {
		return errors.New("disk full")
	}
	d.lines = append(d.lines, fmt.Sprintf("outcome %s %v", ref, err))
	return nil
}

func (d *diary) Dispose(_ context.Context, dir string, c Copy, a Action) error {
	if d.failDispose {
		return errors.New("in use")
	}
	d.lines = append(d.lines, string(a)+" "+c.Path)
	return os.Remove(filepath.Join(dir, c.Path))
}

func folder(t *testing.T, names ...string) (dir string, p Plan) {
	t.Helper()
	dir = t.TempDir()
	fp := FamilyPlan{Name: "email"}
	for _, name := range names {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
		info, err := os.Lstat(path)
		if err != nil {
			t.Fatal(err)
		}
		c := Copy{Path: name, Size: info.Size(), Modified: info.ModTime(), Info: info}
		fp.Items = append(fp.Items, Item{Family: "email", Copy: c, Action: Delete})
	}
	return dir, Plan{Root: dir, Families: []FamilyPlan{fp}}
}

func TestApplyRecordsAroundTheAct(t *testing.T) {
	_, p := folder(t, "a", "b")
	d := &diary{}
	r, err := Apply(context.Background(), p, d, d)
	want := []string{"intent a", "delete a", "outcome ref a <nil>", "intent b", "delete b", "outcome ref b <nil>"}
	if err != nil || len(r.Done) != 2 || r.Bytes != 2 || !slices.Equal(d.lines, want) {
		t.Errorf("%+v %v\n%s", r, err, strings.Join(d.lines, "\n"))
	}
}

func TestApplyRefusesWhatChanged(t *testing.T) {
	f := func(what string, change func(path string) error, kind fault.Kind) {
		t.Helper()
		dir, p := folder(t, "a", "b")
		if err := change(filepath.Join(dir, "a")); err != nil {
			t.Skip(what, ": ", err)
		}
		d := &diary{}
		r, err := Apply(context.Background(), p, d, d)
		if err != nil || len(r.Done) != 1 || len(r.Failed) != 1 || fault.KindOf(r.Failed[0].Err) != kind {
			t.Errorf("%s: %+v, %v", what, r, err)
		}
		if slices.Contains(d.lines, "delete a") || !slices.Contains(d.lines, "delete b") {
			t.Errorf("%s: %v", what, d.lines)
		}
	}
	replace := func(make func(path string) error) func(string) error {
		return func(path string) error {
			info, err := os.Stat(path)
			if err != nil {
				return err
			}
			if err := os.Rename(path, path+".old"); err != nil {
				return err
			}
			return errors.Join(make(path), os.Chtimes(path, info.ModTime(), info.ModTime()))
		}
	}
	f("gone", os.Remove, fault.NotFound)
	f("grown", func(p string) error { return os.WriteFile(p, []byte("more"), 0o600) }, fault.Changed)
	f("touched", func(p string) error { return os.Chtimes(p, day(1), day(1)) }, fault.Changed)
	f("twin of same size and time", replace(func(p string) error { return os.WriteFile(p, []byte("b"), 0o600) }), fault.Changed)
	f("link", replace(func(p string) error { return os.Symlink(p+".old", p) }), fault.Changed)
	f("folder", replace(func(p string) error { return os.Mkdir(p, 0o700) }), fault.Changed)
}

func TestApplyStops(t *testing.T) {
	f := func(what string, d *diary, done int, kind fault.Kind) {
		t.Helper()
		dir, p := folder(t, "a", "b")
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		if what == "cancelled" {
			cancel()
		}
		r, err := Apply(ctx, p, d, d)
		if fault.KindOf(err) != kind || len(r.Done) != done {
			t.Errorf("%s: %+v, %v", what, r, err)
		}
		left, _ := os.ReadDir(dir)
		if len(left) != 2-done {
			t.Errorf("%s: %d files left", what, len(left))
		}
	}
	f("no record, no act", &diary{failIntent: true}, 0, fault.Internal)
	f("no outcome, no next act", &diary{failOutcome: true}, 1, fault.Internal)
	f("cancelled", &diary{}, 0, fault.Stopped)
	f("one that cannot go does not stop the others", &diary{failDispose: true}, 0, "")
}

func TestApplyLeavesWhatWaits(t *testing.T) {
	_, p := folder(t, "a")
	p.Families[0].Waiting = fault.Say("asks")
	d := &diary{}
	if r, err := Apply(context.Background(), p, d, d); err != nil || len(r.Done) != 0 || len(d.lines) != 0 {
		t.Errorf("%+v %v %v", r, err, d.lines)
	}
	if r, err := Apply(context.Background(), p.Accept(), d, d); err != nil || len(r.Done) != 1 {
		t.Errorf("accepted: %+v %v", r, err)
	}
}

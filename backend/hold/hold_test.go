package hold

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"cordwood/backend/fault"
	"cordwood/backend/rules"
)

// diary is a witness that writes down what it hears and can go deaf.
type diary struct {
	lines                   []string
	failIntent, failOutcome bool
}

func (d *diary) Intent(_ context.Context, a rules.Act) (string, error) {
	if d.failIntent {
		return "", errors.New("disk full")
	}
	d.lines = append(d.lines, a.Op+" "+a.Path)
	return a.Path, nil
}

func (d *diary) Outcome(_ context.Context, ref string, err error) error {
	if d.failOutcome {
		return errors.New("disk full")
	}
	d.lines = append(d.lines, fmt.Sprintf("%s: %v", ref, err))
	return nil
}

func put(t testing.TB, root, name, content string) {
	t.Helper()
	path := filepath.Join(root, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o640); err != nil {
		t.Fatal(err)
	}
}

// seen is a candidate as the screen would show it.
func seen(t testing.TB, root, name string) Candidate {
	t.Helper()
	info, err := os.Lstat(filepath.Join(root, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return Candidate{Path: name, Size: info.Size(), Modified: info.ModTime(), Info: info}
}

func plan(t testing.TB, root string, names ...string) Plan {
	t.Helper()
	var all []Candidate
	for _, name := range names {
		all = append(all, seen(t, root, name))
	}
	p, err := MakePlan(root, all)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func content(root, name string) string {
	data, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
	if err != nil {
		return "(" + string(fault.KindOf(err)) + ")"
	}
	return string(data)
}

var ctx = context.Background()

func TestHoldListUndo(t *testing.T) {
	root := t.TempDir()
	put(t, root, "email-1.log", "one")
	put(t, root, "sub/email-1.log", "two") // the same name in another folder
	p := plan(t, root, "email-1.log", "sub/email-1.log")
	if p.Files() != 2 || p.Bytes() != 6 {
		t.Fatalf("%+v", p)
	}
	d := &diary{}
	out, err := Hold(ctx, p, d)
	if err != nil || len(out.Done) != 2 || len(out.Failed) != 0 {
		t.Fatalf("%+v %v", out, err)
	}
	if got := content(root, "email-1.log"); got != "(not_found)" {
		t.Errorf("still there: %q", got)
	}
	all, err := List(root)
	if err != nil || len(all) != 1 || len(all[0].Files) != 2 || all[0].Bytes() != 6 {
		t.Fatalf("%+v %v", all, err)
	}
	b := all[0]
	if f := b.Files[1]; f.Path != "sub/email-1.log" || f.SHA256 != "3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3" || f.Ref != f.Path {
		t.Errorf("%+v", f)
	}
	if got := b.PurgeAt.Sub(b.HeldAt); got != 7*24*time.Hour {
		t.Errorf("purged after %v", got)
	}
	if info, err := os.Stat(filepath.Join(root, Dir)); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("folder %v %v", info.Mode(), err)
	}
	if out, err = Undo(ctx, root, out.ID, d); err != nil || len(out.Done) != 2 {
		t.Fatalf("%+v %v", out, err)
	}
	if content(root, "email-1.log") != "one" || content(root, "sub/email-1.log") != "two" {
		t.Error("not what it was")
	}
	if _, err := os.Stat(filepath.Join(root, Dir)); !errors.Is(err, fs.ErrNotExist) {
		t.Error("the empty folder stays: ", err)
	}
	want := []string{"hold email-1.log", "hold sub/email-1.log", "email-1.log: <nil>", "sub/email-1.log: <nil>"}
	if !slices.Equal(d.lines[:4], want) || len(d.lines) != 8 || !strings.HasPrefix(d.lines[4], "undo "+Dir) {
		t.Errorf("recorded:\n%s", strings.Join(d.lines, "\n"))
	}
}

func TestUndoNeverOverwrites(t *testing.T) {
	root := t.TempDir()
	put(t, root, "a.log", "old")
	out, err := Hold(ctx, plan(t, root, "a.log"), &diary{})
	if err != nil {
		t.Fatal(err)
	}
	put(t, root, "a.log", "new")
	put(t, root, "a.log.restored-1", "taken too")
	back, err := Undo(ctx, root, out.ID, &diary{})
	if err != nil || len(back.Done) != 1 || back.Done[0].To != "a.log.restored-2" {
		t.Errorf("%+v %v", back, err)
	}
	for name, want := range map[string]string{"a.log": "new", "a.log.restored-1": "taken too", "a.log.restored-2": "old"} {
		if got := content(root, name); got != want {
			t.Errorf("%s holds %q", name, got)
		}
	}
}

// Deleting and undoing gives back the same bytes, permissions and times.
func TestHoldUndoKeepsEverything(t *testing.T) {
	rounds := 40
	if os.Getenv("CORDWOOD_SOAK") != "" {
		rounds = 2000
	}
	for seed := range rounds {
		type file struct {
			name string
			data []byte
			perm fs.FileMode
			at   time.Time
		}
		gen := rapid.Custom(func(r *rapid.T) file {
			return file{
				name: rapid.StringMatching(`[a-z电]{1,8}(/[a-z]{1,4}){0,2}\.log`).Draw(r, "name"),
				data: rapid.SliceOfN(rapid.Byte(), 0, 500).Draw(r, "data"),
				perm: fs.FileMode(rapid.IntRange(0, 0o777).Draw(r, "perm")) | 0o400,
				at:   time.Unix(rapid.Int64Range(0, 4e9).Draw(r, "s"), rapid.Int64Range(0, 999_999_999).Draw(r, "ns")),
			}
		})
		root := t.TempDir()
		f := gen.Example(seed)
		put(t, root, f.name, string(f.data))
		path := filepath.Join(root, filepath.FromSlash(f.name))
		if err := errors.Join(os.Chmod(path, f.perm), os.Chtimes(path, f.at, f.at)); err != nil {
			t.Fatal(err)
		}
		before, _ := os.Stat(path)
		out, err := Hold(ctx, plan(t, root, f.name), &diary{})
		if err != nil || len(out.Done) != 1 {
			t.Fatalf("%s: %+v %v", f.name, out, err)
		}
		if _, err := Undo(ctx, root, out.ID, &diary{}); err != nil {
			t.Fatal(err)
		}
		after, err := os.Stat(path)
		if err != nil || !os.SameFile(before, after) || after.Mode() != before.Mode() || !after.ModTime().Equal(before.ModTime()) {
			t.Errorf("%s: %v, %v", f.name, after, err)
		}
		if got, _ := os.ReadFile(path); !bytes.Equal(got, f.data) {
			t.Errorf("%s: other bytes", f.name)
		}
	}
}

func TestRefused(t *testing.T) {
	f := func(what string, make func(root string) (Candidate, error), kind fault.Kind) {
		t.Helper()
		root := t.TempDir()
		put(t, root, "a.log", "data")
		c, err := make(root)
		if err != nil {
			t.Logf("%s cannot be made here: %v", what, err)
			return
		}
		p, err := MakePlan(root, []Candidate{c})
		if err != nil {
			t.Fatal(err)
		}
		if i := p.Items[0]; i.Kind != kind || i.Refused.None() && kind != "" {
			t.Errorf("%s: %+v, want %s", what, i, kind)
		}
		d := &diary{}
		out, err := Hold(ctx, p, d)
		if kind != "" && (err != nil || len(out.Done) != 0 || len(out.Failed) != 1 || len(d.lines) != 0) {
			t.Errorf("%s: held all the same: %+v %v", what, out, err)
		}
	}
	a := func(root string) Candidate { return seen(t, root, "a.log") }
	at := func(root, path string) Candidate { c := a(root); c.Path = path; return c }
	f("plain", func(r string) (Candidate, error) { return a(r), nil }, "")
	f("live", func(r string) (Candidate, error) { c := a(r); c.Live = true; return c, nil }, fault.InUse)
	f("grown", func(r string) (Candidate, error) { c := a(r); put(t, r, "a.log", "data more"); return c, nil }, fault.Changed)
	f("touched", func(r string) (Candidate, error) {
		c := a(r)
		return c, os.Chtimes(filepath.Join(r, "a.log"), time.Unix(1, 0), time.Unix(1, 0))
	}, fault.Changed)
	f("replaced by a twin", func(r string) (Candidate, error) {
		c, path := a(r), filepath.Join(r, "a.log")
		err := os.Rename(path, path+".was")
		put(t, r, "a.log", "data")
		return c, errors.Join(err, os.Chtimes(path, c.Modified, c.Modified))
	}, fault.Changed)
	f("gone", func(r string) (Candidate, error) { return a(r), os.Remove(filepath.Join(r, "a.log")) }, fault.NotFound)
	f("hard link", func(r string) (Candidate, error) {
		err := os.Link(filepath.Join(r, "a.log"), filepath.Join(r, "b.log"))
		return a(r), err
	}, fault.Invalid)
	f("symbolic link", func(r string) (Candidate, error) {
		err := os.Symlink("a.log", filepath.Join(r, "link.log"))
		return at(r, "link.log"), err
	}, fault.Unreadable)
	f("through a linked folder", func(r string) (Candidate, error) {
		err := os.Symlink(".", filepath.Join(r, "sub"))
		return at(r, "sub/a.log"), err
	}, fault.Invalid)
	f("folder", func(r string) (Candidate, error) {
		return at(r, "dir"), os.Mkdir(filepath.Join(r, "dir"), 0o700)
	}, fault.Unreadable)
	f("outside", func(r string) (Candidate, error) { return at(r, "../a.log"), nil }, fault.Invalid)
	f("absolute", func(r string) (Candidate, error) { return at(r, filepath.Join(r, "a.log")), nil }, fault.Invalid)
	f("the folder itself", func(r string) (Candidate, error) { return at(r, "."), nil }, fault.Invalid)
	f("held already", func(r string) (Candidate, error) { return at(r, Dir+"/x/a.log"), nil }, fault.Invalid)
	f("open for writing", func(r string) (Candidate, error) {
		if len(writersOf(r, "a.log")) > 0 {
			return Candidate{}, errors.New("open already")
		}
		w, err := os.OpenFile(filepath.Join(r, "a.log"), os.O_WRONLY|os.O_APPEND, 0)
		t.Cleanup(func() { w.Close() })
		if len(writersOf(r, "a.log")) == 0 {
			return Candidate{}, errors.New("the system does not tell")
		}
		return a(r), err
	}, fault.InUse)
	f("open for reading", func(r string) (Candidate, error) {
		f, err := os.Open(filepath.Join(r, "a.log"))
		t.Cleanup(func() { f.Close() })
		return a(r), err
	}, "")
}

func writersOf(root, name string) map[int]string {
	info, _ := os.Stat(filepath.Join(root, name))
	return writers(map[int]fs.FileInfo{0: info})
}

// What changes between the preview and the act is not touched.
func TestHoldLooksAgain(t *testing.T) {
	root := t.TempDir()
	put(t, root, "a.log", "data")
	put(t, root, "b.log", "data")
	p := plan(t, root, "a.log", "b.log")
	put(t, root, "a.log", "new data that nobody saw")
	out, err := Hold(ctx, p, &diary{})
	if err != nil || len(out.Done) != 1 || len(out.Failed) != 1 || fault.KindOf(out.Failed[0].Err) != fault.Changed {
		t.Errorf("%+v %v", out, err)
	}
	if content(root, "a.log") != "new data that nobody saw" {
		t.Error("it was touched")
	}
}

func TestNoRecordNoAct(t *testing.T) {
	root := t.TempDir()
	put(t, root, "a.log", "data")
	put(t, root, "b.log", "data")
	if _, err := Hold(ctx, plan(t, root, "a.log", "b.log"), &diary{failIntent: true}); err == nil {
		t.Error("no error")
	}
	if content(root, "a.log") != "data" {
		t.Error("held without a record")
	}
	out, err := Hold(ctx, plan(t, root, "a.log", "b.log"), &diary{failOutcome: true})
	if err == nil || len(out.Done) != 1 || content(root, "b.log") != "data" {
		t.Errorf("went on without an outcome: %+v %v", out, err)
	}
	all, err := List(root)
	if err != nil || len(all) != 1 || len(all[0].Files) != 1 {
		t.Fatalf("%+v %v", all, err)
	}
	if _, err := Undo(ctx, root, out.ID, &diary{failIntent: true}); err == nil || content(root, "a.log") != "(not_found)" {
		t.Error("undone without a record")
	}
	if _, err := Purge(ctx, root, []string{out.ID}, &diary{failIntent: true}); err == nil {
		t.Error("purged without a record")
	}
	if _, err := Undo(ctx, root, out.ID, &diary{}); err != nil || content(root, "a.log") != "data" {
		t.Error("cannot be undone: ", err)
	}
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	if out, err := Hold(cancelled, plan(t, root, "a.log"), &diary{}); fault.KindOf(err) != fault.Stopped || len(out.Done) > 0 {
		t.Errorf("cancelled: %+v %v", out, err)
	}
}

func TestPurgeAndDelete(t *testing.T) {
	root := t.TempDir()
	put(t, root, "a.log", "data")
	put(t, root, "b.log", "data")
	first, err := Hold(ctx, plan(t, root, "a.log"), &diary{})
	if err != nil {
		t.Fatal(err)
	}
	foreign := filepath.Join(Dir, first.ID, "foreign")
	put(t, root, foreign, "not ours")
	if _, err := Purge(ctx, root, []string{first.ID}, &diary{}); err == nil {
		t.Error("a foreign file in the batch is not told")
	}
	if content(root, foreign) != "not ours" {
		t.Error("a foreign file was purged")
	}
	out, err := Delete(ctx, plan(t, root, "b.log"), &diary{})
	if err != nil || len(out.Done) != 1 || out.ID != "" || content(root, "b.log") != "(not_found)" {
		t.Errorf("%+v %v", out, err)
	}
	if _, err := Undo(ctx, root, "01ARZ3NDEKTSV4RRFFQ69G5FAV", &diary{}); fault.KindOf(err) != fault.NotFound {
		t.Errorf("undo of what is gone: %v", err)
	}
	if _, err := Undo(ctx, root, "../..", &diary{}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a path as an id: %v", err)
	}
}

func TestListShowsDamage(t *testing.T) {
	f := func(info string) {
		t.Helper()
		root := t.TempDir()
		put(t, root, "a.log", "data")
		out, err := Hold(ctx, plan(t, root, "a.log"), &diary{})
		if err != nil {
			t.Fatal(err)
		}
		put(t, root, filepath.Join(Dir, out.ID, infoName), strings.ReplaceAll(info, "ID", out.ID))
		all, err := List(root)
		if err != nil || len(all) != 1 || all[0].Problem.None() {
			t.Errorf("%s: %+v %v", info, all, err)
		}
		if due, _ := MakeDue(all, time.Now().AddDate(0, 1, 0), Room{0, 100}); len(due) != 0 {
			t.Errorf("%s: due %v", info, due)
		}
		if _, err := Purge(ctx, root, []string{out.ID}, &diary{}); err == nil {
			t.Errorf("%s: purged", info)
		}
	}
	f(``)
	f(`{}`)
	f(`{"version":9,"id":"ID"}`)
	f(`{"version":1,"id":"ID","files":[{"path":"../x","stored":"0001-a.log"}]}`)
	f(`{"version":1,"id":"ID","files":[{"path":"x","stored":"../../x"}]}`)
	f(`{"version":1,"id":"ID","files":[{"path":"x","stored":"info.json"}]}`)
}

// Folders that a kill left before anything was moved are no batches, and go.
func TestUnbornBatches(t *testing.T) {
	root := t.TempDir()
	const id = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
	put(t, root, filepath.Join(Dir, id, infoName+".0123.part"), "{")
	old := time.Now().Add(-2 * unbornAge)
	if err := os.Chtimes(filepath.Join(root, Dir, id), old, old); err != nil {
		t.Fatal(err)
	}
	if all, err := List(root); err != nil || len(all) != 0 {
		t.Errorf("%+v %v", all, err)
	}
	put(t, root, "a.log", "data")
	if _, err := Hold(ctx, plan(t, root, "a.log"), &diary{}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(root, Dir, id)); !errors.Is(err, fs.ErrNotExist) {
		t.Error("it stays: ", err)
	}
}

// An info.json of any bytes is a batch whose files lie in it and go back into the
// root, or one with a problem, which nothing touches.
func FuzzInfo(f *testing.F) {
	const id = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
	for _, info := range []string{
		`{"version":1,"id":"ID","root":"/","held_at":"2026-11-22T08:00:00Z","purge_at":"2026-11-29T08:00:00Z","files":[{"path":"a/b.log","stored":"0001-b.log","size":4,"mode":420}]}`,
		`{"version":1,"id":"ID","files":[{"path":"../x","stored":"0001-b.log"}]}`,
		`{"version":1,"id":"ID","files":[{"path":"x","stored":"0001-b.log/../../x"}]}`,
		`{"version":1,"id":"ID","files":[{},null,{"path":"","stored":"."}]}`,
		`{"version":1,"id":"ID","files":null}`, `{"version":2}`, `null`, ``, `[[[[`,
	} {
		f.Add(strings.ReplaceAll(info, "ID", id))
	}
	root := f.TempDir()
	batch := filepath.Join(root, Dir, id)
	if err := os.MkdirAll(batch, 0o700); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, info string) {
		for name, text := range map[string]string{infoName: info, "0001-b.log": "held"} {
			if err := os.WriteFile(filepath.Join(batch, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		all, err := List(root)
		if err != nil || len(all) != 1 || all[0].ID != id {
			t.Fatalf("%+v, %v", all, err)
		}
		b := all[0]
		if !b.Problem.None() {
			if _, err := Undo(ctx, root, id, &diary{}); err == nil {
				t.Errorf("a batch with the problem %s is undone", b.Problem)
			}
			return
		}
		for _, file := range b.Files {
			if file.Stored != "0001-b.log" || !filepath.IsLocal(filepath.FromSlash(file.Path)) {
				t.Errorf("%q as %q", file.Path, file.Stored)
			}
		}
		_ = b.Bytes()
		MakeDue(all, time.Now(), Room{0, 100})
	})
}

// Package sourcetest is the suite that every source passes: whatever a place
// is, a folder or an archive, its files behave alike.
package sourcetest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/inflate"
	"cordwood/backend/source"
)

// Place is one place to try.
type Place struct {
	Path string // on disk, to see that nothing is written there
	Open func() (source.Files, error)
	// Want maps the path of each readable copy to its decoded text; nil when
	// only the rules are to be checked.
	Want map[string]string
	// Unreadable are paths that must be named with a problem or as skipped.
	Unreadable []string
}

// Run runs the suite.
func Run(t *testing.T, p Place) {
	t.Helper()
	before := listing(t, p.Path)
	files, err := p.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer files.Close()
	inv := scan(t, files)
	checkInventory(t, inv)
	checkStable(t, inv, scan(t, files), "a second scan")
	again, err := p.Open()
	if err != nil {
		t.Fatal(err)
	}
	checkStable(t, inv, scan(t, again), "a second opening")
	again.Close()
	checkUnreadable(t, inv, p.Unreadable)
	for _, f := range inv.Families {
		for _, c := range f.Copies {
			checkCopy(t, files, c, p.Want)
		}
	}
	if p.Want != nil {
		checkComplete(t, inv, p.Want)
	}
	if _, err := files.Open(context.Background(), "no such id"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("opening an unknown id: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := files.Watch(ctx, func() {}); err != nil {
		t.Errorf("Watch with an ended context: %v", err)
	}
	if after := listing(t, p.Path); after != before {
		t.Errorf("the place changed:\n%s\nwas\n%s", after, before)
	}
}

func scan(t *testing.T, f source.Files) *source.Inventory {
	t.Helper()
	inv, err := f.Scan(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return inv
}

func checkInventory(t *testing.T, inv *source.Inventory) {
	t.Helper()
	ids, paths, names := map[event.FileID]string{}, map[string]bool{}, map[string]bool{}
	known := true
	var bytes int64
	for _, f := range inv.Families {
		if len(f.Copies) == 0 || names[f.Name] {
			t.Errorf("family %q is empty or doubled", f.Name)
		}
		names[f.Name] = true
		if f.Known && !known {
			t.Errorf("family %q is known and comes after unknown ones", f.Name)
		}
		known = f.Known
		for i, c := range f.Copies {
			if c.ID == "" || ids[c.ID] != "" {
				t.Errorf("%s has id %q, as %s has", c.Path, c.ID, ids[c.ID])
			}
			if paths[c.Path] {
				t.Errorf("%s is listed twice", c.Path)
			}
			if c.Live && i != len(f.Copies)-1 {
				t.Errorf("%s is live and not the last", c.Path)
			}
			ids[c.ID], paths[c.Path] = c.Path, true
			bytes += c.Stored
		}
	}
	if bytes != inv.Bytes {
		t.Errorf("%d bytes in all, the copies have %d", inv.Bytes, bytes)
	}
	for _, s := range inv.Skipped {
		if s.Reason.None() || s.Path == "" {
			t.Errorf("%q is skipped because %q", s.Path, s.Reason)
		}
	}
}

func checkStable(t *testing.T, a, b *source.Inventory, when string) {
	t.Helper()
	if x, y := fmt.Sprintf("%+v", a), fmt.Sprintf("%+v", b); x != y {
		t.Errorf("%s differs:\n%s\n%s", when, x, y)
	}
}

func checkUnreadable(t *testing.T, inv *source.Inventory, want []string) {
	t.Helper()
	named := map[string]bool{}
	for _, s := range inv.Skipped {
		named[s.Path] = true
	}
	for _, f := range inv.Families {
		for _, c := range f.Copies {
			if !c.Problem.None() {
				named[c.Path] = true
			}
		}
	}
	for _, p := range want {
		if !named[p] {
			t.Errorf("%s is not named as unreadable; named are %v", p, named)
		}
	}
}

func checkComplete(t *testing.T, inv *source.Inventory, want map[string]string) {
	t.Helper()
	found := map[string]bool{}
	for _, f := range inv.Families {
		for _, c := range f.Copies {
			found[c.Path] = true
		}
	}
	for p := range want {
		if !found[p] {
			t.Errorf("%s is not listed; there are %v and skipped %v", p, found, inv.Skipped)
		}
	}
}

// checkCopy reads one copy from several offsets.
func checkCopy(t *testing.T, files source.Files, c source.Copy, want map[string]string) {
	t.Helper()
	file, err := files.Open(context.Background(), c.ID)
	if err != nil {
		if c.Problem.None() {
			t.Errorf("open %s: %v", c.Path, err)
		}
		return
	}
	defer file.Close()
	if id, err := file.Identity(); err != nil || id != c.ID {
		t.Errorf("%s: identity %q, %v", c.Path, id, err)
	}
	whole, err := read(file, 0)
	if err != nil {
		if c.Problem.None() || fault.KindOf(err) == fault.Internal {
			t.Errorf("read %s: %v", c.Path, err)
		}
		return
	}
	if text, ok := want[c.Path]; ok && string(whole) != text {
		t.Errorf("%s: %d bytes %.60q, want %d bytes %.60q", c.Path, len(whole), whole, len(text), text)
	}
	if size, err := file.Size(); err != nil || size >= 0 && size != int64(len(whole)) {
		t.Errorf("%s: size %d, %v, read %d", c.Path, size, err, len(whole))
	}
	n := len(whole)
	for _, at := range []int{1, n / 2, n - 1, n, n + 10} {
		if at < 0 {
			continue
		}
		tail, err := read(file, event.Offset(at))
		if err != nil || !bytes.Equal(tail, whole[min(at, n):]) {
			t.Errorf("%s from %d: %d bytes of %d, %v", c.Path, at, len(tail), n-at, err)
		}
	}
	if _, err := file.Reader(context.Background(), -1); fault.KindOf(err) != fault.Invalid {
		t.Errorf("%s from -1: %v", c.Path, err)
	}
	checkCancelled(t, file, c.Path)
	checkMarks(t, file, c.Path, whole)
}

// Marks is how many places to read on from a copy tells; behind each must come
// what comes there when all is read.
func Marks(t *testing.T, files source.Files, path string) int {
	t.Helper()
	for _, f := range scan(t, files).Families {
		for _, c := range f.Copies {
			if c.Path != path {
				continue
			}
			file, err := files.Open(context.Background(), c.ID)
			if err != nil {
				t.Fatal(err)
			}
			defer file.Close()
			whole, err := read(file, 0)
			if err != nil {
				t.Fatal(err)
			}
			return checkMarks(t, file, path, whole)
		}
	}
	t.Fatalf("no copy %s", path)
	return 0
}

func checkMarks(t *testing.T, file source.File, path string, whole []byte) int {
	t.Helper()
	m, ok := file.(source.Markable)
	if !ok {
		return 0
	}
	var marks []*inflate.Mark
	r, ok, err := m.Marked(context.Background(), func(m *inflate.Mark) { marks = append(marks, m) })
	if err != nil {
		t.Errorf("%s, marked: %v", path, err)
		return 0
	}
	defer r.Close()
	if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, whole) {
		t.Errorf("%s, marked: %d bytes of %d, %v", path, len(got), len(whole), err)
	}
	if !ok {
		return 0
	}
	for _, at := range marks {
		r, err := m.Resume(context.Background(), at)
		if err != nil {
			t.Errorf("%s from a mark: %v", path, err)
			continue
		}
		if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, whole[at.Text:]) {
			t.Errorf("%s from the mark at %d: %d bytes, %v", path, at.Text, len(got), err)
		}
		r.Close()
	}
	return len(marks)
}

func checkCancelled(t *testing.T, file source.File, path string) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	r, err := file.Reader(ctx, 0)
	if err != nil {
		return
	}
	defer r.Close()
	if _, err := io.ReadAll(r); fault.KindOf(err) != fault.Stopped {
		t.Errorf("%s, cancelled: %v", path, err)
	}
}

func read(f source.File, at event.Offset) ([]byte, error) {
	r, err := f.Reader(context.Background(), at)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

// listing is everything below path with sizes and times of modification.
func listing(t *testing.T, path string) string {
	t.Helper()
	var b bytes.Buffer
	err := filepath.WalkDir(path, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := os.Lstat(p)
		if err != nil {
			return err
		}
		fmt.Fprintln(&b, p, info.Mode(), info.Size(), info.ModTime().UnixNano())
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

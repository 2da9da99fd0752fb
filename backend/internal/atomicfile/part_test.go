package atomicfile

import (
	"os"
	"path/filepath"
	"testing"

	"cordwood/backend/fault"
)

func TestPart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "big.zst")
	f := func(want string, end func(p *Part) error) {
		t.Helper()
		p, err := Create(path, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		defer p.Abort()
		for _, piece := range []string{"ne", "w"} {
			if _, err := p.Write([]byte(piece)); err != nil {
				t.Fatal(err)
			}
		}
		if got, _ := os.ReadFile(path); len(got) > 0 && string(got) != "new" {
			t.Errorf("half a file is visible: %q", got)
		}
		if err := end(p); err != nil {
			t.Error(err)
		}
		if got, _ := os.ReadFile(path); string(got) != want {
			t.Errorf("content %q, want %q", got, want)
		}
	}
	f("", func(p *Part) error { p.Abort(); return nil })
	f("new", (*Part).Commit)
	onlyFile(t, path)
	f("new", (*Part).Commit)
	f("new", func(p *Part) error { p.Abort(); p.Abort(); return nil })
	onlyFile(t, path)
}

func TestPartRefuses(t *testing.T) {
	dir := t.TempDir()
	f := func(name string, kind fault.Kind) {
		t.Helper()
		p, err := Create(filepath.Join(dir, name), 0o600)
		if fault.KindOf(err) != kind {
			t.Errorf("%s: %v", name, err)
		}
		if err == nil {
			p.Abort()
		}
	}
	if err := os.Symlink("elsewhere", filepath.Join(dir, "link")); err == nil {
		f("link", fault.Invalid)
	}
	f("none/x", fault.NotFound)
	p, err := Create(filepath.Join(dir, "x"), 0o600)
	if err != nil {
		t.Fatal(err)
	}
	p.f.Close() // stands for a disk that is full
	if _, err := p.Write([]byte("a")); err == nil {
		t.Error("written to a closed file")
	}
	for range 2 {
		if p.Commit() == nil {
			t.Error("a failed part was committed")
		}
	}
	if names, _ := filepath.Glob(filepath.Join(dir, "x*")); len(names) > 0 {
		t.Errorf("%v is left", names)
	}
}

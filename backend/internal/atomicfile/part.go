package atomicfile

import (
	"io/fs"
	"os"
	"path/filepath"
)

// Part is a file in the making, for content that is too long to hold in memory.
// It takes its name when it is whole, by the same steps as Write.
type Part struct {
	root       *os.Root
	f          *os.File
	path       string
	base, part string
	failed     error
}

// Create begins a file that Commit will put at path, under Write's conditions.
func Create(path string, perm fs.FileMode) (*Part, error) {
	dir, base := filepath.Split(path)
	if dir == "" {
		dir = "."
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, wrap(path, err)
	}
	p := &Part{root: root, path: path, base: base, part: base + "." + suffix() + partSuffix}
	if err = refuseOddTarget(root, path, base); err == nil {
		p.f, err = root.OpenFile(p.part, os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
	}
	if err != nil {
		root.Close()
		return nil, wrap(path, err)
	}
	return p, nil
}

// Write appends. After an error Commit fails too.
func (p *Part) Write(b []byte) (int, error) {
	n, err := p.f.Write(b)
	if err != nil {
		p.failed = err
	}
	return n, wrap(p.path, err)
}

// Commit makes the content durable and gives it the name. Whatever it returns,
// the part is over and its .part is gone.
func (p *Part) Commit() error {
	if p.f == nil {
		return wrap(p.path, fs.ErrClosed)
	}
	err := p.failed
	if err == nil {
		err = p.f.Sync()
	}
	if e := p.f.Close(); err == nil {
		err = e
	}
	p.f = nil
	if err == nil {
		err = replace(p.root, p.part, p.base)
	}
	if err != nil {
		_ = p.root.Remove(p.part) // the failure that matters is err
	} else {
		err = SyncDir(p.root, ".")
	}
	p.root.Close()
	return wrap(p.path, err)
}

// Abort gives the part up; after a Commit it does nothing.
func (p *Part) Abort() {
	if p.f == nil {
		return
	}
	p.f.Close()
	p.f = nil
	_ = p.root.Remove(p.part) // what stays is removed as stale one day
	p.root.Close()
}

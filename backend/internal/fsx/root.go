package fsx

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"cordwood/backend/fault"
)

// Root is an opened folder. Names below it are relative and slash separated.
// On Windows its files are opened with shared delete, so that looking at a log
// never stops the server from renaming it. Safe for use by several goroutines.
type Root struct {
	root *os.Root
	dir  string
}

// OpenRoot opens the folder dir.
func OpenRoot(dir string) (*Root, error) {
	r, err := os.OpenRoot(dir)
	if err != nil {
		return nil, named("open", dir, err)
	}
	return &Root{root: r, dir: dir}, nil
}

// Dir is the folder's path as it was given.
func (r *Root) Dir() string { return r.dir }

// Close releases the folder. Opened files stay open.
func (r *Root) Close() error { return r.root.Close() }

// Lstat describes name without following a link at its end.
func (r *Root) Lstat(name string) (fs.FileInfo, error) {
	info, err := r.root.Lstat(filepath.FromSlash(name))
	if err != nil {
		return nil, named("look at", name, err)
	}
	return info, nil
}

// Stat describes what name leads to; a link that leads out of the root is a fault.
func (r *Root) Stat(name string) (fs.FileInfo, error) {
	info, err := r.root.Stat(filepath.FromSlash(name))
	if err != nil {
		return nil, r.explain("look at", name, err)
	}
	return info, nil
}

// ReadDir lists the folder name ("." is the root itself), at most limit
// entries, in the order of the directory; more reports that there are others.
func (r *Root) ReadDir(name string, limit int) (entries []fs.DirEntry, more bool, err error) {
	d, err := r.root.OpenFile(filepath.FromSlash(name), os.O_RDONLY|nonblock, 0)
	if err != nil {
		return nil, false, r.explain("list", name, err)
	}
	defer d.Close()
	entries, err = d.ReadDir(limit + 1)
	if err != nil && !errors.Is(err, io.EOF) {
		return entries, false, named("list", name, err)
	}
	if len(entries) > limit {
		return entries[:limit], true, nil
	}
	return entries, false, nil
}

// Open opens a regular file. Anything else is a *fault.Error of kind
// Unreadable that names it, and is never opened: opening the reading end of a
// named pipe would already wake its writer.
func (r *Root) Open(name string) (*File, error) {
	info, err := r.Stat(name)
	if err != nil {
		return nil, err
	}
	if what := KindName(info.Mode()); what != "" {
		return nil, irregular(name, what)
	}
	f, err := r.root.OpenFile(filepath.FromSlash(name), os.O_RDONLY|nonblock, 0)
	if err != nil {
		return nil, r.explain("open", name, err)
	}
	// Between the look and the open another object may have taken the name.
	info, err = f.Stat()
	if err != nil {
		f.Close()
		return nil, named("open", name, err)
	}
	if what := KindName(info.Mode()); what != "" {
		f.Close()
		return nil, irregular(name, what)
	}
	return &File{f: f, name: name}, nil
}

// OpenPath opens a file that a person named; links in such a path are theirs,
// and are followed.
func OpenPath(path string) (*File, error) {
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		return nil, named("open", path, err)
	}
	root, err := OpenRoot(filepath.Dir(real))
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return root.Open(filepath.Base(real))
}

// KindName names what is no regular file; it is empty for a regular file.
func KindName(mode fs.FileMode) string {
	switch {
	case mode.IsRegular():
		return ""
	case mode.IsDir():
		return "folder"
	case mode&fs.ModeSymlink != 0:
		return "symbolic link"
	case mode&fs.ModeNamedPipe != 0:
		return "named pipe"
	case mode&fs.ModeSocket != 0:
		return "socket"
	case mode&fs.ModeDevice != 0:
		return "device"
	}
	return "special file"
}

func irregular(name, what string) error {
	return fault.New("open", fault.Unreadable, name, "only regular files are read", errors.New("it is a "+what))
}

// explain recognises a link that leads out of the root or in a circle: the
// operating system has no error of its own for the first.
func (r *Root) explain(op, name string, err error) error {
	info, lerr := r.root.Lstat(filepath.FromSlash(name))
	if lerr == nil && info.Mode()&fs.ModeSymlink != 0 && !errors.Is(err, fs.ErrPermission) {
		target, _ := r.root.Readlink(filepath.FromSlash(name))
		return fault.New(op, fault.Unreadable, name, "links are followed inside the opened folder only",
			errors.New("symbolic link to "+target))
	}
	return named(op, name, err)
}

// named drops the operating system's own path, which repeats ours.
func named(op, name string, err error) error {
	kind := fault.Unreadable
	switch {
	case errors.Is(err, fs.ErrNotExist):
		kind = fault.NotFound
	case errors.Is(err, fs.ErrPermission):
		kind = fault.Denied
	}
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	return fault.New(op, kind, name, "", err)
}

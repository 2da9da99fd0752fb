package fsx

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"cordwood/backend/fault"
)

// Root is an opened folder. Names below it are relative and slash separated.
// On Windows its files are opened with shared delete, so that looking at a log
// never stops the server from renaming it. Safe for use by several goroutines.
//
// A share that was unmounted and mounted again is found again by the folder's path;
// while it is not mounted, the empty folder in its place is not taken for it. Of a folder
// on a local disk Here tells.
type Root struct {
	dir string
	abs string
	now atomic.Pointer[standing]

	renewing sync.Mutex
	lost     time.Time // since when the share is not mounted; guarded by renewing
	closed   bool      // guarded by renewing
}

// standing is the folder as it was opened last, and where that was.
type standing struct {
	root *os.Root
	dir  *os.File // of a share, to open files by; see openQuietly
	site
}

// OpenRoot opens the folder dir.
func OpenRoot(dir string) (*Root, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, named("open", dir, err)
	}
	r := &Root{dir: dir, abs: abs}
	s, err := r.open(siteOf(abs))
	if err != nil {
		return nil, err
	}
	r.now.Store(s)
	if s.moved() { // an automounter has mounted it now
		if _, err := r.renew(s); err != nil {
			r.Close()
			return nil, err
		}
	}
	return r, nil
}

func (r *Root) open(at site) (*standing, error) {
	open := func() (*standing, error) {
		root, err := os.OpenRoot(r.abs)
		if err != nil {
			return nil, named("open", r.dir, err)
		}
		return &standing{root: root, site: at}, nil
	}
	if at.share == nil {
		return open()
	}
	s, err := ask(at.share, "open", r.dir, func() (*standing, error) {
		s, err := open()
		if err != nil {
			return nil, err
		}
		if s.dir, err = anchor(r.abs); err != nil {
			s.root.Close()
			return nil, named("open", r.dir, err)
		}
		return s, nil
	}, func(late *standing) { late.Close() })
	if err != nil {
		return nil, err
	}
	at.share.open()
	return s, nil
}

// Close closes both at once; see close.
func (s *standing) Close() error {
	if s.dir != nil {
		s.dir.Close()
	}
	return s.root.Close()
}

func (s *standing) close() error {
	if s.share == nil {
		return s.Close()
	}
	s.share.close(s)
	return nil
}

// Dir is the folder's path as it was given.
func (r *Root) Dir() string { return r.dir }

// Volume says on what sort of file system the folder lies.
func (r *Root) Volume() Volume { return r.now.Load().volume }

// Local reports that name lies on no share.
func (r *Root) Local(name string) bool { return r.now.Load().at(name) == nil }

// Close releases the folder. Opened files stay open.
func (r *Root) Close() error {
	r.renewing.Lock()
	defer r.renewing.Unlock()
	if r.closed {
		return nil
	}
	r.closed = true
	return r.now.Load().close()
}

// renew opens the folder again where it lies now: the table of mounts has changed,
// or the share does not know the old folder any more. Whether a mount is the one
// it was cannot be told from the table, which gives its numbers again.
func (r *Root) renew(old *standing) (*standing, error) {
	r.renewing.Lock()
	defer r.renewing.Unlock()
	if now := r.now.Load(); now != old || r.closed { // somebody else did
		return now, nil
	}
	at := siteOf(r.abs)
	if old.share != nil && at.share == nil {
		if r.lost.IsZero() {
			r.lost = time.Now()
		}
		return nil, fault.New("open", fault.Away, r.dir, "", &fault.Silence{Share: old.share.point, Since: r.lost, Err: fault.Say("it is not mounted")})
	}
	r.lost = time.Time{}
	if at.share == nil { // of a local folder only what is mounted below may be new
		s := &standing{root: old.root, site: at}
		r.now.Store(s)
		return s, nil
	}
	s, err := r.open(at)
	if err != nil {
		return nil, err
	}
	r.now.Store(s)
	return s, old.close()
}

// Here makes sure that a folder of a local disk still lies at its path. Of one that was
// renamed, deleted or unmounted the error is of kind NotFound, also while there is only an
// empty folder in its place; what else lies there is the folder from now on.
func (r *Root) Here() error {
	old := r.now.Load()
	if old.volume != Local {
		return nil
	}
	now, err := os.Stat(r.abs)
	if err == nil && !now.IsDir() {
		err = fs.ErrNotExist
	}
	if err != nil {
		return named("open", r.dir, err)
	}
	if was, err := old.root.Stat("."); err == nil && os.SameFile(was, now) {
		return nil
	}
	next, err := r.open(siteOf(r.abs))
	if err != nil {
		return err
	}
	if next.empty() {
		next.Close()
		return named("open", r.dir, fs.ErrNotExist)
	}
	r.renewing.Lock()
	defer r.renewing.Unlock()
	if r.closed || !r.now.CompareAndSwap(old, next) {
		return next.Close()
	}
	return old.close()
}

func (s *standing) empty() bool {
	d, err := s.root.Open(".")
	if err != nil {
		return false
	}
	defer d.Close()
	_, err = d.ReadDir(1)
	return err == io.EOF
}

// in makes a call in the folder about a name: directly on a local disk, under a
// deadline on a share.
func in[T any](r *Root, op, name string, call func(*standing) (T, error), late func(T)) (v T, on *share, err error) {
	s := r.now.Load()
	for again := range 2 {
		if s.share != nil && s.moved() {
			if s, err = r.renew(s); err != nil {
				return v, nil, err
			}
		}
		if on = s.at(name); op == "list" {
			on = s.listing(name)
		}
		if on == nil {
			v, err = call(s)
			if now := r.now.Load(); now != s && again == 0 && errors.Is(err, os.ErrClosed) {
				s = now
				continue
			}
			return v, nil, err
		}
		at := s // what is left behind keeps it
		v, err = ask(on, op, name, func() (T, error) { return call(at) }, late)
		if again > 0 || !errors.Is(err, syscall.ESTALE) && !errors.Is(err, os.ErrClosed) {
			break
		}
		next, bad := r.renew(s)
		if bad != nil {
			return v, on, err
		}
		s = next
	}
	return v, on, err
}

// Lstat describes name without following a link at its end.
func (r *Root) Lstat(name string) (fs.FileInfo, error) {
	info, _, err := in(r, "look at", name, func(s *standing) (fs.FileInfo, error) {
		info, err := s.root.Lstat(filepath.FromSlash(name))
		if err != nil {
			return nil, named("look at", name, err)
		}
		return info, nil
	}, nil)
	return info, err
}

// Stat describes what name leads to; a link that leads out of the root is a fault.
func (r *Root) Stat(name string) (fs.FileInfo, error) {
	info, _, err := in(r, "look at", name, func(s *standing) (fs.FileInfo, error) { return statIn(s.root, name) }, nil)
	return info, err
}

func statIn(root *os.Root, name string) (fs.FileInfo, error) {
	info, err := root.Stat(filepath.FromSlash(name))
	if err != nil {
		return nil, explain(root, "look at", name, err)
	}
	return info, nil
}

// ReadDir lists the folder name ("." is the root itself), at most limit
// entries, in the order of the directory; more reports that there are others.
func (r *Root) ReadDir(name string, limit int) (entries []fs.DirEntry, more bool, err error) {
	if s := r.now.Load(); s.moved() { // a share may be mounted below a local folder now
		if _, err := r.renew(s); err != nil {
			return nil, false, err
		}
	}
	entries, _, err = in(r, "list", name, func(s *standing) ([]fs.DirEntry, error) {
		d, err := s.root.OpenFile(filepath.FromSlash(name), os.O_RDONLY|nonblock, 0)
		if err != nil {
			return nil, explain(s.root, "list", name, err)
		}
		defer d.Close()
		entries, err := d.ReadDir(limit + 1)
		if err != nil && !errors.Is(err, io.EOF) {
			return entries, named("list", name, err)
		}
		return entries, nil
	}, nil)
	if len(entries) > limit {
		return entries[:limit], true, err
	}
	return entries, false, err
}

// Open opens a regular file. Anything else is a *fault.Error of kind
// Unreadable that names it, and is never opened: opening the reading end of a
// named pipe would already wake its writer.
func (r *Root) Open(name string) (*File, error) {
	f, on, err := in(r, "open", name, func(s *standing) (*os.File, error) { return openIn(s, name) }, func(late *os.File) { late.Close() })
	if err != nil {
		return nil, err
	}
	if on != nil {
		on.open()
	}
	return &File{f: f, name: name, share: on}, nil
}

func openIn(s *standing, name string) (*os.File, error) {
	info, err := statIn(s.root, name)
	if err != nil {
		return nil, err
	}
	if what := What(info.Mode()); !what.None() {
		return nil, irregular(name, what)
	}
	f, err := openQuietly(s.root, s.dir, name)
	if err != nil {
		return nil, explain(s.root, "open", name, err)
	}
	// Between the look and the open another object may have taken the name.
	info, err = f.Stat()
	if err != nil {
		f.Close()
		return nil, named("open", name, err)
	}
	if what := What(info.Mode()); !what.None() {
		f.Close()
		return nil, irregular(name, what)
	}
	return f, nil
}

// OpenPath opens a file that a person named; links in such a path are theirs,
// and are followed.
func OpenPath(path string) (*File, error) {
	real, err := RealPath(path)
	if err != nil {
		return nil, err
	}
	root, err := OpenRoot(filepath.Dir(real))
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return root.Open(filepath.Base(real))
}

// RealPath follows the links of a path that a person named.
func RealPath(path string) (string, error) {
	return Within(path, "open", func() (string, error) {
		real, err := filepath.EvalSymlinks(path)
		if err != nil {
			return "", named("open", path, err)
		}
		return real, nil
	})
}

// What says what is no regular file; it says nothing of a regular file.
func What(mode fs.FileMode) fault.Said {
	switch {
	case mode.IsRegular():
		return fault.Said{}
	case mode.IsDir():
		return fault.Say("it is a folder")
	case mode&fs.ModeSymlink != 0:
		return fault.Say("it is a symbolic link")
	case mode&fs.ModeNamedPipe != 0:
		return fault.Say("it is a named pipe")
	case mode&fs.ModeSocket != 0:
		return fault.Say("it is a socket")
	case mode&fs.ModeDevice != 0:
		return fault.Say("it is a device")
	}
	return fault.Say("it is a special file")
}

func irregular(name string, what fault.Said) error {
	return fault.New("open", fault.Unreadable, name, "only regular files are read", what)
}

// explain recognises a link that leads out of the root or in a circle: the
// operating system has no error of its own for the first.
func explain(root *os.Root, op, name string, err error) error {
	info, lerr := root.Lstat(filepath.FromSlash(name))
	if lerr == nil && info.Mode()&fs.ModeSymlink != 0 && !errors.Is(err, fs.ErrPermission) {
		target, _ := root.Readlink(filepath.FromSlash(name))
		return fault.New(op, fault.Unreadable, name, "links are followed inside the opened folder only",
			fault.Say("symbolic link to {0}", target))
	}
	return named(op, name, err)
}

// named drops the operating system's own path, which repeats ours.
func named(op, name string, err error) error {
	kind, hint := fault.Unreadable, fault.Said{}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		kind = fault.NotFound
	case errors.Is(err, fs.ErrPermission):
		kind = fault.Denied
	case fault.KindOf(err) == fault.Away:
		kind = fault.Away
	case errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE):
		kind, hint = fault.Limit, fault.Say("close other sources or programs, or raise the limit of open files")
	}
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	return fault.New(op, kind, name, "", err).Next(hint)
}

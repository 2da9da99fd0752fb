package serverlog

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"syscall"

	"gopkg.in/natefinch/lumberjack.v2"

	"cordwood/backend/fault"
	"cordwood/backend/internal/atomicfile"
	"cordwood/backend/rules"
)

// live is the live file of one family. lumberjack writes it, live watches over
// it, because lumberjack alone loses lines:
//
//   - its backup names have milliseconds, and its rename overwrites: live renames
//     to a dated name and never over another file;
//   - it makes the new file without O_APPEND, so that a truncation from outside
//     leaves NULs: live makes every file itself and lumberjack finds it existing;
//   - it follows links: live opens without following and holds that handle;
//   - it does not see that its file is gone: live compares before each record;
//   - it never syncs: live does, through its own handle.
type live struct {
	root *os.Root
	dir  string
	name string            // within root
	make func() rules.Name // family and date of a copy made now
	made func()            // called after a copy was made, with mu held

	mu     sync.Mutex
	max    int64
	own    *os.File // nil while nothing is open
	info   fs.FileInfo
	out    *lumberjack.Logger
	size   int64
	torn   bool // the file ends inside a line: a crash or a full disk cut it
	closed bool
}

func (f *live) path() string { return filepath.Join(f.dir, f.name) }

// write appends one record that ends with a line end.
func (f *live) write(p []byte) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.ready(); err != nil {
		return err
	}
	need := int64(len(p))
	if f.torn {
		need++
	}
	if f.size > 0 && f.size+need > f.max {
		if _, err := f.rotate(); err != nil {
			return err
		}
	}
	if int64(len(p)) > f.max {
		return f.writeCopy(p)
	}
	if f.torn {
		if err := f.append([]byte{'\n'}); err != nil {
			return err
		}
		f.torn = false
	}
	return f.append(p)
}

func (f *live) append(p []byte) error {
	n, err := f.out.Write(p)
	f.size += int64(n)
	if err != nil {
		f.torn = f.torn || n > 0
		return f.fail("write", err)
	}
	return nil
}

// ready opens the file when it is not open or not what it was: removed,
// replaced, truncated or written by somebody else.
func (f *live) ready() error {
	if f.closed {
		return fault.New("write log", fault.Stopped, f.path(), "the suite was closed", nil)
	}
	if f.own != nil {
		info, err := f.root.Lstat(f.name)
		if err == nil && info.Size() == f.size && os.SameFile(info, f.info) {
			return nil
		}
		if err := f.release(); err != nil {
			return err
		}
	}
	return f.open()
}

// open makes or opens the live file without following a link, and hands it to
// lumberjack. Several tries: whoever plants things at the name can be quicker
// than us once, not always.
func (f *live) open() error {
	var err error
	for range 5 {
		if err = f.setAside(); err != nil {
			return f.fail("open", err)
		}
		if err = f.openOnce(); err == nil {
			return nil
		}
	}
	return f.fail("open", err)
}

func (f *live) openOnce() error {
	own, err := f.root.OpenFile(f.name, os.O_RDWR|os.O_APPEND|os.O_CREATE, filePerm)
	if err != nil {
		return err
	}
	info, err := own.Stat()
	if err == nil {
		err = f.isAt(info)
	}
	if err != nil {
		own.Close()
		return err
	}
	out, err := appender(own, f.path())
	if err != nil {
		own.Close()
		return err
	}
	f.own, f.info, f.out, f.size, f.torn = own, info, out, info.Size(), false
	if f.size > 0 {
		last := make([]byte, 1)
		if _, err = own.ReadAt(last, f.size-1); err == nil {
			f.torn = last[0] != '\n'
		}
	}
	if err == nil {
		err = f.isAt(info) // still ours after lumberjack opened by name
	}
	if err != nil {
		return errors.Join(err, f.release())
	}
	return nil
}

// isAt reports whether the live name is, itself and not through a link, the
// file of info, and has no other name.
func (f *live) isAt(info fs.FileInfo) error {
	at, err := f.root.Lstat(f.name)
	if err != nil {
		return err
	}
	if !at.Mode().IsRegular() || !os.SameFile(at, info) || atomicfile.Links(at) > 1 {
		return errors.New("another file was put in its place")
	}
	return nil
}

// setAside renames what stands at the live name but is no plain file of its
// own: a link, a folder, a second name of some file. Nothing of it is touched.
func (f *live) setAside() error {
	info, err := f.root.Lstat(f.name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if info.Mode().IsRegular() && atomicfile.Links(info) <= 1 {
		return nil
	}
	for i := 1; ; i++ {
		err := atomicfile.RenameNoReplace(f.root, f.name, fmt.Sprintf("%s.aside-%d", f.name, i))
		if err == nil || !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
}

// release closes both handles.
func (f *live) release() error {
	if f.own == nil {
		return nil
	}
	err := errors.Join(park(f.out), f.own.Close())
	f.own, f.out, f.info = nil, nil, nil
	if err != nil {
		return f.fail("close", err)
	}
	return nil
}

func (f *live) sync() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.own == nil {
		return nil
	}
	if err := f.own.Sync(); err != nil {
		return f.fail("sync", err)
	}
	return nil
}

func (f *live) close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closed = true
	return f.release()
}

func (f *live) fail(op string, err error) error {
	var known *fault.Error
	if errors.As(err, &known) {
		return err
	}
	if errors.Is(err, syscall.ENOSPC) {
		return fault.New(op+" log", fault.Limit, f.path(), "the disk is full", err)
	}
	kind := fault.KindOf(err)
	if kind == fault.Internal {
		kind = fault.Unreadable
	}
	return fault.New(op+" log", kind, f.path(), "", err)
}

func (f *live) setMax(bytes int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.max = bytes
}

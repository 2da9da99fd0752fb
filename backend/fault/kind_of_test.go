package fault

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestKindOf(t *testing.T) {
	f := func(err error, want Kind) {
		t.Helper()
		if got := KindOf(err); got != want {
			t.Errorf("%v: %q, want %q", err, got, want)
		}
	}
	path := func(err error) error { return &fs.PathError{Op: "open", Path: "a", Err: err} }
	f(nil, "")
	f(errors.New("a defect"), Internal)
	f(New("open", Damaged, "a", "", path(fs.ErrNotExist)), Damaged) // the outermost
	f(fmt.Errorf("more: %w", New("open", Damaged, "a", "", nil)), Damaged)
	f(path(syscall.ENOENT), NotFound)
	f(path(syscall.ENOTDIR), NotFound)
	f(path(syscall.EACCES), Denied)
	f(path(syscall.EPERM), Denied)
	f(path(syscall.EROFS), Denied)
	f(path(syscall.EEXIST), Conflict)
	f(path(syscall.ENOTEMPTY), Conflict)
	f(path(syscall.ENAMETOOLONG), Invalid)
	f(path(syscall.EINVAL), Invalid)
	f(path(syscall.EILSEQ), Invalid)
	f(path(syscall.EISDIR), Unreadable)
	f(path(syscall.ELOOP), Unreadable)
	f(path(syscall.EIO), Unreadable)
	f(path(syscall.ESTALE), Unreadable)
	f(path(syscall.ETIMEDOUT), Away)
	f(path(syscall.ENOTCONN), Away)
	f(path(errors.New("path escapes from parent")), Unreadable)
	f(path(syscall.ENOSPC), Limit)
	f(path(syscall.EDQUOT), Limit)
	f(path(syscall.EMFILE), Limit)
	f(path(syscall.EBUSY), InUse)
	f(&os.LinkError{Op: "rename", Old: "a", New: "b", Err: syscall.EXDEV}, Unsupported)
	f(&os.LinkError{Op: "rename", Old: "a", New: "b", Err: syscall.EINVAL}, Invalid)
	f(path(syscall.ENOSYS), Unsupported)
	f(os.NewSyscallError("write", syscall.ENOSPC), Limit)
	f(fmt.Errorf("read it: %w", syscall.EIO), Unreadable)
	f(syscall.EINVAL, Internal) // of no file: a call of ours was wrong
	f(path(fs.ErrClosed), Internal)
	f(fmt.Errorf("read it: %w", context.Canceled), Stopped)
	f(errors.Join(errors.New("a defect"), path(syscall.EIO)), Unreadable)
}

// What this system answers itself.
func TestKindOfRealErrors(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "a.log")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	loop := filepath.Join(dir, "loop")
	f := func(what string, err error, want Kind) {
		t.Helper()
		if err == nil {
			t.Errorf("%s: no error", what)
		} else if got := KindOf(err); got != want {
			t.Errorf("%s: %v: %q, want %q", what, err, got, want)
		}
	}
	open := func(name string) error {
		r, err := os.Open(name)
		if err == nil {
			_ = r.Close()
		}
		return err
	}
	f("missing", open(filepath.Join(dir, "missing")), NotFound)
	f("below a file", open(filepath.Join(file, "b.log")), NotFound)
	f("a long name", open(filepath.Join(dir, strings.Repeat("n", 300))), Invalid)
	f("a NUL in the name", open(file+"\x00"), Invalid)
	f("a folder taken for a file", os.WriteFile(dir, nil, 0o600), Unreadable)
	f("it exists", os.Mkdir(file, 0o700), Conflict)
	if os.Symlink(loop, loop) == nil {
		f("a link to itself", open(loop), Unreadable)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	_, err = root.Open("../outside")
	f("out of the root", err, Unreadable)
}

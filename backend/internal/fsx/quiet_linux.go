package fsx

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// anchor opens a folder for nothing but to open files below it.
func anchor(dir string) (*os.File, error) {
	fd, err := unix.Open(dir, unix.O_PATH|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, &os.PathError{Op: "open", Path: dir, Err: err}
	}
	return os.NewFile(uintptr(fd), dir), nil
}

// openQuietly opens a file on a share as os.Root does, but keeps it from the
// runtime's poller: a file of FUSE can be polled, by a question to the program
// behind it, and when that does not answer the poller of all our connections waits.
func openQuietly(root *os.Root, dir *os.File, name string) (*os.File, error) {
	if dir == nil {
		return root.OpenFile(filepath.FromSlash(name), os.O_RDONLY|nonblock, 0)
	}
	conn, err := dir.SyscallConn()
	if err != nil {
		return nil, err
	}
	fd := -1
	how := unix.OpenHow{Flags: unix.O_RDONLY | unix.O_NONBLOCK | unix.O_CLOEXEC, Resolve: unix.RESOLVE_BENEATH | unix.RESOLVE_NO_MAGICLINKS}
	outer := conn.Control(func(at uintptr) {
		for {
			if fd, err = unix.Openat2(int(at), name, &how); !errors.Is(err, unix.EINTR) && !errors.Is(err, unix.EAGAIN) {
				return
			}
		}
	})
	switch {
	case outer != nil:
		return nil, outer
	case errors.Is(err, unix.ENOSYS): // a kernel before 5.6
		return root.OpenFile(filepath.FromSlash(name), os.O_RDONLY|nonblock, 0)
	case err != nil:
		return nil, &os.PathError{Op: "open", Path: name, Err: err}
	}
	// O_NONBLOCK kept the open from waiting; left on, it would bring in the poller.
	if err := unix.SetNonblock(fd, false); err != nil {
		unix.Close(fd)
		return nil, &os.PathError{Op: "open", Path: name, Err: err}
	}
	return os.NewFile(uintptr(fd), name), nil
}

// createQuietly makes a file that is not there yet, and keeps it from the poller as well.
func createQuietly(path string, perm fs.FileMode) (*os.File, error) {
	for {
		fd, err := unix.Open(path, unix.O_WRONLY|unix.O_CREAT|unix.O_EXCL|unix.O_CLOEXEC, uint32(perm.Perm()))
		switch {
		case errors.Is(err, unix.EINTR):
		case err != nil:
			return nil, &os.PathError{Op: "open", Path: path, Err: err}
		default:
			return os.NewFile(uintptr(fd), path), nil
		}
	}
}

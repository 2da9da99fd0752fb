package fsx

import "golang.org/x/sys/unix"

// Sparse says that little of the file is read, here and there: the system then
// reads no more than it is asked for, which counts on a slow share.
func (f *File) Sparse() { _ = unix.Fadvise(int(f.f.Fd()), 0, 0, unix.FADV_RANDOM) }

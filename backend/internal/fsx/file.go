package fsx

import (
	"errors"
	"io"
	"io/fs"
	"os"
)

// File is an opened regular file. It is read by position only: a mapping of a
// file that its owner truncates would kill the process. Safe for use by
// several goroutines.
type File struct {
	f    *os.File
	name string
}

// ReadAt is io.ReaderAt. A read past the present end gives io.EOF; the end is
// where a read comes back short, since on a share the reported size may be old.
func (f *File) ReadAt(p []byte, off int64) (int, error) {
	n, err := f.f.ReadAt(p, off)
	if err != nil && !errors.Is(err, io.EOF) {
		err = named("read", f.name, err)
	}
	return n, err
}

// Stat describes the opened file, whatever its name holds by now.
func (f *File) Stat() (fs.FileInfo, error) {
	info, err := f.f.Stat()
	if err != nil {
		return nil, named("look at", f.name, err)
	}
	return info, nil
}

// ID says which file it is.
func (f *File) ID() (ID, error) {
	id, err := identify(f.f)
	if err != nil {
		return ID{}, named("identify", f.name, err)
	}
	return id, nil
}

// Close closes the file.
func (f *File) Close() error { return f.f.Close() }

// ID names a file on its volume, whatever its path: it survives a rename. On
// some network mounts two files can show the same one, so equal IDs alone
// prove nothing; different ones on a local disk do.
type ID struct{ Volume, Index uint64 }

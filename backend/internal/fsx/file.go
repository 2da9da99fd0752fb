package fsx

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sync"
)

// File is an opened regular file. It is read by position only: a mapping of a
// file that its owner truncates would kill the process. Safe for use by
// several goroutines.
type File struct {
	f     *os.File
	name  string
	ctx   context.Context // of the root it was opened through
	share *mount          // nil of a local disk
}

// ReadAt is io.ReaderAt. A read past the present end gives io.EOF; the end is
// where a read comes back short, since on a share the reported size may be old.
func (f *File) ReadAt(p []byte, off int64) (n int, err error) {
	if f.share == nil {
		return f.readAt(p, off)
	}
	for n < len(p) && err == nil {
		var got int
		got, err = f.readShare(p[n:min(len(p), n+sharePiece)], off+int64(n))
		n += got
	}
	return n, err
}

func (f *File) readAt(p []byte, off int64) (int, error) {
	n, err := f.f.ReadAt(p, off)
	if err != nil && !errors.Is(err, io.EOF) {
		err = named("read", fmt.Sprintf("%s at %d", f.name, off+int64(n)), err)
	}
	return n, err
}

// sharePiece is one read of a share: what a slow line brings within the deadline,
// and what one request of the usual file systems carries.
const sharePiece = 128 << 10

// held are buffers for reads that may be left behind: what comes late must not
// come into the reader's memory.
var held = sync.Pool{New: func() any { return new([sharePiece]byte) }}

type piece struct {
	buf *[sharePiece]byte
	n   int
	eof bool
}

func (f *File) readShare(p []byte, off int64) (int, error) {
	got, err := ask(f.ctx, f.share, "read", f.name, func(*call) (piece, error) {
		got := piece{buf: held.Get().(*[sharePiece]byte)}
		var err error
		got.n, err = f.readAt(got.buf[:len(p)], off)
		if got.eof = errors.Is(err, io.EOF); got.eof {
			err = nil
		}
		return got, err
	}, func(late piece) { held.Put(late.buf) })
	if got.buf == nil {
		return 0, err
	}
	n := copy(p, got.buf[:got.n])
	held.Put(got.buf)
	if got.eof {
		err = io.EOF
	}
	return n, err
}

// Stat describes the opened file, whatever its name holds by now.
func (f *File) Stat() (fs.FileInfo, error) {
	stat := func(*call) (fs.FileInfo, error) {
		info, err := f.f.Stat()
		if err != nil {
			return nil, named("look at", f.name, err)
		}
		return info, nil
	}
	if f.share != nil {
		return ask(f.ctx, f.share, "look at", f.name, stat, nil)
	}
	return stat(nil)
}

// ID says which file it is.
func (f *File) ID() (ID, error) {
	id := func(*call) (ID, error) {
		id, err := identify(f.f)
		if err != nil {
			return ID{}, named("identify", f.name, err)
		}
		return id, nil
	}
	if f.share != nil {
		return ask(f.ctx, f.share, "identify", f.name, id, nil)
	}
	return id(nil)
}

// Close closes the file; one on a share some time, since that may hang too.
func (f *File) Close() error {
	if f.share != nil {
		f.share.close(f.f)
		return nil
	}
	return f.f.Close()
}

// ID names a file on its volume, whatever its path: it survives a rename. On
// some network mounts two files can show the same one, so equal IDs alone
// prove nothing; different ones on a local disk do.
type ID struct{ Volume, Index uint64 }

package fsx

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sync"
	"time"
)

// File is an opened regular file. It is read by position only: a mapping of a
// file that its owner truncates would kill the process. Safe for use by
// several goroutines.
type File struct {
	f     *os.File
	name  string
	share *share // nil of a local disk
}

// ReadAt is io.ReaderAt. A read past the present end gives io.EOF; the end is
// where a read comes back short, since on a share the reported size may be old.
func (f *File) ReadAt(p []byte, off int64) (n int, err error) {
	if f.share == nil {
		return f.readAt(p, off)
	}
	for n < len(p) && err == nil {
		var got int
		got, err = f.readShare(p[n:min(len(p), n+pieceBytes)], off+int64(n))
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

// pieces are buffers of reads that may be left behind: what comes late must not
// come into memory that the reader uses for something else by then.
var pieces = sync.Pool{New: func() any { return new([pieceBytes]byte) }}

// piece is what a read of a share brought; err goes with the bytes before it.
type piece struct {
	buf *[pieceBytes]byte
	n   int
	err error
}

func (f *File) readShare(p []byte, off int64) (int, error) {
	got, err := ask(f.share, "read", f.name, func() (piece, error) {
		got := piece{buf: pieces.Get().(*[pieceBytes]byte)}
		got.n, got.err = f.readAt(got.buf[:len(p)], off)
		if got.n == 0 && !errors.Is(got.err, io.EOF) {
			return got, got.err
		}
		return got, nil
	}, func(late piece) { pieces.Put(late.buf) })
	if got.buf == nil {
		return 0, err
	}
	n := copy(p, got.buf[:got.n])
	pieces.Put(got.buf)
	if n >= provingBytes {
		f.share.judge(time.Now(), nil, true)
	}
	if err == nil {
		err = got.err
	}
	return n, err
}

// Stat describes the opened file, whatever its name holds by now.
func (f *File) Stat() (fs.FileInfo, error) {
	stat := func() (fs.FileInfo, error) {
		info, err := f.f.Stat()
		if err != nil {
			return nil, named("look at", f.name, err)
		}
		return info, nil
	}
	if f.share == nil {
		return stat()
	}
	return ask(f.share, "look at", f.name, stat, nil)
}

// ID says which file it is.
func (f *File) ID() (ID, error) {
	identify := func() (ID, error) {
		id, err := identify(f.f)
		if err != nil {
			return ID{}, named("identify", f.name, err)
		}
		return id, nil
	}
	if f.share == nil {
		return identify()
	}
	return ask(f.share, "identify", f.name, identify, nil)
}

// Close closes the file. One on a share is closed when the share lets it go,
// without an error to tell: it was only read.
func (f *File) Close() error {
	if f.share == nil {
		return f.f.Close()
	}
	f.share.close(f.f)
	return nil
}

// ID names a file on its volume, whatever its path: it survives a rename. On
// some network mounts two files can show the same one, so equal IDs alone
// prove nothing; different ones on a local disk do.
type ID struct{ Volume, Index uint64 }

package folder

import (
	"cmp"
	"io"
	"io/fs"
	"sync"

	"cordwood/backend/decode"
	"cordwood/backend/internal/fsx"
)

// headBytes of a stored file on a share are held after the first look: its format,
// its zone and its id are told from them, and asking for them again costs more
// round trips than all the rest. maxHeads bounds them, as they are held.
const (
	headBytes = decode.HeadSize
	maxHeads  = 16 << 20
)

// input is what is read of a copy: the opened file, or on a share what is held of
// it, with the file behind.
type input interface {
	io.ReaderAt
	Stat() (fs.FileInfo, error)
	ID() (fsx.ID, error)
	Close() error
}

// headed is a file whose first bytes are held.
type headed struct {
	io.ReaderAt
	head []byte
	size int64 // of the whole file, where it is held whole; else -1
}

func (h headed) ReadAt(p []byte, off int64) (int, error) {
	switch {
	case off+int64(len(p)) <= int64(len(h.head)):
		return copy(p, h.head[off:]), nil
	case h.size >= 0 && off <= h.size:
		return copy(p, h.head[off:]), io.EOF
	}
	return h.ReaderAt.ReadAt(p, off)
}

func (e *examined) headed(in io.ReaderAt) headed {
	h := headed{in, e.head, -1}
	if e.size <= int64(len(e.head)) {
		h.size = int64(len(e.head))
	}
	return h
}

// later is a copy on a share that is opened when more is wanted than is held. The
// end of a small one is where the last scan found it; the scan that sees it grow
// tells.
type later struct {
	o *file

	mu sync.Mutex
	in *fsx.File
}

func (l *later) file() (*fsx.File, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.in == nil {
		in, err := l.o.enter()
		if err != nil {
			return nil, err
		}
		l.in = in
	}
	return l.in, nil
}

func (l *later) ReadAt(p []byte, off int64) (int, error) {
	return l.o.at.headed(l.behind()).ReadAt(p, off)
}

// behind reads past what is held.
func (l *later) behind() io.ReaderAt {
	return readerAt(func(p []byte, off int64) (int, error) {
		in, err := l.file()
		if err != nil {
			return 0, err
		}
		return in.ReadAt(p, off)
	})
}

type readerAt func(p []byte, off int64) (int, error)

func (f readerAt) ReadAt(p []byte, off int64) (int, error) { return f(p, off) }

func (l *later) Stat() (fs.FileInfo, error) {
	in, err := l.file()
	if err != nil {
		return nil, err
	}
	return in.Stat()
}

func (l *later) ID() (fsx.ID, error) {
	in, err := l.file()
	if err != nil {
		return fsx.ID{}, err
	}
	return in.ID()
}

func (l *later) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.in == nil {
		return nil
	}
	return l.in.Close()
}

// trim keeps the heads that are held within their bound.
func trim(looks map[string]examined) {
	held := 0
	for path, e := range looks {
		if held += len(e.head); held > maxHeads {
			held -= len(e.head)
			e.head = nil
			looks[path] = e
		}
	}
}

// together does things that wait for a share at once.
func together(all ...func() error) error {
	done := make(chan error, len(all))
	for _, do := range all[1:] {
		go func() { done <- do() }()
	}
	err := all[0]()
	for range all[1:] {
		err = cmp.Or(<-done, err)
	}
	return err
}

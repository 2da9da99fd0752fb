package marks

import (
	"context"
	"errors"
	"io"
	"sync"

	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/inflate"
)

// Source is the log that the marks are of.
type Source interface {
	// Reader streams decoded bytes from an offset to the end.
	Reader(ctx context.Context, offset event.Offset) (io.ReadCloser, error)
	// Resume streams them from a mark to the end.
	Resume(ctx context.Context, m *inflate.Mark) (io.ReadCloser, error)
}

// Reader streams the text of src from offset on, from the mark before it. A mark
// that cannot be read costs the way from the start.
func (f *File) Reader(ctx context.Context, src Source, offset event.Offset) (io.ReadCloser, error) {
	i := f.last(offset)
	if i < 0 {
		return src.Reader(ctx, offset)
	}
	m, err := f.mark(i)
	if err != nil {
		return src.Reader(ctx, offset) //nolint:nilerr // what is read is right all the same
	}
	r, err := src.Resume(ctx, m)
	if err != nil {
		return nil, err
	}
	return &behind{r, int64(offset) - m.Text}, nil
}

// behind is a reader that skips some bytes first.
type behind struct {
	io.ReadCloser
	skip int64
}

func (b *behind) Read(p []byte) (int, error) {
	if b.skip > 0 {
		n, err := io.CopyN(io.Discard, b.ReadCloser, b.skip)
		if b.skip -= n; err != nil {
			return 0, err
		}
	}
	return b.ReadCloser.Read(p)
}

// At reads the text of src anywhere: on from where it stands as long as no mark is
// nearer by more than a jump costs. Safe for use by several goroutines, of which one reads at a time.
func (f *File) At(ctx context.Context, src Source) *At {
	return &At{f: f, ctx: ctx, src: src}
}

// jumpBytes is what is inflated in the time that a jump takes: to open the log, to
// look whether it is still the same, and to read a window.
const jumpBytes = 256 << 10

// At is an io.ReaderAt.
type At struct {
	f   *File
	ctx context.Context
	src Source

	mu sync.Mutex
	r  io.ReadCloser
	at int64 // where r stands
}

// ReadAt is io.ReaderAt on the decoded text.
func (a *At) ReadAt(p []byte, off int64) (n int, err error) {
	if off < 0 {
		return 0, fault.New("read", fault.Invalid, "", "", errors.New("negative offset"))
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if err := a.stand(off); err != nil {
		return 0, err
	}
	n, err = io.ReadFull(a.r, p)
	a.at += int64(n)
	switch {
	case err == io.ErrUnexpectedEOF:
		return n, io.EOF
	case err != nil:
		a.stop()
	}
	return n, err
}

// stand goes to an offset.
func (a *At) stand(off int64) error {
	if i := a.f.last(event.Offset(off)); a.r == nil || a.at > off || i >= 0 && a.f.marks[i].Text-a.at > jumpBytes {
		a.stop()
		r, err := a.f.Reader(a.ctx, a.src, event.Offset(off))
		if err != nil {
			return err
		}
		a.r, a.at = r, off
	}
	n, err := io.CopyN(io.Discard, a.r, off-a.at)
	a.at += n
	if err == io.EOF {
		return nil // it lies behind the end, as the read will say
	}
	return err
}

func (a *At) stop() {
	if a.r != nil {
		a.r.Close()
		a.r = nil
	}
}

// Close ends the reading; the File stays open.
func (a *At) Close() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.stop()
	return nil
}

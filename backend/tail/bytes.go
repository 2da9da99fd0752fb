package tail

import (
	"cmp"
	"context"
	"io"

	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/index"
	"cordwood/backend/search"
)

// moving is a file that may be elsewhere by now. Its id may then be that of a copy, which
// is read as what it is when the scan that saw it is taken.
type moving interface{ Moved() bool }

func stays(f search.File) error {
	if m, ok := f.(moving); ok && m.Moved() {
		return fault.New("read", fault.Changed, f.Name(), "", nil)
	}
	return nil
}

// readerOf opens a file where it is known to be.
func readerOf(ctx context.Context, f search.File, at event.Offset) (io.ReadCloser, error) {
	r, err := f.Reader(ctx, at)
	if err != nil {
		return nil, err
	}
	if err := stays(f); err != nil {
		r.Close()
		return nil, err
	}
	return r, nil
}

// bytesAt reads up to n bytes from an offset; fewer where the file ends.
func bytesAt(ctx context.Context, f search.File, at event.Offset, n int) ([]byte, error) {
	r, err := readerOf(ctx, f, at)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	buf := make([]byte, n)
	got, err := io.ReadFull(r, buf)
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		err = nil
	}
	return buf[:got], err
}

// sizeOf is the present size of a file that can be read anywhere, -1 of another.
func sizeOf(ctx context.Context, f search.File) (event.Offset, error) {
	p, ok := f.(index.Positional)
	if !ok {
		return -1, nil
	}
	at, size, err := p.At(ctx)
	if err != nil || at == nil {
		return -1, err
	}
	return event.Offset(size), cmp.Or(at.Close(), stays(f))
}

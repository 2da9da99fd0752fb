package tail

import (
	"context"
	"io"

	"cordwood/backend/event"
	"cordwood/backend/index"
	"cordwood/backend/search"
)

// bytesAt reads up to n bytes from an offset; fewer where the file ends.
func bytesAt(ctx context.Context, f search.File, at event.Offset, n int) ([]byte, error) {
	r, err := f.Reader(ctx, at)
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
	return event.Offset(size), at.Close()
}

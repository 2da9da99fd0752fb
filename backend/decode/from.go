package decode

import (
	"context"
	"errors"
	"io"

	"cordwood/backend/event"
	"cordwood/backend/fault"
)

// From skips to offset at the first read, and stops with a fault of kind
// Stopped when ctx ends. It ends with io.EOF when offset lies behind the end.
func From(ctx context.Context, r io.ReadCloser, path string, offset event.Offset) io.ReadCloser {
	return &from{ctx: ctx, r: r, path: path, skip: int64(offset)}
}

type from struct {
	ctx  context.Context
	r    io.ReadCloser
	path string
	skip int64
	buf  []byte
}

func (f *from) Read(p []byte) (int, error) {
	for f.skip > 0 {
		if f.buf == nil {
			f.buf = make([]byte, 64<<10)
		}
		n, err := f.read(f.buf[:min(f.skip, int64(len(f.buf)))])
		f.skip -= int64(n)
		if err != nil {
			return 0, err
		}
	}
	f.buf = nil
	return f.read(p)
}

func (f *from) read(p []byte) (int, error) {
	if err := f.ctx.Err(); err != nil {
		return 0, fault.New("read", fault.Stopped, f.path, "", err)
	}
	n, err := f.r.Read(p)
	var named *fault.Error
	if err != nil && err != io.EOF && !errors.As(err, &named) {
		err = fault.New("read", fault.Unreadable, f.path, "", err)
	}
	return n, err
}

func (f *from) Close() error { return f.r.Close() }

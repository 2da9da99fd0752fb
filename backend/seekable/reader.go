package seekable

import (
	"context"
	"io"

	"cordwood/backend/event"
	"cordwood/backend/fault"
)

// Reader gives the decoded text from offset on. It ends with io.EOF, also when
// offset lies behind the end, and with a fault of kind Stopped when ctx ends.
// Closing it leaves the File open.
func (f *File) Reader(ctx context.Context, offset event.Offset) (io.ReadCloser, error) {
	if err := ctx.Err(); err != nil {
		return nil, stopped(err)
	}
	return &reader{ctx: ctx, f: f, at: max(0, int64(offset))}, nil
}

// reader decodes block by block past what the File keeps, so that reading a
// whole log does not drive out what others read here and there.
type reader struct {
	ctx  context.Context
	f    *File
	at   int64
	left []byte // of the block at hand
	buf  []byte
}

func (r *reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, stopped(err)
	}
	if len(r.left) == 0 {
		if r.at >= r.f.size {
			return 0, io.EOF
		}
		b := int(r.at / BlockBytes)
		if r.buf == nil {
			r.buf = make([]byte, BlockBytes)
		}
		text := r.buf[:r.f.length(b)]
		if err := r.f.decode(b, text); err != nil {
			return 0, err
		}
		r.left = text[r.at%BlockBytes:]
	}
	n := copy(p, r.left)
	r.left = r.left[n:]
	r.at += int64(n)
	return n, nil
}

func (r *reader) Close() error { return nil }

func stopped(err error) error { return fault.New("read", fault.Stopped, "", "", err) }

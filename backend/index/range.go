package index

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"math"

	"cordwood/backend/event"
)

// EveryLine takes each physical line for an entry, as grep does.
var EveryLine Fielder = everyLine{}

type everyLine struct{}

func (everyLine) Format() string                 { return "lines" }
func (everyLine) Head([]byte) bool               { return true }
func (everyLine) Event(entry []byte) event.Event { return event.Event{Body: string(entry)} }

// Positional is a Source whose decoded bytes can be read anywhere at the same
// price: a plain file. The size is that of now; at is nil for a file that is not
// so after all; the caller closes it.
type Positional interface {
	At(ctx context.Context) (at ReaderAtCloser, size int64, err error)
}

// ReaderAtCloser is what the name says.
type ReaderAtCloser interface {
	io.ReaderAt
	io.Closer
}

// Range hands to work, in pieces, the entries that begin in [from, to) of a
// file whose bytes can be read anywhere. Ranges that lie side by side give every
// entry once, whoever reads them. buf is the caller's, to be used again.
func Range(ctx context.Context, at io.ReaderAt, f Fielder, from, to event.Offset, buf []byte, work func(*Piece) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	p, ok, err := oneRead(at, f, from, to, buf)
	switch {
	case err != nil:
		return err
	case ok && p == nil:
		return nil
	case ok:
		return work(p)
	}
	return longRange(ctx, at, f, from, to, work)
}

// RangeBuffer is a buffer for ranges of this many bytes.
func RangeBuffer(n int64) []byte { return make([]byte, pageBytes+n+int64(rangeSlack)+1) }

// pageBytes is a page of memory.
const pageBytes = 4096

// oneRead reads the range and a little behind it at once; that is enough unless
// an entry is long. It is nil and true where no entry begins.
func oneRead(at io.ReaderAt, f Fielder, from, to event.Offset, buf []byte) (p *Piece, ok bool, err error) {
	before := min(1, from) // shows whether a line begins at from
	want := int64(to-from) + int64(before) + int64(rangeSlack)
	// What is read stands in its page where it stands in the file's: the system's
	// copy to one byte further on is four times slower on some processors (AMD).
	lead := int64(from-before) % pageBytes
	if int64(len(buf)) < lead+want {
		return nil, false, nil
	}
	buf = buf[lead : lead+want]
	n, err := at.ReadAt(buf, int64(from-before))
	ended := err == io.EOF
	if err != nil && !ended {
		return nil, false, err
	}
	buf = buf[:n]
	first := 0
	if before > 0 {
		if first = headFrom(buf, 0, f, ended); first < 0 {
			return nil, ended, nil
		}
	}
	edge := int(to-from) + int(before)
	if first >= edge {
		return nil, true, nil
	}
	last := len(buf)
	if edge < len(buf) {
		if last = headFrom(buf, edge-1, f, ended); last < 0 {
			if !ended {
				return nil, false, nil
			}
			last = len(buf)
		}
	} else if !ended {
		return nil, false, nil
	}
	if first == last {
		return nil, true, nil
	}
	return &Piece{Offset: from - before + event.Offset(first), Text: buf[first:last:last], Tail: ended && last == len(buf)}, true, nil
}

// headFrom is where the first line that begins behind buf[at] and begins an
// entry lies; -1 when buf does not tell.
func headFrom(buf []byte, at int, f Fielder, ended bool) int {
	for {
		i := bytes.IndexByte(buf[at:], '\n')
		if i < 0 || at+i+1 == len(buf) {
			return -1
		}
		start := at + i + 1
		end := bytes.IndexByte(buf[start:], '\n')
		if end < 0 {
			if !ended {
				return -1
			}
			end = len(buf) - start
		}
		if isHead(buf[start:start+end], f) {
			return start
		}
		at = start + end
		if at == len(buf) {
			return -1
		}
	}
}

// longRange is Range for entries of any length.
func longRange(ctx context.Context, at io.ReaderAt, f Fielder, from, to event.Offset, work func(*Piece) error) error {
	first, err := headBetween(ctx, at, f, from, to)
	if err != nil || first < 0 {
		return err
	}
	c := NewCutter(ctx, io.NewSectionReader(at, int64(first), math.MaxInt64-int64(first)), f, first)
	for {
		p, err := c.Next()
		if p == nil || p.Offset >= to {
			return err
		}
		if end := p.Offset + event.Offset(len(p.Text)); p.Long == nil && end > to {
			if cut := headFrom(p.Text, int(to-p.Offset)-1, f, true); cut > 0 {
				p.Text, p.Tail = p.Text[:cut], false
				return work(p)
			}
		}
		if err := work(p); err != nil {
			return err
		}
	}
}

// headBetween is the first entry's begin in [from, to); -1 when there is none.
func headBetween(ctx context.Context, at io.ReaderAt, f Fielder, from, to event.Offset) (event.Offset, error) {
	if from == 0 {
		return 0, nil
	}
	r := bufio.NewReaderSize(io.NewSectionReader(at, int64(from)-1, math.MaxInt64-int64(from)), MaxText+1)
	for pos, line := from-1, false; pos < to; {
		text, err := r.ReadSlice('\n')
		if line && len(text) > 0 && isHead(bytes.TrimSuffix(text, []byte{'\n'}), f) {
			return pos, nil
		}
		pos += event.Offset(len(text))
		line = err == nil
		for err == bufio.ErrBufferFull && ctx.Err() == nil {
			text, err = r.ReadSlice('\n')
			pos += event.Offset(len(text))
			line = err == nil
		}
		switch {
		case ctx.Err() != nil:
			return -1, ctx.Err()
		case err == io.EOF:
			return -1, nil
		case err != nil:
			return -1, err
		}
	}
	return -1, nil
}

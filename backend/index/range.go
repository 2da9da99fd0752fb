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

// EveryLineTo is EveryLine that tells lines longer than MaxText to long, too.
func EveryLineTo(long LongLines) Fielder { return everyLine{long} }

// LongLines hears each line of which not all is kept.
type LongLines interface {
	// Write takes the next part of the line; it is valid during the call.
	io.Writer
	// End is behind its last part, which has no line end; what it returns stands in
	// Chunk.Heard.
	End() any
}

type everyLine struct{ long LongLines }

// linesOf reports whether f takes physical lines for entries, and who hears the long
// ones; nil: nobody.
func linesOf(f Fielder) (long LongLines, physical bool) {
	e, physical := f.(everyLine)
	return e.long, physical
}

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
// file whose bytes can be read anywhere. A line begins behind a line end, and
// behind a hole. Ranges that lie side by side give every
// entry once, whoever reads them. buf is the caller's, to be used again.
func Range(ctx context.Context, at io.ReaderAt, f Fielder, from, to event.Offset, buf []byte, work func(*Piece) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	p, ok, err := oneRead(ctx, at, f, from, to, buf)
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
func oneRead(ctx context.Context, at io.ReaderAt, f Fielder, from, to event.Offset, buf []byte) (p *Piece, ok bool, err error) {
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
	s := stretch{ctx, at, f, from - before, buf, ended}
	edge := int(to-from) + int(before)
	first := 0
	if before > 0 {
		if zeros(buf) >= min(edge, n) {
			return nil, true, nil // amid a hole, and nothing is read to see where it begins
		}
		if first, err = s.head(1); err != nil || first < 0 {
			return nil, ended, err
		}
	}
	if first >= edge {
		return nil, true, nil
	}
	last := len(buf)
	if edge < len(buf) {
		if last, err = s.head(edge); err != nil || last < 0 && !ended {
			return nil, false, err
		}
		if last < 0 {
			last = len(buf)
		}
	} else if !ended {
		return nil, false, nil
	}
	if first == last {
		return nil, true, nil
	}
	return &Piece{Offset: s.base + event.Offset(first), Text: buf[first:last:last], Tail: ended && last == len(buf)}, true, nil
}

// stretch is a part of a file in memory.
type stretch struct {
	ctx   context.Context
	at    io.ReaderAt // the file
	f     Fielder
	base  event.Offset // of buf
	buf   []byte
	ended bool // the file ends with buf
}

// head is where the first entry begins in buf[from:]; -1 when buf does not tell.
func (s *stretch) head(from int) (int, error) {
	start, err := s.line(from)
	for err == nil && start >= 0 && start < len(s.buf) {
		n := zeros(s.buf[start:])
		if start+n == len(s.buf) && (!s.ended || n >= HoleBytes) {
			break
		}
		if n >= HoleBytes {
			if start += n; s.buf[start] == '\n' {
				start++
				continue
			}
		}
		end := bytes.IndexByte(s.buf[start:], '\n')
		if end < 0 {
			if !s.ended {
				break
			}
			end = len(s.buf) - start
		}
		if s.f.Head(cut(s.buf[start : start+end])) {
			return start, nil
		}
		start += end + 1
	}
	return -1, err
}

// line is where the first line begins in buf[from:], holes being none; -1 when
// buf does not tell. What lies before buf is read where a hole may end.
func (s *stretch) line(from int) (int, error) {
	switch s.buf[from-1] {
	case '\n':
		return from, nil
	case 0:
		n := zeros(s.buf[from:])
		if from+n == len(s.buf) {
			return -1, nil
		}
		is, err := holeBefore(s.ctx, s.at, s.base+event.Offset(from+n))
		if err != nil {
			return -1, err
		}
		if from += n; is && s.buf[from] != '\n' {
			return from, nil
		}
	}
	if i := bytes.IndexByte(s.buf[from:], '\n'); i >= 0 {
		return from + i + 1, nil
	}
	return -1, nil
}

// holeBefore reports whether a hole ends at a place where no NUL is.
func holeBefore(ctx context.Context, at io.ReaderAt, place event.Offset) (bool, error) {
	buf, end := make([]byte, pageBytes), int64(place)
	for end > 0 {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		buf = buf[:min(int64(cap(buf)), end)]
		if n, err := at.ReadAt(buf, end-int64(len(buf))); n < len(buf) {
			return false, err
		}
		rest := bytes.TrimRight(buf, "\x00")
		end -= int64(len(buf) - len(rest))
		if len(rest) > 0 {
			return int64(place)-end >= HoleBytes && rest[len(rest)-1] == '\n', nil
		}
		if cap(buf) < readBytes {
			buf = make([]byte, readBytes)
		}
	}
	return place >= HoleBytes, nil
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
			s := stretch{ctx, bytes.NewReader(p.Text), f, 0, p.Text, true}
			if cut, err := s.head(int(to - p.Offset)); cut > 0 && err == nil {
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
	pos, err := lineBetween(ctx, at, from, to)
	if err != nil || pos < 0 {
		return -1, err
	}
	l := newLines(ctx, io.NewSectionReader(at, int64(pos), math.MaxInt64-int64(pos)), f)
	for l.long = nil; pos < to; {
		ln, err := l.next()
		switch {
		case err == io.EOF:
			return -1, nil
		case err != nil:
			return -1, err
		case !ln.hole && f.Head(ln.text):
			return pos, nil
		}
		pos += event.Offset(ln.length)
	}
	return -1, nil
}

// lineBetween is the first line's begin in [from, to), -1 when there is none. It
// reads forward no further than to: of a line or a hole without an end, every
// range would read the rest.
func lineBetween(ctx context.Context, at io.ReaderAt, from, to event.Offset) (event.Offset, error) {
	r := bufio.NewReader(io.NewSectionReader(at, int64(from)-1, int64(to-from)+1))
	pos := from
	c, err := r.ReadByte()
	if c == 0 && err == nil {
		for c, err = r.ReadByte(); c == 0 && err == nil; c, err = r.ReadByte() {
			pos++
		}
		if err == nil {
			err = r.UnreadByte()
		}
		is := false
		if err == nil {
			is, err = holeBefore(ctx, at, pos)
		}
		if is && c != '\n' {
			return pos, err
		}
	} else if c == '\n' {
		return from, nil
	}
	for err == nil || err == bufio.ErrBufferFull {
		var text []byte
		text, err = r.ReadSlice('\n')
		if pos += event.Offset(len(text)); err == nil && pos < to {
			return pos, nil
		}
	}
	if err == io.EOF {
		err = nil
	}
	return -1, err
}

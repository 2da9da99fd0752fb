package index

import (
	"bytes"
	"context"
	"io"

	"cordwood/backend/event"
)

// Piece is a run of whole entries in memory: its first line begins an entry, and
// where it ends another entry begins, or the bytes end.
type Piece struct {
	Offset event.Offset
	Text   []byte // as it stands in the file; valid while the piece is worked on
	Long   *Chunk // instead of Text: one entry too long to be held, bare
	Tail   bool   // the bytes end here
}

// cutter cuts a stream into pieces, in bounded memory.
type cutter struct {
	ctx  context.Context
	r    io.Reader
	f    Fielder
	at   event.Offset // of rest
	rest []byte       // read, and not yet handed out
	long *scanner     // inside an entry that is too long to be held
	err  error        // of the last read; nothing is read behind it
}

// next is the next piece, in buf or in what replaces it, which is returned for
// the next call. It is nil at the end, and c.err says of what kind.
func (c *cutter) next(buf []byte) (*Piece, []byte) {
	if c.long != nil {
		return c.longPiece(), buf
	}
	// What is read stands in its page where it stands in the file's; see oneRead.
	lead := int(c.at % pageBytes)
	text := c.rest
	for size := max(pieceBytes, 2*len(text)); ; size *= 2 {
		if cap(buf) < pageBytes+size {
			buf = make([]byte, pageBytes+size)
		}
		room := buf[lead : lead+size : lead+size]
		text = c.fill(room[:copy(room, text)])
		if c.err != nil {
			c.rest = nil
			if len(text) == 0 {
				return nil, buf
			}
			return &Piece{Offset: c.at, Text: text, Tail: true}, buf
		}
		if cut := LastHead(text, c.f); cut > 0 {
			p := &Piece{Offset: c.at, Text: text[:cut:cut]}
			c.rest = append(c.rest[:0], text[cut:]...)
			c.at += event.Offset(cut)
			return p, buf
		}
		if len(text) >= heldPiece {
			c.enter(text)
			return c.longPiece(), nil
		}
	}
}

// fill reads until buf is full, or an error.
func (c *cutter) fill(buf []byte) []byte {
	for c.err == nil && len(buf) < cap(buf) {
		if c.err = c.ctx.Err(); c.err != nil {
			break
		}
		var n int
		for tries := 0; n == 0 && c.err == nil; tries++ {
			if n, c.err = c.r.Read(buf[len(buf):cap(buf)]); tries == maxEmptyReads && c.err == nil {
				c.err = io.ErrNoProgress
			}
		}
		buf = buf[:len(buf)+n]
	}
	return buf
}

// LastHead is where the last whole line that begins an entry begins; 0 when
// only the first line may.
func LastHead(text []byte, f Fielder) int {
	end := bytes.LastIndexByte(text, '\n')
	for end > 0 {
		start := bytes.LastIndexByte(text[:end], '\n') + 1
		if start == 0 || isHead(text[start:end], f) {
			return start
		}
		end = start - 1
	}
	return 0
}

func isHead(ln []byte, f Fielder) bool {
	return (len(ln) == 0 || ln[0] != 0 || zeros(ln) < HoleBytes) && f.Head(cut(ln))
}

// enter begins to read over a long entry; buf holds its begin.
func (c *cutter) enter(buf []byte) {
	c.long = &scanner{f: c.f, lines: newLines(c.ctx, io.MultiReader(bytes.NewReader(buf), c.r), c.f)}
	c.long.open(Start{Offset: c.at, Line: 1})
	c.rest = nil
}

// longPiece reads to the head line behind the long entry. Where that line is
// short enough to be held, pieces go on from there.
func (c *cutter) longPiece() *Piece {
	s := c.long
	for {
		ln, err := s.lines.next()
		if err != nil {
			c.long, c.err = nil, err
			got := s.close()
			got.Block.Sum = s.lines.sum
			return &Piece{Offset: got.Block.Offset, Long: got, Tail: true}
		}
		if s.in && s.starts(ln) {
			s.endEntry()
			got := s.chunk
			c.at = got.Block.End()
			if s.lines.start >= 0 {
				c.rest = bytes.Clone(s.lines.buf[s.lines.start:s.lines.hi])
				c.r, c.long = &ending{s.lines.r, s.lines.err}, nil
			} else {
				s.lines.restart()
				s.open(Start{Offset: c.at, Line: 1})
				s.beginEntry()
				s.add(ln)
			}
			return &Piece{Offset: got.Block.Offset, Long: got}
		}
		if !s.in {
			s.beginEntry()
		}
		s.add(ln)
	}
}

// ending is a reader that may have ended already.
type ending struct {
	r   io.Reader
	err error
}

func (e *ending) Read(p []byte) (int, error) {
	if e.err != nil {
		return 0, e.err
	}
	return e.r.Read(p)
}

// Cutter reads pieces one after the other.
type Cutter struct {
	c   cutter
	buf []byte
}

// NewCutter cuts the bytes of r, whose first one lies at an entry's begin.
func NewCutter(ctx context.Context, r io.Reader, f Fielder, at event.Offset) *Cutter {
	return &Cutter{c: cutter{ctx: ctx, r: r, f: f, at: at}}
}

// Next is the next piece, valid until the next call; nil at the end, and the
// error says why it came early.
func (c *Cutter) Next() (*Piece, error) {
	if c.c.err == nil {
		var p *Piece
		if p, c.buf = c.c.next(c.buf); p != nil {
			return p, nil
		}
	}
	if c.c.err == io.EOF {
		return nil, nil
	}
	return nil, c.c.err
}

package index

import (
	"context"
	"io"
	"sync"
	"time"

	"cordwood/backend/event"
)

// Start is where a scan begins: the first byte of an entry.
type Start struct {
	Offset event.Offset
	Line   event.Line
}

// Begin is the start of a file.
var Begin = Start{Line: 1}

// Start is where the block begins.
func (b *Block) Start() Start { return Start{b.Offset, b.Line} }

// next is where the entry behind the block begins.
func (b *Block) next() Start { return Start{b.End(), b.Line + event.Line(b.Lines)} }

// Scan cuts the bytes of r into chunks and hands each to emit, which owns it;
// tail is true for the last one, which ends where the bytes end and not at a
// head line. It returns nil at the end of r, or the error that stopped it; what
// was read before an error of r is emitted first, what was read before the end
// of ctx is not.
//
//	r --lines, Head--> bare chunks --another goroutine: times, levels--> emit
func Scan(ctx context.Context, r io.Reader, f Fielder, at Start, emit func(c *Chunk, tail bool) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	cut := make(chan piece, 2)
	var emitting sync.WaitGroup
	emitting.Go(func() {
		p := peek(f)
		for c := range cut {
			if ctx.Err() != nil {
				continue
			}
			c.finish(p)
			if err := emit(c.Chunk, c.tail); err != nil {
				cancel(err)
			}
		}
	})
	s := &scanner{f: f, lines: newLines(ctx, r, f)}
	err := s.cut(at, cut)
	close(cut)
	emitting.Wait()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

// piece is a bare chunk on its way.
type piece struct {
	*Chunk
	tail bool
}

// cut goes through all lines; it returns nil at their end.
func (s *scanner) cut(at Start, out chan<- piece) error {
	s.open(at)
	for {
		ln, err := s.lines.next()
		if err != nil {
			if err == io.EOF {
				err = nil
			}
			if c := s.close(); c.Block.Length > 0 {
				c.Block.Sum = s.lines.sum
				out <- piece{c, true}
			}
			return err
		}
		if s.starts(ln) {
			s.endEntry()
			if b := &s.chunk.Block; !s.whole && (b.Length >= BlockBytes || b.Entries >= BlockEntries) {
				at := b.next()
				out <- piece{s.chunk, false}
				s.lines.restart()
				s.open(at)
			}
			s.beginEntry()
		}
		s.add(ln)
	}
}

// finish fills in times and severities of a bare chunk.
func (c *Chunk) finish(peek func([]byte) (time.Time, event.Severity)) {
	b := &c.Block
	b.Entries = 0
	var times []int64
	for i := range c.Entries {
		e := &c.Entries[i]
		t, sev := peek(c.Entry(i))
		e.Time, e.Severity = Nanos(t), sev
		b.add(e.Time, sev)
		if e.Time != NoTime {
			times = append(times, e.Time)
		}
	}
	b.settle(times)
}

// ReadBlock reads a block again from r, which stands at its first byte. A
// chunk that is shorter than the block tells that the file was cut.
func ReadBlock(ctx context.Context, r io.Reader, f Fielder, b Block) (*Chunk, error) {
	s := &scanner{f: f, lines: newLines(ctx, io.LimitReader(r, b.Length), f), whole: true}
	return s.block(b, false)
}

// CutBlock is ReadBlock of the block's bytes, which it may overwrite. A bare chunk
// has no times and severities, in its block neither.
func CutBlock(text []byte, f Fielder, b Block, bare bool) (*Chunk, error) {
	long, raw := linesOf(f)
	s := &scanner{f: f, lines: &lines{raw: raw, long: long, buf: text, hi: len(text), err: io.EOF}, whole: true}
	return s.block(b, bare)
}

func (s *scanner) block(b Block, bare bool) (*Chunk, error) {
	s.open(b.Start())
	for {
		ln, err := s.lines.next()
		if err == io.EOF {
			c := s.close()
			if !bare {
				c.finish(peek(s.f))
			}
			return c, nil
		}
		if err != nil {
			return nil, err
		}
		if s.starts(ln) {
			s.endEntry()
			s.beginEntry()
		}
		s.add(ln)
	}
}

// scanner groups lines into entries and entries into one bare chunk at a time.
type scanner struct {
	f     Fielder
	lines *lines
	whole bool // one chunk, however long
	chunk *Chunk
	in    bool // an entry is open: the last span of chunk
	kept  bool // the open entry has text: a further line needs \n before it
	full  bool // the open entry has MaxText
}

func (s *scanner) open(at Start) {
	s.chunk = &Chunk{
		Block:   newBlock(at.Offset, at.Line),
		Text:    make([]byte, 0, BlockBytes+BlockBytes/8),
		Entries: make([]Span, 0, 64),
	}
}

func (s *scanner) starts(ln line) bool { return !s.in || !ln.hole && s.f.Head(ln.text) }

func (s *scanner) beginEntry() {
	b, at := &s.chunk.Block, int32(len(s.chunk.Text))
	s.chunk.Entries = append(s.chunk.Entries, Span{
		From: at, To: at, Line: b.Line + event.Line(b.Lines), Offset: b.End(),
	})
	s.in, s.kept, s.full = true, false, false
}

// add puts a line to the open entry, as far as MaxText allows.
func (s *scanner) add(ln line) {
	c := s.chunk
	e := &c.Entries[len(c.Entries)-1]
	c.Ended = ln.ended
	e.Length += ln.length
	c.Block.Length += ln.length
	if ln.ended || !ln.hole {
		e.Lines++
		c.Block.Lines++
	}
	if ln.heard != nil {
		if c.Heard == nil {
			c.Heard = map[int]any{}
		}
		c.Heard[len(c.Entries)-1] = ln.heard
	}
	if s.full || ln.hole && s.lines.raw { // grep's lines say nothing of holes
		return
	}
	if s.kept {
		c.Text = append(c.Text, '\n')
	}
	s.kept = true
	if room := MaxText - (len(c.Text) - int(e.From)); len(ln.text) > room {
		ln.text, s.full = ln.text[:room], true
	}
	c.Text = append(c.Text, ln.text...)
	s.full = s.full || len(c.Text)-int(e.From) >= MaxText
	e.To = int32(len(c.Text))
}

func (s *scanner) endEntry() {
	if !s.in {
		return
	}
	s.in = false
	c := s.chunk
	e := &c.Entries[len(c.Entries)-1]
	e.Lines = max(e.Lines, 1)
	c.Block.Entries++
}

func (s *scanner) close() *Chunk {
	s.endEntry()
	s.lines.flush()
	return s.chunk
}

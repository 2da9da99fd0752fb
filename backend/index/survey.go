package index

import (
	"bytes"
	"context"
	"hash/crc32"
	"io"
	"time"

	"cordwood/backend/event"
)

// Survey goes once over the bytes of r, which begin at start, and hands out what
// blocks there are, in order; tail is true for the last one, which ends where the
// bytes end and not at a head line. It returns what Pieces returns.
//
// The rider, which may be nil, is shown the pieces, too.
func Survey(ctx context.Context, r io.Reader, f Fielder, at Start, rider Rider, take func(b []Block, tail bool) error) error {
	line := at.Line
	work := func() func(*Piece) (surveyed, error) {
		s, look := newSurveyor(f), func(*Piece, []Block) any { return nil }
		if rider != nil {
			look = rider.Work()
		}
		return func(p *Piece) (surveyed, error) {
			got, err := s.survey(ctx, p)
			if err == nil {
				got.ride = look(p, got.blocks)
			}
			return got, err
		}
	}
	return Pieces(ctx, r, f, at.Offset, workers, work, func(got surveyed) error {
		if rider != nil {
			rider.Take(got.ride)
		}
		for i := range got.blocks {
			b := &got.blocks[i]
			b.Line = line
			line += event.Line(b.Lines)
		}
		return take(got.blocks, got.tail)
	})
}

// Rider looks at the text of a survey while it is in memory, so that reading and
// decoding it once serves all.
type Rider interface {
	// Work begins with one worker's part: what it returns is called for pieces, and
	// their blocks, in any order; of these only place and length are known.
	Work() func(p *Piece, blocks []Block) any
	// Take is given what that returned, in the order of the file.
	Take(got any)
}

// surveyed are the blocks of a piece as if nothing stood before it.
type surveyed struct {
	blocks []Block
	tail   bool
	ride   any
}

// surveyor belongs to one goroutine.
type surveyor struct {
	f    Fielder
	skim func(line []byte) (head bool, nanos int64, sev event.Severity, sure bool)
	peek func(entry []byte) (time.Time, event.Severity)

	times []int64 // of the entries of one block
}

func newSurveyor(f Fielder) *surveyor {
	return &surveyor{f: f, peek: peek(f), skim: Skim(f)}
}

func (s *surveyor) survey(ctx context.Context, p *Piece) (surveyed, error) {
	if p.Long != nil {
		p.Long.finish(s.peek)
		return surveyed{blocks: []Block{p.Long.Block}, tail: p.Tail}, nil
	}
	if blocks := s.blocks(p); blocks != nil {
		return surveyed{blocks: blocks, tail: p.Tail}, nil
	}
	return s.careful(ctx, p)
}

// careful goes over a piece that may have holes.
func (s *surveyor) careful(ctx context.Context, p *Piece) (surveyed, error) {
	got := surveyed{tail: p.Tail}
	err := Scan(ctx, bytes.NewReader(p.Text), s.f, Start{Offset: p.Offset, Line: 1}, func(c *Chunk, tail bool) error {
		if !tail || !p.Tail {
			c.Block.Sum = 0
		}
		got.blocks = append(got.blocks, c.Block)
		return nil
	})
	return got, err
}

// blocks divides a piece. It gives nil where a line begins as a hole does.
func (s *surveyor) blocks(p *Piece) []Block {
	all := make([]Block, 0, len(p.Text)/BlockBytes+2)
	text, entry, start := p.Text, 0, 0
	b := newBlock(p.Offset, 1)
	s.times = s.times[:0]
	nanos, sev, sure := NoTime, event.None, false
	end := func(at int) {
		if !sure {
			t, level := s.peek(lineText(text[entry:at])) // CRs inside are read over
			nanos, sev = Nanos(t), level
		}
		b.add(nanos, sev)
		if nanos != NoTime {
			s.times = append(s.times, nanos)
		}
		b.Length = int64(at - start)
	}
	for at := 0; at < len(text); {
		if text[at] == 0 {
			return nil
		}
		next := len(text)
		if i := bytes.IndexByte(text[at:], '\n'); i >= 0 {
			next = at + i + 1
		}
		head, t, level, known := s.skim(lineText(text[at:next]))
		if head && at > 0 {
			end(at)
			if b.Length >= BlockBytes || b.Entries >= BlockEntries {
				b.settle(s.times)
				all, s.times = append(all, b), s.times[:0]
				b, start = newBlock(b.End(), 1), at
			}
		}
		if head || at == 0 {
			entry, nanos, sev, sure = at, t, level, known && head
		}
		b.Lines++
		at = next
	}
	end(len(text))
	if p.Tail {
		b.Sum = crc32.Checksum(text[start:], castagnoli)
	}
	b.settle(s.times)
	return append(all, b)
}

// lineText is a line, or an entry, without its last line end.
func lineText(b []byte) []byte {
	if n := len(b); n > 0 && b[n-1] == '\n' {
		b = b[:n-1]
	}
	return cut(b)
}

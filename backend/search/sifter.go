package search

import (
	"bytes"
	"context"

	"cordwood/backend/event"
	"cordwood/backend/index"
	"cordwood/backend/match"
)

// sifter is one worker of Sift.
type sifter struct {
	comb
	count bool
	buf   []byte

	unit  *unit
	batch []Found
	held  int // bytes of text in batch
}

func newSifter(s Sieve, f finder) *sifter {
	return &sifter{comb: comb{query: s.Query, within: s.Range, finder: f, physical: s.Lines, numbered: !s.Count, lacking: s.Lacking}, count: s.Count}
}

func (s *sifter) sift(ctx context.Context, u *unit) error {
	if u.settled {
		return nil
	}
	f := s.everyLine()
	if !s.physical {
		var err error
		if f, err = u.file.Fielder(ctx); err != nil {
			return err
		}
	}
	if s.buf == nil && (u.at != nil || u.known != nil) {
		s.buf = index.RangeBuffer(rangeBytes)
	}
	s.enter(ctx, u.family, f)
	s.unit, s.batch, s.held = u, nil, 0
	var err error
	if u.fresh != nil {
		err = s.board(u, f)
	} else {
		err = u.pieces(ctx, f, s.buf, s.look)
	}
	u.cut = s.cut
	if flushed := s.flush(); err == nil {
		err = flushed
	}
	return err
}

// look counts or hands out what matches in a piece.
func (s *sifter) look(p *index.Piece) error {
	switch {
	case !s.count:
		if err := s.piece(p, s.put); err != nil {
			return err
		}
		s.unit.lines += lines(p)
		return nil
	case s.physical && s.finder.sure && p.Long == nil && (s.finder.literal || !index.Holed(p.Text)):
		s.unit.counted += int64(match.CountLines(s.finder.m, p.Text))
		return s.ctx.Err()
	}
	return s.piece(p, func(*raw) error { s.unit.counted++; return nil })
}

// lines of a piece.
func lines(p *index.Piece) event.Line {
	if p.Long != nil {
		return event.Line(p.Long.Block.Lines)
	}
	return event.Line(bytes.Count(p.Text, newline))
}

func (s *sifter) put(e *raw) error {
	f := Found{File: s.unit.file, Fielder: s.fielder, Line: s.unit.lines + e.first, Lines: e.height(), Offset: e.offset, Length: e.length, Text: e.Text()}
	s.batch, s.held = append(s.batch, f), s.held+len(f.Text)
	if s.unit.out == nil || len(s.batch) < batchRows && s.held < batchBytes {
		return nil
	}
	return s.flush()
}

func (s *sifter) flush() error {
	if len(s.batch) == 0 {
		return nil
	}
	select {
	case s.unit.out <- s.batch:
	case <-s.ctx.Done():
	}
	s.batch, s.held = nil, 0
	return s.ctx.Err()
}

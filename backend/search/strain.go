package search

import (
	"context"

	"cordwood/backend/index"
	"cordwood/backend/query"
)

// Strainer finds matches in pieces that its owner reads, as Sift does in files. It
// belongs to one goroutine.
type Strainer struct {
	comb comb
}

// NewStrainer keeps what matches a query; nil matches all.
func NewStrainer(q *query.Query) *Strainer {
	return &Strainer{comb{query: q, finder: newFinder(q, false), numbered: true}}
}

// Piece hands out what matches in a piece of a family's file, which has no entry
// longer than index.MaxText. Lines are counted from the piece's first, which is 1; File
// is left to who knows it.
func (s *Strainer) Piece(ctx context.Context, family string, f Fielder, p *index.Piece, give func(*Found)) error {
	c := &s.comb
	c.enter(ctx, family, f)
	return c.piece(p, func(e *raw) error {
		give(&Found{Fielder: f, Line: e.first, Lines: e.height(), Offset: e.offset, Length: e.length, Text: e.Text()})
		return nil
	})
}

package search

import (
	"cmp"

	"cordwood/backend/event"
	"cordwood/backend/index"
)

// aboard is a ride that a search goes on, too: of a compressed copy of which nothing
// is known, one decompression answers and makes what is kept.
type aboard struct {
	*ride
	sifter *sifter
	left   event.Offset // from where on lines are still to be searched; -1: nowhere
	err    error        // of the search
}

// haul is what the search finds in one piece.
type haul struct {
	found   []Found // lines counted from the piece's start
	counted int64
	lines   event.Line
	cut     bool // see comb
	err     error
}

// board reads the unit's file in a first pass.
func (s *sifter) board(u *unit, f Fielder) error {
	fields, err := u.fresh.fields(s.ctx)
	if err != nil {
		return err
	}
	a := &aboard{ride: u.fresh.riding(u.file), sifter: s, left: -1}
	defer a.abort()
	if err = u.fresh.x.Update(s.ctx, a, fields, nil); err == nil {
		u.fresh.keep(fields)
		a.arrive()
	}
	if a.left >= 0 && a.err == nil {
		return u.stream(s.ctx, u.fresh.source(), f, a.left, s.look) // meets an error again
	}
	return cmp.Or(a.err, err)
}

// boarded is what one piece brings to both.
type boarded struct {
	page any
	haul haul
	left event.Offset
}

// Work makes it an index.Rider.
func (a *aboard) Work() func(p *index.Piece, blocks []index.Block) any {
	ride, s := a.ride.Work(), a.sifter.gatherer()
	return func(p *index.Piece, blocks []index.Block) any {
		b := boarded{page: ride(p, blocks), left: -1}
		if p.Long != nil && s.physical {
			b.left = p.Offset // what is held of it is an entry's begin, not its lines
		} else {
			b.haul = s.gather(p)
		}
		return b
	}
}

// Take hands on what a piece brought.
func (a *aboard) Take(got any) {
	b := got.(boarded)
	a.ride.Take(b.page)
	if a.left < 0 {
		a.left = b.left
	}
	if a.left < 0 && a.err == nil {
		a.err = a.sifter.take(b.haul)
	}
}

// gatherer is a sifter for another goroutine that goes over pieces of the same file.
func (s *sifter) gatherer() *sifter {
	g := &sifter{comb: comb{query: s.query, within: s.within, finder: s.finder.clone(), physical: s.physical, numbered: s.numbered, lacking: s.lacking}, count: s.count}
	f := s.fielder
	if s.physical {
		f = g.everyLine()
	}
	g.enter(s.ctx, s.family, f)
	return g
}

// gather goes over one piece.
func (s *sifter) gather(p *index.Piece) haul {
	s.unit, s.batch, s.held = &unit{}, nil, 0
	err := s.look(p)
	return haul{s.batch, s.unit.counted, s.unit.lines, s.cut, err}
}

// take hands on what a gatherer found in the next piece.
func (s *sifter) take(h haul) error {
	for i := range h.found {
		h.found[i].File = s.unit.file
		h.found[i].Line += s.unit.lines
	}
	s.batch = h.found
	s.cut = s.cut || h.cut
	s.unit.counted += h.counted
	s.unit.lines += h.lines
	return cmp.Or(h.err, s.flush())
}

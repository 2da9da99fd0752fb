package tail

import (
	"context"
	"slices"
	"time"

	"cordwood/backend/event"
	"cordwood/backend/query"
	"cordwood/backend/search"
)

// Entry is one matching entry, or more lines of one.
type Entry struct {
	search.Found // Line is 0 where the file was not read from its start
	Family       string
	More         bool // further lines of an entry that was handed out
}

// Options of a Tail.
type Options struct {
	Query *query.Query // nil matches all
	// Hold is the silence after which an open entry is handed out; lines that come
	// later are More.
	Hold time.Duration
	Give func(*Entry)
	Tell func(search.Notice) // what happened to a file
	Now  func() time.Time    // nil: the clock
}

// Tail follows the chains of one source. It belongs to one goroutine.
type Tail struct {
	opt     Options
	ctx     context.Context // of the call that is under way
	strands []*strand       // in the order in which they were seen
	strain  *search.Strainer
	buf     []byte // of the read that is under way
}

// New follows nothing yet.
func New(o Options) *Tail {
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Tail{opt: o, strain: search.NewStrainer(o.Query), buf: make([]byte, readBytes)}
}

// strand is the files of one family.
type strand struct {
	family string
	spots  []*spot
	gone   []*spot
	away   map[event.FileID]*spot // all that were left, for a file that a scan did not see
}

func (t *Tail) strand(family string) *strand {
	for _, s := range t.strands {
		if s.family == family {
			return s
		}
	}
	s := &strand{family: family}
	t.strands = append(t.strands, s)
	return s
}

// Take takes a chain as it is now; one that is gone has no files. Files are read
// by the next Look.
func (t *Tail) Take(c search.Chain) {
	s := t.strand(c.Family)
	was := map[event.FileID]*spot{}
	for _, sp := range s.spots {
		was[sp.file.ID()], sp.wait = sp, time.Time{} // this is the scan that was waited for
	}
	var now []*spot
	for i, f := range c.Files {
		sp := was[f.ID()]
		switch {
		case sp == nil && s.was(f.ID(), i == len(c.Files)-1) != nil:
			sp = s.back(f.ID())
			sp.file, sp.dirty, sp.retry = f, true, time.Time{}
		case sp == nil:
			sp = &spot{tail: t, strand: s, file: f, dirty: true}
			if len(now) > 0 { // what a late writer put there comes first
				now[len(now)-1].dirty = true
			}
		case sp.file != f:
			sp.file, sp.dirty, sp.retry = f, true, time.Time{}
		}
		// What was emptied before its copy was seen has left its id to it. The live file is
		// never a copy: it is what was copied.
		sp.unsure = i < len(c.Files)-1 && (sp.unsure || sp.end == 0 && !sp.done)
		now = append(now, sp)
	}
	if last := len(now) - 1; last >= 0 && now[last].end == 0 && len(s.spots) > 0 && !slices.Contains(now, s.spots[len(s.spots)-1]) {
		now[last].wait, now[last].was = t.opt.Now().Add(copyWithin), s.spots[len(s.spots)-1]
	}
	t.tell(s, now)
	for _, sp := range s.spots {
		if !slices.Contains(now, sp) {
			s.leave(sp)
			s.aside(sp)
		}
		sp.dirty = sp.dirty || sp.unsure // what it may be a copy of may have changed
	}
	s.spots = now
}

// was is the spot of a file that a scan did not see, if it goes on there. Where a copy
// may have been read further, origin finds out which goes on.
func (s *strand) was(id event.FileID, live bool) *spot {
	if sp := s.away[id]; sp != nil && (sp.done || live) {
		return sp
	}
	return nil
}

// back takes a spot up again.
func (s *strand) back(id event.FileID) *spot {
	sp := s.away[id]
	delete(s.away, id)
	s.gone = slices.DeleteFunc(s.gone, func(o *spot) bool { return o == sp })
	return sp
}

// leave remembers what was read of a file that is not there any more. What is
// held of it may go on in a copy.
func (s *strand) leave(sp *spot) {
	if sp.end == 0 || sp.done {
		return
	}
	s.gone = append(s.gone, sp)
	for len(s.gone) > maxGone {
		s.gone[0].flush()
		s.gone = s.gone[1:]
	}
}

// aside keeps a spot in case that its file is seen again.
func (s *strand) aside(sp *spot) {
	if sp.end == 0 && !sp.done {
		return
	}
	if s.away == nil || len(s.away) >= maxAway {
		s.away = map[event.FileID]*spot{}
	}
	s.away[sp.file.ID()] = sp
}

// tell says what happened to the files of a strand.
func (t *Tail) tell(s *strand, now []*spot) {
	if len(s.spots) == 0 {
		return
	}
	live := s.spots[len(s.spots)-1]
	for _, sp := range s.spots {
		switch {
		case slices.Contains(now, sp):
		case sp == live && len(now) > 0:
			t.opt.Tell(search.Emptied(sp.file.Name(), t.opt.Now()))
		default:
			t.opt.Tell(search.Notice{File: sp.file.Name(), Kind: "removed", Text: "the file is not there any more"})
		}
	}
	if len(now) == 0 || !slices.Contains(now, live) {
		return
	}
	if last := now[len(now)-1]; !slices.Contains(s.spots, last) {
		t.opt.Tell(search.Notice{File: last.file.Name(), Kind: "rotated", Text: "continued from " + live.file.Name()})
	}
}

// Look reads what is new in the files that changed, and hands out entries whose
// files have been silent long enough. It is called again and again.
func (t *Tail) Look(ctx context.Context) {
	t.ctx = ctx
	now := t.opt.Now()
	for _, s := range t.strands {
		for i, sp := range s.spots {
			if !sp.dirty || now.Before(sp.retry) || ctx.Err() != nil {
				continue
			}
			if now.Before(sp.wait) {
				break // what lies behind comes behind it
			}
			if sp.look(ctx, s.spots[:i]); now.Sub(sp.moved) < movedWait {
				break
			}
		}
		for _, sp := range slices.Concat(s.gone, s.spots) {
			sp.settle(now)
		}
	}
}

// Behind is how many bytes are there that the last Look left for the next: its turns
// were too short for them.
func (t *Tail) Behind() int64 {
	var n int64
	for _, s := range t.strands {
		for _, sp := range s.spots {
			n += sp.left
		}
	}
	return n
}

// Flush hands out what is open: nothing more will be read. An entry over which the
// query takes longer than ctx lasts is not.
func (t *Tail) Flush(ctx context.Context) {
	t.ctx = ctx
	for _, s := range t.strands {
		for _, sp := range slices.Concat(s.gone, s.spots) {
			sp.flush()
		}
	}
}

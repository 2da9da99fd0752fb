package search

import (
	"time"

	"cordwood/backend/index"
)

// feed hands out the unscanned blocks of the parts [part, stop) of one lane, in order.
type feed struct {
	r     *result
	at    int // lane
	part  int
	stop  int
	next  int // block of the part
	again bool
	ready *task
	key   int64 // order key up to which the lane was handed out
	ended bool  // nothing is known or under way behind what was handed out
	open  bool  // the part was looked at
	snap  index.Snapshot
	idle  bool
}

func (r *result) feed(lane, from, to int) *feed {
	return &feed{r: r, at: lane, part: from, stop: to, key: index.NoTime}
}

// peek is the next task without taking it; nil when the lane must wait or ended.
func (f *feed) peek() *task {
	l := &f.r.lanes[f.at]
	for f.ready == nil && !f.ended {
		if f.part == f.stop {
			f.ended = true
			return nil
		}
		if !f.open {
			f.enter(l)
		}
		p := &l.parts[f.part]
		switch {
		case f.next < len(f.snap.Sealed):
			f.ready = &task{lane: f.at, part: f.part, block: &f.snap.Sealed[f.next], blocks: f.snap.Sealed, again: f.again}
		case f.next == len(f.snap.Sealed) && f.snap.Tail != nil && f.snap.Tail != p.tail:
			f.ready = &task{lane: f.at, part: f.part, block: f.snap.Tail, blocks: f.snap.Sealed, tail: true, again: f.again}
		case !f.idle:
			return nil
		default:
			f.part, f.open = f.part+1, false
		}
		if f.ready != nil {
			f.late(l)
		}
	}
	return f.ready
}

// whole reports whether all of the parts was handed out, once the pass over each came to
// its end: a file that grows all the time is read to where it ended then.
func (f *feed) whole() bool {
	return f.peek() == nil && (f.ended || f.part == f.stop-1 && f.open && f.snap.Tail != nil)
}

// enter looks at a part's file once for this plan.
func (f *feed) enter(l *lane) {
	p := &l.parts[f.part]
	f.open = true
	f.snap, _, f.idle = p.file.state()
	if f.snap.Epoch != p.epoch {
		if p.scanned() > 0 {
			f.r.note(Emptied(p.file.source().Name(), time.Now()))
		}
		f.r.reset(l, f.part, f.stop)
		p.epoch = f.snap.Epoch
		delete(f.r.failed, p.file)
	}
	if p.scanned() == 0 {
		p.raise(f.key)
	}
	f.r.prune(p)
	f.next, f.again = len(p.hits), p.tail != nil
	f.key = max(f.key, p.key())
}

// late handles rows that come into the middle of the chain, where a copy grew
// although the next file has begun: what lies behind is scanned again.
func (f *feed) late(l *lane) {
	for j := f.part + 1; j < f.stop; j++ {
		if l.parts[j].scanned() > 0 {
			f.r.reset(l, j, f.stop)
			return
		}
	}
}

func (f *feed) take() *task {
	t := f.ready
	f.ready, f.again = nil, false
	f.next++
	f.key = max(f.key, t.block.Last, f.r.lanes[f.at].parts[t.part].lift(t.block.End()-1))
	return t
}

package search

import (
	"context"
	"errors"
	"math"

	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/index"
)

// run is blocks of one part that lie side by side and are scanned at once.
type run struct {
	tasks []*task
}

// runs puts tasks side by side together: as far as they can be read at once or,
// of a file that has one reader, all of them, for two workers would send it back
// and forth. A tail that is scanned again stays alone.
func (r *result) runs(tasks []*task) []run {
	var out []run
	last := map[*part]int{} // tasks of several lanes come mixed
	for _, t := range tasks {
		p := &r.lanes[t.lane].parts[t.part]
		if n, ok := last[p]; ok && out[n].takes(t, p.file.stride(r.ctx)) {
			out[n].tasks = append(out[n].tasks, t)
			continue
		}
		last[p] = len(out)
		out = append(out, run{[]*task{t}})
	}
	return out
}

func (u *run) takes(t *task, stride int64) bool {
	first, last := u.tasks[0], u.tasks[len(u.tasks)-1]
	return !last.again && !t.again && last.block.End() == t.block.Offset &&
		int64(t.block.End()-first.block.Offset) <= stride
}

// scanRun counts the matches of the blocks of a run.
func (r *result) scanRun(c *comb, u run) {
	var todo []*task
	for _, t := range u.tasks {
		if t.again {
			t.err = r.rescan(r.ctx, t)
			return
		}
		switch least, most := r.matcher.bounds(t.block); {
		case least == int64(t.block.Entries):
			t.hit = wholeHit(t.block)
		case most == 0, !r.lanes[t.lane].parts[t.part].pages.may(t.block.Offset, t.block.End()):
			t.hit = noHit
		default:
			todo = append(todo, t)
		}
	}
	if len(todo) == 0 {
		return
	}
	// What is left is read together, the blocks between included.
	err := r.comb(c, todo)
	todo[0].cut = err == nil && c.cut
	if err != nil {
		for _, t := range todo {
			t.hit, t.err = noHit, err
		}
	}
}

var noHit = hit{key: index.NoTime, min: index.NoTime, max: index.NoTime}

func (r *result) comb(c *comb, todo []*task) error {
	l := &r.lanes[todo[0].lane]
	p := &l.parts[todo[0].part]
	fields, err := p.file.fields(r.ctx)
	if err != nil {
		return err
	}
	c.enter(r.ctx, l.family, fields)
	for _, t := range todo {
		t.hit = noHit
	}
	next := 0
	count := func(e *raw) error {
		for next < len(todo) && e.offset >= todo[next].block.End() {
			next++
		}
		if next < len(todo) && e.offset >= todo[next].block.Offset {
			e.look()
			todo[next].hit.count(e.nanos, e.severity)
		}
		return nil
	}
	return p.file.pieces(r.ctx, p.epoch, todo, &c.text, func(piece *index.Piece) error { return c.piece(piece, count) })
}

// count takes one match in.
func (h *hit) count(nanos int64, sev event.Severity) {
	h.cum++
	h.levels[sev.Band()]++
	if nanos == index.NoTime {
		h.untimed++
		return
	}
	if h.min == index.NoTime || nanos < h.min {
		h.min = nanos
	}
	h.max = max(h.max, nanos)
}

// rescan counts the matches of a tail that was scanned before, entry by entry,
// because those that were given have to be found again.
func (r *result) rescan(ctx context.Context, t *task) error {
	l := &r.lanes[t.lane]
	p := &l.parts[t.part]
	// Where it cannot be read again, the rows that were given are gone.
	t.hit, t.changed = noHit, p.count(len(p.hits)) > 0
	c, err := p.file.chunk(ctx, p.epoch, t.blocks, t.block)
	if err != nil {
		return err
	}
	fields, err := p.file.fields(ctx)
	if err != nil {
		return err
	}
	found, err := r.matcher.entries(ctx, c, fields, l.family)
	if err != nil {
		return err
	}
	keys := p.keys(c, len(p.hits), math.MaxInt64)
	t.hit = newHit(c, found)
	t.hit.key = keys[len(keys)-1]
	t.changed = p.differs(c, keys, found)
	return nil
}

// pieces reads the blocks of tasks that lie near each other, in one read where
// the file allows it, and hands them to work.
func (f *file) pieces(ctx context.Context, epoch int, tasks []*task, buf *[]byte, work func(*index.Piece) error) error {
	first, last := tasks[0].block, tasks[len(tasks)-1].block
	at, err := f.anywhere(ctx)
	if err != nil {
		return err
	}
	if at == nil {
		return f.oneByOne(ctx, epoch, tasks, work)
	}
	defer at.Close()
	if n := int64(last.End() - first.Offset); n <= heldBytes {
		if int64(cap(*buf)) < n {
			*buf = make([]byte, n)
		}
		text := (*buf)[:n]
		if got, err := at.ReadAt(text, int64(first.Offset)); int64(got) < n {
			return f.cutShort(err)
		}
		return work(&index.Piece{Offset: first.Offset, Text: text})
	}
	return f.oneByOne(ctx, epoch, tasks, work)
}

func (f *file) cutShort(err error) error {
	var named *fault.Error
	if errors.As(err, &named) {
		return err
	}
	f.update()
	return fault.New("read", fault.Changed, f.source().Name(), "the file was changed; it is being read again", err)
}

// oneByOne reads block by block through the moving reader.
func (f *file) oneByOne(ctx context.Context, epoch int, tasks []*task, work func(*index.Piece) error) error {
	for _, t := range tasks {
		got, _, err := f.body(ctx, epoch, t.blocks, t.block)
		if err != nil {
			return err
		}
		p := &index.Piece{Offset: t.block.Offset, Text: got.text, Long: got.chunk}
		if err := work(p); err != nil {
			return err
		}
	}
	return nil
}

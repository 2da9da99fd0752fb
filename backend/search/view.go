package search

import (
	"context"
	"slices"
	"time"

	"cordwood/backend/event"
	"cordwood/backend/index"
)

// view is an immutable picture of a result: what Rows and the counts read.
type view struct {
	lanes   []lane
	matcher *matcher
	rev     int64
	// Within the view rows are counted from 0, at the position base. The first hidden
	// ones are not shown yet, and total of those behind them are.
	base, hidden, total int64
	begin               int64 // no row is lower that is shown; NoTime when all are
	seen                bool  // rows are shown, if there are any
	exact               bool
	percent             int
	unread              int64
	notices             []Notice
	breaks              []Break
	err                 error
}

// lane is one chain of a view.
type lane struct {
	chain  string // the engine's name of it
	family string // as it is shown
	parts  []part
	first  int // of the parts that have joined; a view has no others
	read   int // of those that were handed out to be scanned, up to first
}

// matched is one row of a block.
type matched struct {
	entry int32
	key   int64
}

// matches finds the rows of block i of a part again.
func (v *view) matches(ctx context.Context, l *lane, p *part, i int) (*index.Chunk, []matched, error) {
	c, err := p.file.chunk(ctx, p.epoch, p.blocks, p.block(i))
	if err != nil {
		return nil, nil, err
	}
	fields, err := p.file.fields(ctx)
	if err != nil {
		return nil, nil, err
	}
	found, err := v.matcher.entries(ctx, c, fields, l.family)
	if err != nil {
		return nil, nil, err
	}
	ms, keys := make([]matched, len(found)), p.keys(c, i, p.hit(i).key)
	for j, e := range found {
		ms[j] = matched{e, keys[e]}
	}
	return c, ms, nil
}

// under is the number of rows of a lane with a key below key: lo for certain,
// hi at most. Both differ only by the rows of the block at (part, block).
func (l *lane) under(key int64) (lo, hi int64, part, block int) {
	reached := index.NoTime
	for i := range l.parts {
		p := &l.parts[i]
		if reached >= key {
			return lo, lo, i, 0
		}
		if b := p.findKey(key); b < p.scanned() {
			return lo + p.before(b), lo + p.before(b) + p.count(b), i, b
		}
		lo += p.rows()
		reached = max(reached, p.key())
	}
	return lo, lo, len(l.parts), 0
}

// rank is the exact number of rows of a lane with a key below key.
func (v *view) rank(ctx context.Context, l *lane, key int64) (int64, error) {
	lo, hi, part, block := l.under(key)
	if lo == hi {
		return lo, nil
	}
	_, ms, err := v.matches(ctx, l, &l.parts[part], block)
	if err != nil {
		return 0, err
	}
	n, _ := slices.BinarySearchFunc(ms, key, func(m matched, k int64) int {
		if m.key < k {
			return -1
		}
		return 1
	})
	return lo + int64(n), nil
}

// position is the place in the result of row n of lane at, which has this key:
// behind the rows of other lanes with a lower key, and with the same key of the
// lanes before it.
func (v *view) position(ctx context.Context, at int, n, key int64) (int64, error) {
	for i := range v.lanes {
		if i == at {
			continue
		}
		k := key
		if i < at {
			k++
		}
		r, err := v.rank(ctx, &v.lanes[i], k)
		if err != nil {
			return 0, err
		}
		n += r
	}
	return n, nil
}

// state sums up the parts.
func (v *view) state() State {
	all := noSums
	for i := range v.lanes {
		for j := range v.lanes[i].parts {
			s := v.lanes[i].parts[j].all()
			all.entries += s.entries
			for band, n := range s.levels {
				all.levels[band] += n
			}
			all.span(s.min, s.max)
			all.cover(s.from, s.to)
		}
	}
	switch {
	case !v.seen:
		all.min, all.max, all.from, all.to = index.NoTime, index.NoTime, index.NoTime, index.NoTime
	case v.hidden > 0 && all.min != index.NoTime:
		all.min, all.from = max(all.min, v.begin), max(all.from, v.begin)
	}
	return State{
		Rev: v.rev, Start: v.base + v.hidden, Total: v.total, Exact: v.exact, Scanned: all.entries, Percent: v.percent, Behind: v.unread, Levels: all.levels,
		First: index.Time(all.min), Last: index.Time(all.max), From: index.Time(all.from), To: index.Time(all.to),
		Notices: v.notices, Breaks: v.breaks, Lacking: v.matcher.lacking.Names(), Err: v.err,
	}
}

// seekTime is the position of the first row at or after t.
func (v *view) seekTime(ctx context.Context, t time.Time) (int64, bool, error) {
	pos := int64(0)
	for i := range v.lanes {
		n, err := v.rank(ctx, &v.lanes[i], index.Nanos(t))
		if err != nil {
			return 0, false, err
		}
		pos += n
	}
	if pos >= v.end() {
		return v.end(), false, nil
	}
	return max(pos, v.hidden), true, nil
}

// seekLine is the position of the first row of the file's chain at or after the
// line.
func (v *view) seekLine(ctx context.Context, id event.FileID, line event.Line) (int64, bool, error) {
	for i := range v.lanes {
		l := &v.lanes[i]
		n, found := int64(0), false
		for j := range l.parts {
			p := &l.parts[j]
			from := 0
			if p.file.id == id {
				found = true
				from = max(0, p.findLine(line))
			}
			if !found {
				n += p.rows()
				continue
			}
			for b := from; b < p.scanned(); b++ {
				if p.count(b) == 0 {
					continue
				}
				c, ms, err := v.matches(ctx, l, p, b)
				if err != nil {
					return 0, false, err
				}
				for k, m := range ms {
					if s := &c.Entries[m.entry]; p.file.id == id && s.Line+event.Line(s.Lines) <= line {
						continue
					}
					pos, err := v.position(ctx, i, n+p.before(b)+int64(k), m.key)
					return pos, pos >= v.hidden && pos < v.end(), err
				}
			}
			n += p.rows()
		}
	}
	return v.end(), false, nil
}

// end is behind the last row.
func (v *view) end() int64 { return v.hidden + v.total }

// findLine is the scanned block in which the line lies.
func (p *part) findLine(line event.Line) int {
	n := p.scanned()
	lo, hi := 0, n
	for lo < hi {
		if mid := (lo + hi) / 2; p.block(mid).Line > line {
			hi = mid
		} else {
			lo = mid + 1
		}
	}
	return lo - 1
}

package search

import (
	"context"
	"math"

	"cordwood/backend/index"
)

// walk goes through a view in the order of its rows. Lanes are merged by key,
// equal keys by lane. A block is read only when one of its rows may be next.
type walk struct {
	view    *view
	cursors []*cursor
}

// cursor stands at one row of a lane, or before a block that is not read yet.
type cursor struct {
	view        *view
	nth         int // of the lanes
	lane        *lane
	part, block int
	chunk       *index.Chunk
	rows        []matched
	at          int
	low         int64 // lower bound of the next key
}

// walkFrom stands at row pos.
func (v *view) walkFrom(ctx context.Context, pos int64) (*walk, error) {
	w := &walk{view: v}
	for i := range v.lanes {
		w.cursors = append(w.cursors, &cursor{view: v, nth: i, lane: &v.lanes[i], low: index.NoTime})
	}
	skip := pos
	if len(w.cursors) == 1 {
		skip -= w.cursors[0].seekRow(pos)
	} else {
		key := v.keyBefore(pos)
		for _, c := range w.cursors {
			n, err := c.seekKey(ctx, key)
			if err != nil {
				return nil, err
			}
			skip -= n
		}
	}
	for _, c := range w.cursors {
		c.settle()
	}
	return w, w.skip(ctx, skip)
}

// keyBefore is the highest key such that certainly no more than pos rows have
// a lower one; found by halving the range of all keys.
func (v *view) keyBefore(pos int64) int64 {
	lo, hi := uint64(0), uint64(math.MaxUint64)
	for lo < hi {
		mid := lo + (hi-lo)/2 + 1
		n := int64(0)
		for i := range v.lanes {
			_, most, _, _ := v.lanes[i].under(fromOrdinal(mid))
			n += most
		}
		if n <= pos {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	return fromOrdinal(lo)
}

// fromOrdinal maps 0..MaxUint64 to MinInt64..MaxInt64.
func fromOrdinal(u uint64) int64 { return int64(u ^ 1<<63) }

// seekRow goes to the block with row pos of the lane and tells how many rows
// lie before that block.
func (c *cursor) seekRow(pos int64) int64 {
	n := int64(0)
	for c.part = range c.lane.parts {
		p := &c.lane.parts[c.part]
		if n+p.rows() > pos {
			c.block = p.findRow(pos - n)
			return n + p.before(c.block)
		}
		n += p.rows()
	}
	c.part = len(c.lane.parts)
	return n
}

// seekKey goes to the first row with at least this key and tells how many rows
// lie before it.
func (c *cursor) seekKey(ctx context.Context, key int64) (int64, error) {
	lo, hi, part, block := c.lane.under(key)
	c.part, c.block = part, block
	c.low = key
	if key == index.NoTime || lo == hi {
		return lo, nil
	}
	if err := c.load(ctx); err != nil {
		return 0, err
	}
	for c.at < len(c.rows) && c.rows[c.at].key < key {
		c.at++
		lo++
	}
	if c.at == len(c.rows) {
		c.nextBlock()
	}
	return lo, nil
}

func (c *cursor) load(ctx context.Context) (err error) {
	c.chunk, c.rows, err = c.view.matches(ctx, c.lane, &c.lane.parts[c.part], c.block)
	c.at = 0
	return err
}

func (c *cursor) nextBlock() {
	c.low = max(c.low, c.lane.parts[c.part].hit(c.block).key)
	c.block++
	c.chunk, c.rows, c.at = nil, nil, 0
}

// settle moves an unread cursor over blocks without rows.
func (c *cursor) settle() {
	for c.chunk == nil && c.part < len(c.lane.parts) {
		p := &c.lane.parts[c.part]
		switch {
		case c.block >= p.scanned():
			c.part, c.block = c.part+1, 0
		case p.count(c.block) == 0:
			c.nextBlock()
		default:
			return
		}
	}
}

func (c *cursor) done() bool { return c.part >= len(c.lane.parts) }

// next is the key of the next row, or a lower bound of it while it is unread.
func (c *cursor) next() int64 {
	if c.chunk != nil {
		return c.rows[c.at].key
	}
	return c.low
}

// first is the cursor whose row is next by what is known, and the one behind it.
func (w *walk) first() (one, two *cursor) {
	for _, c := range w.cursors {
		switch {
		case c.done():
		case one == nil || c.next() < one.next():
			one, two = c, one
		case two == nil || c.next() < two.next():
			two = c
		}
	}
	return one, two
}

// before reports whether a row of c with this key comes before all that the other
// cursor, which may be nil, has still to give.
func (c *cursor) before(key int64, other *cursor) bool {
	return other == nil || key < other.next() || key == other.next() && c.nth < other.nth
}

// row returns the cursor that stands at the next row; nil at the end.
func (w *walk) row(ctx context.Context) (*cursor, error) {
	for {
		c, _ := w.first()
		if c == nil || c.chunk != nil {
			return c, nil
		}
		if err := c.load(ctx); err != nil {
			return nil, err
		}
		if len(c.rows) == 0 {
			c.nextBlock()
			c.settle()
		}
	}
}

// step moves over the row at which c stands.
func (w *walk) step(c *cursor) {
	if c.at++; c.at == len(c.rows) {
		c.nextBlock()
		c.settle()
	}
}

// skip moves over n rows; a block that lies wholly before the rows of all other
// lanes is not read, be it amid thousands of rows of one time.
func (w *walk) skip(ctx context.Context, n int64) error {
	for n > 0 {
		c, other := w.first()
		if c == nil {
			return nil
		}
		if c.chunk == nil {
			p := &c.lane.parts[c.part]
			if count := p.count(c.block); count <= n && c.before(p.hit(c.block).key, other) {
				n -= count
				c.nextBlock()
				c.settle()
				continue
			}
		}
		c, err := w.row(ctx)
		if err != nil || c == nil {
			return err
		}
		w.step(c)
		n--
	}
	return nil
}

// rows collects up to n rows from position pos.
func (v *view) rows(ctx context.Context, pos int64, n int) ([]Row, error) {
	w, err := v.walkFrom(ctx, pos)
	if err != nil {
		return nil, err
	}
	out := make([]Row, 0, n)
	for len(out) < n && pos+int64(len(out)) < v.end() {
		c, err := w.row(ctx)
		if err != nil {
			return out, err
		}
		if c == nil {
			break
		}
		f := c.lane.parts[c.part].file
		fields, err := f.fields(ctx)
		if err != nil {
			return out, err
		}
		out = append(out, Row{
			Pos: pos + int64(len(out)), Family: c.lane.family, File: f.id, Name: f.source().Name(),
			Text:  string(c.chunk.Entry(int(c.rows[c.at].entry))),
			Event: c.chunk.Event(int(c.rows[c.at].entry), fields),
		})
		w.step(c)
	}
	return out, nil
}

package search

import (
	"sort"

	"cordwood/backend/event"
	"cordwood/backend/index"
)

// hit is what one block adds to a result.
type hit struct {
	cum      int64 // matches of the part up to and including this block
	key      int64 // order key of the block's last entry, matched or not: see part.keys
	min, max int64 // times of the matches
	levels   [7]uint16
	untimed  uint16
}

// floor lifts the keys of the entries from an offset on, so that what comes
// late is put behind what was given already. Of the times on either side of a floor none
// says anything of the other side's: what was given keeps its key.
type floor struct {
	from event.Offset
	key  int64
}

// part is one file's share of a result. Its slices only grow, so that a copy of
// the struct is a snapshot.
type part struct {
	file   *file
	merged bool  // with other chains
	from   int64 // order key below which none of its entries is
	// Its keys are those of the whole file, or are given and stay; before, they are
	// those of what was seen so far.
	arranged bool
	epoch    int
	blocks   []index.Block // the sealed ones, as many as hits or more
	hits     []hit         // of the sealed blocks that were scanned
	tail     *index.Block  // the tail that was scanned behind them; may be nil
	last     hit           // of the tail
	floors   []floor
	given    event.Offset // end of what was scanned
	sum      sums         // over hits, without the tail
	pages    pages        // that may have a match
}

// sums are what State tells without looking at every block.
type sums struct {
	entries  int64 // scanned, matched or not
	levels   [7]int64
	min, max int64
	from, to int64 // times of all that was scanned
}

var noSums = sums{min: index.NoTime, max: index.NoTime, from: index.NoTime, to: index.NoTime}

func (s *sums) add(b *index.Block, h *hit) {
	s.entries += int64(b.Entries)
	for band, n := range h.levels {
		s.levels[band] += int64(n)
	}
	s.span(h.min, h.max)
	s.cover(b.Min, b.Max)
}

func (s *sums) span(lo, hi int64) { widen(&s.min, &s.max, lo, hi) }

func (s *sums) cover(lo, hi int64) { widen(&s.from, &s.to, lo, hi) }

// widen makes a span of times hold another one too.
func widen(from, to *int64, lo, hi int64) {
	if lo != index.NoTime && (*from == index.NoTime || lo < *from) {
		*from = lo
	}
	*to = max(*to, hi)
}

// all is the sum with the tail.
func (p *part) all() sums {
	s := p.sum
	if p.tail != nil {
		s.add(p.tail, &p.last)
	}
	return s
}

// put takes a scanned block in, at the place of the tail that it replaces.
func (p *part) put(b *index.Block, tail bool, h hit) {
	h.cum += p.before(len(p.hits))
	if h.key == index.NoTime {
		h.key = b.Last
	}
	h.key = max(h.key, p.low(len(p.hits)), p.lift(b.End()-1))
	p.given = b.End()
	if tail {
		p.tail, p.last = b, h
		p.stay()
		return
	}
	p.tail = nil
	p.hits = append(p.hits, h)
	p.sum.add(b, &h)
}

// scanned is the number of blocks that were scanned.
func (p *part) scanned() int {
	if p.tail != nil {
		return len(p.hits) + 1
	}
	return len(p.hits)
}

func (p *part) block(i int) *index.Block {
	if i == len(p.hits) {
		return p.tail
	}
	return &p.blocks[i]
}

func (p *part) hit(i int) *hit {
	if i == len(p.hits) {
		return &p.last
	}
	return &p.hits[i]
}

// rows is the number of matches.
func (p *part) rows() int64 { return p.before(p.scanned()) }

// before is the number of matches in the blocks before block i.
func (p *part) before(i int) int64 {
	if i == 0 {
		return 0
	}
	return p.hit(i - 1).cum
}

// count is the number of matches in block i.
func (p *part) count(i int) int64 { return p.hit(i).cum - p.before(i) }

// low is the order key before block i.
func (p *part) low(i int) int64 {
	if i == 0 {
		return p.from
	}
	return p.hit(i - 1).key
}

// key is the order key of the last entry that was scanned.
func (p *part) key() int64 {
	if n := p.scanned(); n > 0 {
		return p.hit(n - 1).key
	}
	return index.NoTime
}

// lift is the floor at an offset.
func (p *part) lift(at event.Offset) int64 {
	i := sort.Search(len(p.floors), func(i int) bool { return p.floors[i].from > at })
	if i == 0 {
		return index.NoTime
	}
	return p.floors[i-1].key
}

// stay puts a floor where the tail ends: what comes behind it changes no key of it.
func (p *part) stay() {
	if p.merged {
		p.floors = append(p.floors[:len(p.floors):len(p.floors)], floor{p.given, p.key()})
	}
}

// raise puts a floor under all entries from the end of what was given.
func (p *part) raise(key int64) {
	if key <= p.key() || key <= p.lift(p.given) {
		return
	}
	n := len(p.floors)
	if n > 0 && p.floors[n-1].from == p.given {
		n--
	}
	p.floors = append(p.floors[:n:n], floor{p.given, key})
}

// keys are those by which the entries of block i, which ends at most at high, are merged
// with those of other chains. They never fall: an entry has its own time where that
// counts, and else the key of the entry above it.
func (p *part) keys(c *index.Chunk, i int, high int64) []int64 {
	keys, low := make([]int64, 0, len(c.Entries)), p.low(i)
	for rest := c.Entries; len(rest) > 0; {
		f := sort.Search(len(p.floors), func(i int) bool { return p.floors[i].from > rest[0].Offset })
		n := len(rest)
		if f < len(p.floors) {
			n = sort.Search(n, func(i int) bool { return rest[i].Offset >= p.floors[f].from })
		}
		low = max(low, p.lift(rest[0].Offset))
		for _, k := range index.Keys(rest[:n]) {
			low = max(low, min(k, high))
			keys = append(keys, low)
		}
		rest = rest[n:]
	}
	return keys
}

// findKey is the first scanned block whose last key is at least key.
func (p *part) findKey(key int64) int {
	return sort.Search(p.scanned(), func(i int) bool { return p.hit(i).key >= key })
}

// findRow is the block that holds match n of the part.
func (p *part) findRow(n int64) int {
	return sort.Search(p.scanned(), func(i int) bool { return p.hit(i).cum > n })
}

// newHit counts the matching entries of a block.
func newHit(c *index.Chunk, found []int32) hit {
	h := hit{cum: int64(len(found)), key: index.NoTime, min: index.NoTime, max: index.NoTime}
	for _, i := range found {
		s := &c.Entries[i]
		h.levels[s.Severity.Band()]++
		if s.Time == index.NoTime {
			h.untimed++
			continue
		}
		if h.min == index.NoTime || s.Time < h.min {
			h.min = s.Time
		}
		h.max = max(h.max, s.Time)
	}
	return h
}

// wholeHit is the hit of a block in which everything matches.
func wholeHit(b *index.Block) hit {
	return hit{cum: int64(b.Entries), key: index.NoTime, min: b.Min, max: b.Max, levels: b.Levels, untimed: uint16(b.Untimed)}
}

package search

import (
	"cmp"
	"context"
	"math"
	"slices"

	"cordwood/backend/index"
)

// Of a chain the newest file is read first. Once nothing is left of a file, it joins
// those of its chain that are shown, in front of them. A lone chain shows its newest file
// as it comes; files of several chains join whole, because the keys of a file's rows are
// known when its last block is. Then the rows from the waterline on stand where they stay:
// it is the start of the chain that reaches back least of those that have older files.
//
//	chain 1   [ not read ][ not read ][ joined      ]
//	chain 2                     [ not read ][joined ]
//	chain 3   [ joined (its oldest)                 ]
//	                                  shown  |------>

// older chooses blocks of the files in front of those that have joined, of the chain first
// that sets the waterline, the newest first: nobody waits for the oldest file of a long
// chain to see the newest entries. all says that nothing of them is left.
func (r *result) older(room int) (tasks []*task, all bool) {
	all = true
	for nth, i := range r.behind() {
		l := &r.lanes[i]
		for l.read > 0 {
			if nth == 0 {
				r.eng.passes.next(l.parts[l.read-1].file)
			}
			f := r.feed(i, l.read-1, l.read)
			for len(tasks) < room && f.peek() != nil {
				tasks = append(tasks, f.take())
			}
			if !f.whole() {
				all = false
				break
			}
			l.read--
			all = all && f.ended // a file that still grows joins, and more of it may come
		}
	}
	return tasks, all
}

// behind are the lanes with older files, the one that reaches back least first.
func (r *result) behind() (lanes []int) {
	for i := range r.lanes {
		if r.lanes[i].read > 0 {
			lanes = append(lanes, i)
		}
	}
	slices.SortFunc(lanes, func(a, b int) int {
		return cmp.Or(cmp.Compare(r.lanes[b].begin(), r.lanes[a].begin()), cmp.Compare(b, a))
	})
	return lanes
}

// begin is the key below which no row of the files that have joined is, as far as times
// tell; above all others where none has a time yet.
func (l *lane) begin() int64 {
	if l.first == len(l.parts) || l.first > 0 && l.parts[l.first].from == index.NoTime {
		return math.MaxInt64
	}
	return l.parts[l.first].from
}

// join shows the files that were read whole since the last time.
func (r *result) join() {
	for i := range r.lanes {
		l := &r.lanes[i]
		for l.first > l.read {
			r.fit(l)
			l.first--
			rows := l.parts[l.first].rows()
			r.base -= rows
			if r.seen {
				r.given += rows
				r.hidden += rows
			}
		}
	}
	if r.base < 0 { // files came in front that were not there at first
		r.base = startOf(r.unread())
		r.rev++
	}
}

// fit gives the blocks of the file in front of those that have joined their keys. Where it
// overlaps them the fewer entries give way: its last ones are held where the joined ones
// begin, or the first of these, whose rows were given under other keys, where it ends. Of
// its blocks those are counted of which at least half lies beyond: files whose writers
// overtook each other for a moment move nothing that was given.
func (r *result) fit(l *lane) {
	p := &l.parts[l.first-1]
	p.arrange()
	if l.first == len(l.parts) {
		return
	}
	if !l.parts[l.first].arranged {
		l.parts[l.first].arrange() // of a lone chain
	}
	from := l.parts[l.first].from
	switch over, under := int64(0), int64(0); {
	case p.from == index.NoTime: // it has no times
		p.clamp(from, from)
	case p.key() > from:
		for i := range p.scanned() {
			if b := p.block(i); max(p.low(i), min(b.Middle, p.hit(i).key)) > from {
				over += int64(b.Entries)
			}
		}
		for j := l.first; j < len(l.parts) && over > under; j++ {
			under += l.parts[j].below(r.ctx, p.key())
		}
		if from != index.NoTime && over <= under {
			p.clamp(index.NoTime, from)
			return
		}
		for j := l.first; j < len(l.parts); j++ {
			l.parts[j].clamp(p.key(), math.MaxInt64)
		}
		if r.merged && r.seen {
			r.changed(l, l.first)
		}
	}
}

// below is the number of entries with a lower key, matched or not; a block that cannot be
// read counts whole.
func (p *part) below(ctx context.Context, key int64) (n int64) {
	edge := p.findKey(key)
	for i := range edge {
		n += int64(p.block(i).Entries)
	}
	if edge == p.scanned() || p.low(edge) >= key {
		return n
	}
	c, err := p.file.chunk(ctx, p.epoch, p.blocks, p.block(edge))
	if err != nil {
		return n + int64(p.block(edge).Entries)
	}
	in, _ := slices.BinarySearch(p.keys(c, edge, p.hit(edge).key), key)
	return n + int64(in)
}

// arrange gives what is shown of a lone chain its keys once it was scanned whole. Its
// rows stand where they stand; times are sought by them.
func (r *result) arrange() {
	for i := range r.lanes {
		for j := r.lanes[i].first; !r.merged && j < len(r.lanes[i].parts); j++ {
			if p := &r.lanes[i].parts[j]; !p.arranged {
				p.arrange()
			}
		}
	}
}

// arrange gives the blocks of a file that was scanned whole their keys.
func (p *part) arrange() {
	from, ends := index.Ends(p.scanned(), p.block)
	p.arranged, p.hits = true, slices.Clone(p.hits)
	if p.merged {
		p.floors = nil // of keys that were not known yet
	}
	p.from = max(from, p.from)
	for i, end := range ends {
		p.hit(i).key = max(end, p.from, p.lift(p.block(i).End()-1))
	}
	if p.tail != nil {
		p.stay()
	}
}

// clamp holds the keys of a part between two.
func (p *part) clamp(low, high int64) {
	hold := func(key int64) int64 { return min(max(key, low), high) }
	p.hits, p.floors = slices.Clone(p.hits), slices.Clone(p.floors)
	p.from = hold(p.from)
	for i := range p.scanned() {
		p.hit(i).key = hold(p.hit(i).key)
	}
	for i := range p.floors {
		p.floors[i].key = hold(p.floors[i].key)
	}
}

// waterline counts the rows in front of those that stand where they stay, and remembers
// it. It is asked of a view with all that has joined.
func (r *result) waterline(ctx context.Context, v *view) {
	lanes := r.behind()
	switch {
	case !r.merged || len(lanes) == 0:
		r.hidden, r.seen, r.water = 0, true, water{key: index.NoTime}
		return
	case r.lanes[lanes[0]].begin() == math.MaxInt64:
		return // nothing is known yet of a chain
	}
	at := water{lanes[0], r.lanes[lanes[0]].begin(), r.unread(), r.rev}
	if at == r.water {
		return
	}
	n, err := v.position(ctx, at.lane, 0, at.key)
	if err != nil {
		return // what is shown stays; the next file's waterline is tried again
	}
	r.hidden, r.water, r.seen = n, at, true
	r.raise(at.key + 1)
}

// water is where the waterline was found, and what that depends on.
type water struct {
	lane   int
	key    int64
	unread int
	rev    int64
}

// unread is the number of files that have not joined.
func (r *result) unread() (files int) {
	for i := range r.lanes {
		files += r.lanes[i].first
	}
	return files
}

// startOf is a position below which the rows of so many files have room.
func startOf(files int) int64 { return int64(files) * maxFileRows }

package search

import (
	"sync"

	"cordwood/backend/fault"
	"cordwood/backend/index"
)

// task is one block to scan.
type task struct {
	lane, part int
	block      *index.Block
	blocks     []index.Block
	tail       bool
	again      bool // it replaces the tail that was scanned
	hit        hit
	changed    bool // rows that were given are others now
	cut        bool // see comb
	err        error
}

// run scans until the result is closed: all there is, then what is new.
//
//	files' indexes --plan--> tasks in the order of rows --match--> hits --publish--> view
func (r *result) run() {
	defer r.eng.background.Done()
	defer r.finish.Do(func() { close(r.done) })
	for {
		wake := r.eng.news.next()
		r.regrow()
		tasks, ended, waiting := r.plan()
		if len(tasks) > 0 {
			if !r.eng.scans.enter(r.ctx) {
				break
			}
			r.match(tasks)
			r.eng.scans.leave()
			if r.ctx.Err() != nil {
				break
			}
			r.apply(tasks)
		}
		r.publish(ended, waiting)
		if ended {
			r.settle()
			r.finish.Do(func() { close(r.done) })
		}
		if len(tasks) > 0 {
			continue
		}
		select {
		case <-wake:
		case <-r.ctx.Done():
		}
		if r.ctx.Err() != nil {
			break
		}
	}
	if v := r.now.Load(); !v.exact {
		stopped := *v
		stopped.err = fault.New("search", fault.Stopped, "", "", r.ctx.Err())
		r.now.Store(&stopped)
	}
}

// settle remembers that all rows so far were given: what comes later is put
// behind them.
func (r *result) settle() {
	if len(r.lanes) < 2 {
		return
	}
	for _, l := range r.lanes {
		for i := range l.parts {
			if k := l.parts[i].key(); k != index.NoTime {
				r.above = max(r.above, k+1)
			}
		}
	}
	for i := range r.lanes {
		for j := range r.lanes[i].parts {
			p := &r.lanes[i].parts[j]
			p.raise(r.above)
			if len(p.floors) > maxFloors {
				r.restart()
				return
			}
		}
	}
}

// restart forgets all hits; the indexes stay.
func (r *result) restart() {
	r.above = index.NoTime
	for i := range r.lanes {
		r.reset(&r.lanes[i], 0, len(r.lanes[i].parts))
	}
	r.eng.news.tell()
}

// reset scans the parts [from, to) of a lane again. Rows that were given may
// change.
func (r *result) reset(l *lane, from, to int) {
	for j := from; j < to; j++ {
		if l.parts[j].scanned() > 0 {
			r.changed(j)
		}
		l.parts[j] = r.newPart(l.parts[j].file, r.above)
	}
}

// changed says that rows of a part were given and may be others now.
func (r *result) changed(part int) {
	if part >= r.first {
		r.rev++
		r.total = 0
	}
}

// plan chooses the next blocks, in the order of their keys over all lanes, and
// then those of older files. ended says that nothing else is known or under way;
// waiting is the lowest key that a lane may still bring after the tasks.
func (r *result) plan() (tasks []*task, ended bool, waiting int64) {
	its := make([]*feed, len(r.lanes))
	for i := range r.lanes {
		its[i] = r.feed(i, r.first, len(r.lanes[i].parts))
	}
	ended = true
	for len(tasks) < stepBlocks {
		var next *feed
		for _, f := range its {
			if f.peek() != nil && (next == nil || f.key < next.key) {
				next = f
			}
		}
		if next == nil {
			break
		}
		tasks = append(tasks, next.take())
	}
	waiting = int64(1<<63 - 1)
	for _, f := range its {
		if f.peek() != nil || !f.ended {
			ended = false
			waiting = min(waiting, f.key)
		}
	}
	older, all := r.older(stepBlocks - len(tasks))
	return append(tasks, older...), ended && all, waiting
}

// older chooses blocks of the files in front of those that are shown, the newest
// first. Once nothing is left of such a file, its rows are shown: nobody waits for
// the oldest file of a long chain to see the newest entries.
func (r *result) older(room int) (tasks []*task, all bool) {
	for r.first > 0 {
		f := r.feed(0, r.first-1, r.first)
		for len(tasks) < room && f.peek() != nil {
			tasks = append(tasks, f.take())
		}
		if !f.ended {
			return tasks, false
		}
		r.first--
	}
	return tasks, true
}

// uncover gives the rows of files that are shown from now on their positions.
func (r *result) uncover() {
	for ; r.shown > r.first; r.shown-- {
		r.start -= r.lanes[0].parts[r.shown-1].rows()
	}
	if r.start < 0 { // files came in front that were not there at first
		r.start = startOf(r.first)
		r.rev++
	}
}

// startOf is a position below which the rows of so many files have room.
func startOf(files int) int64 { return int64(files) * maxFileRows }

// match fills in the hits, some runs at a time.
func (r *result) match(tasks []*task) {
	todo := make(chan run)
	var all sync.WaitGroup
	for range min(workers, len(tasks)) {
		all.Go(func() {
			c := r.combs.Get().(*comb)
			defer r.combs.Put(c)
			for u := range todo {
				if r.ctx.Err() == nil {
					r.scanRun(c, u)
				}
			}
		})
	}
	for _, u := range r.runs(tasks) {
		todo <- u
	}
	close(todo)
	all.Wait()
}

// differs reports whether the entries that the tail had count or sort otherwise
// now: the last one may have been incomplete.
func (p *part) differs(c *index.Chunk, keys []int64, found []int32) bool {
	n := int64(0)
	for _, i := range found {
		if c.Entries[i].Offset < p.given {
			n++
		}
	}
	key := index.NoTime
	for i := range c.Entries {
		if c.Entries[i].Offset < p.given {
			key = keys[i]
		}
	}
	return n != p.last.cum-p.before(len(p.hits)) || p.merged && key != p.last.key
}

// apply takes the hits in, in order.
func (r *result) apply(tasks []*task) {
	for _, t := range tasks {
		p := &r.lanes[t.lane].parts[t.part]
		if t.err != nil {
			name := p.file.source().Name()
			r.failed[p.file] = Broken(name, t.err)
		} else if _, failed := r.failed[p.file]; t.cut && !failed {
			r.failed[p.file] = TooLong(p.file.source().Name())
		}
		if t.changed {
			r.changed(t.part)
		}
		p.blocks = t.blocks
		p.put(t.block, t.tail, t.hit)
	}
}

package search

import (
	"math"
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
		if waiting == math.MaxInt64 {
			r.arrange()
		}
		r.publish(ended, waiting)
		if waiting == math.MaxInt64 {
			r.settle()
		}
		if ended {
			r.finish.Do(func() { close(r.done) })
		}
		if len(tasks) > 0 {
			continue
		}
		select {
		case <-wake:
		case <-r.nextTry():
			r.tryAgain()
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

// settle remembers that all rows of what has joined were given: what comes later is
// put behind them.
func (r *result) settle() {
	if !r.merged || !r.seen {
		return
	}
	for _, l := range r.lanes {
		for i := l.first; i < len(l.parts); i++ {
			if k := l.parts[i].key(); k != index.NoTime {
				r.above = max(r.above, k+1)
			}
		}
	}
	if r.raise(r.above) > maxFloors {
		r.restart()
	}
}

// raise puts all that is still to come behind a key. It returns the most floors of a part.
func (r *result) raise(key int64) (most int) {
	r.above = max(r.above, key)
	for i := range r.lanes {
		for j := r.lanes[i].first; j < len(r.lanes[i].parts); j++ {
			p := &r.lanes[i].parts[j]
			p.raise(r.above)
			most = max(most, len(p.floors))
		}
	}
	return most
}

// restart forgets all hits; the indexes stay.
func (r *result) restart() {
	r.above = index.NoTime
	for i := range r.lanes {
		l := &r.lanes[i]
		r.reset(l, 0, len(l.parts))
		l.first, l.read = len(l.parts), len(l.parts)
	}
	r.given, r.hidden, r.seen, r.base = 0, 0, false, startOf(r.unread())
	r.eng.news.tell()
}

// reset scans the parts [from, to) of a lane again. Rows that were given may
// change.
func (r *result) reset(l *lane, from, to int) {
	for j := from; j < to; j++ {
		above := index.NoTime
		if j >= l.first {
			above = r.above
		}
		if l.parts[j].scanned() > 0 {
			r.changed(l, j)
		}
		l.parts[j] = r.newPart(l.parts[j].file, above)
	}
}

// changed says that rows of a part were given and may be others now.
func (r *result) changed(l *lane, part int) {
	if part >= l.first {
		r.rev++
		r.given = 0
	}
}

// plan chooses the next blocks, in the order of their keys over all lanes, and
// then those of older files. ended says that nothing else is known or under way;
// waiting is the lowest key that what has joined of a lane may still bring after the tasks.
func (r *result) plan() (tasks []*task, ended bool, waiting int64) {
	its := make([]*feed, len(r.lanes))
	for i := range r.lanes {
		its[i] = r.feed(i, r.lanes[i].first, len(r.lanes[i].parts))
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
	waiting = math.MaxInt64
	for _, f := range its {
		if f.peek() != nil || !f.ended {
			ended = false
			waiting = min(waiting, f.key)
		}
	}
	for _, f := range its {
		if !r.merged && !f.whole() {
			return tasks, false, waiting // its times are not known, by which older ones are fitted
		}
	}
	older, all := r.older(stepBlocks - len(tasks))
	return append(tasks, older...), ended && all, waiting
}

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
		switch bad, failed := r.failed[p.file]; {
		case t.err != nil && bad.at == nil:
			r.failed[p.file] = failure{Broken(p.file.source().Name(), t.err), t}
		case t.cut && !failed:
			r.failed[p.file] = failure{Notice: TooLong(p.file.source().Name())}
		}
		if t.changed {
			r.changed(&r.lanes[t.lane], t.part)
		}
		p.blocks = t.blocks
		p.put(t.block, t.tail, t.hit)
	}
}

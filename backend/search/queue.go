package search

import (
	"cmp"
	"container/heap"
	"context"
	"sync"
)

// queue lets a bounded number of first passes run: first over the files of the
// result that was opened last, of these over the newest file of each chain, then
// over those before it.
type queue struct {
	mu      sync.Mutex
	free    int
	asked   int
	opened  int // results
	waiting turns
}

// precedence of one file, guarded by the queue's lock.
type precedence struct {
	opened int // the result that waits for it; 0 for none
	age    int // how many files of its chain are newer
}

// turn is one pass that waits or runs.
type turn struct {
	file  *file
	nth   int
	ready chan struct{}
	at    int // in the heap; -1 outside
}

// ask stands in the queue; without anybody before it, the turn has come.
func (q *queue) ask(f *file) *turn {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.asked++
	t := &turn{file: f, nth: q.asked, ready: make(chan struct{}), at: -1}
	if q.free > 0 {
		q.free--
		close(t.ready)
	} else {
		heap.Push(&q.waiting, t)
	}
	return t
}

// wait returns when the turn has come, and then leave must be called; false
// when ctx ended before.
func (q *queue) wait(ctx context.Context, t *turn) bool {
	select {
	case <-t.ready:
		if ctx.Err() == nil {
			return true
		}
		q.leave()
		return false
	case <-ctx.Done():
	}
	q.mu.Lock()
	if t.at >= 0 {
		heap.Remove(&q.waiting, t.at)
		q.mu.Unlock()
		return false
	}
	q.mu.Unlock()
	q.leave()
	return false
}

// leave gives the turn to the next.
func (q *queue) leave() {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.waiting.Len() == 0 {
		q.free++
		return
	}
	close(heap.Pop(&q.waiting).(*turn).ready)
}

// order notes the ages of a chain's files, oldest file first.
func (q *queue) order(chain []*file) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for i, f := range chain {
		f.precedence.age = len(chain) - 1 - i
	}
	heap.Init(&q.waiting)
}

// next puts a file beside the newest ones of all chains: a result waits for it.
func (q *queue) next(f *file) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if f.precedence.age > 0 {
		f.precedence.age = 0
		heap.Init(&q.waiting)
	}
}

// hurry puts the files that a result waits for before all others.
func (q *queue) hurry(chains ...[]*file) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.opened++
	for _, c := range chains {
		for _, f := range c {
			f.precedence.opened = q.opened
		}
	}
	heap.Init(&q.waiting)
}

// turns is a heap, the next turn first.
type turns []*turn

func (t turns) Len() int { return len(t) }

func (t turns) Less(i, j int) bool {
	a, b := &t[i].file.precedence, &t[j].file.precedence
	return cmp.Or(cmp.Compare(b.opened, a.opened), cmp.Compare(a.age, b.age), cmp.Compare(t[i].nth, t[j].nth)) < 0
}

func (t turns) Swap(i, j int) {
	t[i], t[j] = t[j], t[i]
	t[i].at, t[j].at = i, j
}

func (t *turns) Push(v any) {
	w := v.(*turn)
	w.at = len(*t)
	*t = append(*t, w)
}

func (t *turns) Pop() any {
	last := len(*t) - 1
	w := (*t)[last]
	(*t)[last], *t = nil, (*t)[:last]
	w.at = -1
	return w
}

package sharetest

import (
	"sync"
	"time"
)

// rounds hold all calls until nobody sends another, and then answer them at once:
// that is one round trip of a line that is slow and wide. Their number is what a
// client waits for, whatever the line's delay. A machine that is busy can only
// split a round.
type rounds struct {
	mu      sync.Mutex
	n       int
	waiting chan struct{} // closed when the round ends; nil between rounds
	last    *time.Timer
}

// quiet ends a round: nothing was sent for so long.
const quiet = 50 * time.Millisecond

func (r *rounds) wait() {
	r.mu.Lock()
	if r.waiting == nil {
		r.n++
		r.waiting = make(chan struct{})
		r.last = time.AfterFunc(quiet, func() { r.end() })
	} else {
		r.last.Reset(quiet)
	}
	w := r.waiting
	r.mu.Unlock()
	<-w
}

func (r *rounds) end() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.waiting != nil {
		close(r.waiting)
		r.waiting = nil
	}
	return r.n
}

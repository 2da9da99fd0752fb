package app

import (
	"sync"
	"time"
)

// tickEvery bounds events: at most twenty a second leave the hub, because the
// window evaluates each one as script.
const tickEvery = 50 * time.Millisecond

// hub coalesces ticks by kind and id, and hands them to every subscriber.
type hub struct {
	mu      sync.Mutex
	pending map[[2]string]Tick
	order   [][2]string
	subs    map[chan Tick]struct{}
	wake    chan struct{}
	done    chan struct{}
}

func newHub() *hub {
	h := &hub{
		pending: map[[2]string]Tick{}, subs: map[chan Tick]struct{}{},
		wake: make(chan struct{}, 1), done: make(chan struct{}),
	}
	go h.run()
	return h
}

// emit replaces a waiting tick of the same kind and id. It never blocks.
func (h *hub) emit(t Tick) {
	key := [2]string{t.Kind, t.ID}
	h.mu.Lock()
	if _, ok := h.pending[key]; !ok {
		h.order = append(h.order, key)
	}
	h.pending[key] = t
	h.mu.Unlock()
	select {
	case h.wake <- struct{}{}:
	default:
	}
}

func (h *hub) run() {
	pace := time.NewTicker(tickEvery)
	defer pace.Stop()
	for {
		select {
		case <-h.done:
			return
		case <-h.wake:
		}
		for h.sendOne() {
			select {
			case <-pace.C:
			case <-h.done:
				return
			}
		}
	}
}

// sendOne hands out the oldest waiting tick; false when none waits. A
// subscriber that does not keep up misses ticks: each only says "ask again".
func (h *hub) sendOne() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.order) == 0 {
		return false
	}
	key := h.order[0]
	h.order = h.order[1:]
	t := h.pending[key]
	delete(h.pending, key)
	for c := range h.subs {
		select {
		case c <- t:
		default:
		}
	}
	return true
}

func (h *hub) subscribe() (ticks <-chan Tick, cancel func()) {
	c := make(chan Tick, 64)
	h.mu.Lock()
	h.subs[c] = struct{}{}
	h.mu.Unlock()
	return c, func() {
		h.mu.Lock()
		delete(h.subs, c)
		h.mu.Unlock()
	}
}

func (h *hub) close() { close(h.done) }

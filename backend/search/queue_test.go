package search

import (
	"context"
	"slices"
	"testing"
)

// The passes come in the order of what is waited for: the result opened last, in
// it the newest file, and otherwise who asked first.
func TestQueue(t *testing.T) {
	f := func(say string, hurry func(q *queue, a, b []*file), want ...string) {
		t.Helper()
		ctx := t.Context()
		q := queue{free: 1}
		chain := func(names ...string) (c []*file) {
			for _, n := range names {
				c = append(c, &file{src: (&memory{name: n}).face()})
			}
			q.order(c)
			return c
		}
		running := q.ask(&file{})
		a, b := chain("a1", "a2", "a3"), chain("b1", "b2")
		var turns []*turn
		for _, f := range slices.Concat(a, b) {
			turns = append(turns, q.ask(f))
		}
		hurry(&q, a, b)
		gone, cancel := context.WithCancel(ctx)
		cancel()
		if q.wait(gone, turns[1]) {
			t.Errorf("%s: a2 ran although nobody waits for it", say)
		}
		var order []string
		for q.leave(); len(order) < 4; q.leave() {
			for _, w := range turns {
				if isClosed(w.ready) && !slices.Contains(order, w.file.src.Name()) {
					order = append(order, w.file.src.Name())
				}
			}
		}
		if !slices.Equal(order, want) {
			t.Errorf("%s: order %v, want %v", say, order, want)
		}
		if !q.wait(ctx, running) || q.free != 1 {
			t.Errorf("%s: free %d", say, q.free)
		}
	}
	f("two results", func(q *queue, a, b []*file) { q.hurry(a); q.hurry(b) }, "b2", "b1", "a3", "a1")
	f("one result of both", func(q *queue, a, b []*file) { q.hurry(a, b) }, "a3", "b2", "b1", "a1")
	f("and it waits for one", func(q *queue, a, b []*file) { q.hurry(a, b); q.next(b[0]) }, "a3", "b1", "b2", "a1")
}

func isClosed(c chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

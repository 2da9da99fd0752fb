package sample

import (
	"container/heap"
	"time"
)

// step is something that happens at one moment.
type step struct {
	at  time.Time
	seq int // steps of one moment happen in the order in which they were planned
	do  func()
}

// agenda holds the steps to come, soonest first.
type agenda struct {
	steps steps
	seq   int
}

func (a *agenda) add(at time.Time, do func()) {
	a.seq++
	heap.Push(&a.steps, step{at, a.seq, do})
}

// next is the time of the soonest step; false when nothing is planned.
func (a *agenda) next() (time.Time, bool) {
	if len(a.steps) == 0 {
		return time.Time{}, false
	}
	return a.steps[0].at, true
}

func (a *agenda) take() step { return heap.Pop(&a.steps).(step) }

type steps []step

func (s steps) Len() int { return len(s) }
func (s steps) Less(i, j int) bool {
	if !s[i].at.Equal(s[j].at) {
		return s[i].at.Before(s[j].at)
	}
	return s[i].seq < s[j].seq
}
func (s steps) Swap(i, j int) { s[i], s[j] = s[j], s[i] }
func (s *steps) Push(x any)   { *s = append(*s, x.(step)) }
func (s *steps) Pop() any {
	old := *s
	last := old[len(old)-1]
	old[len(old)-1] = step{}
	*s = old[:len(old)-1]
	return last
}

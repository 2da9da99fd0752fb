package app

import (
	"context"
	"sync"
	"time"

	"cordwood/backend/search"
)

// looking runs the first pass over a source's families, one after the other,
// and again after one changed.
type looking struct {
	o      *opened
	ctx    context.Context
	cancel context.CancelFunc
	done   chan struct{}

	counted map[string]time.Time    // when a family's last day was counted
	uncount map[string]search.Chain // families that grew since
	aging   map[string]search.Chain // families with entries in the day, which get older without growing

	mu   sync.Mutex
	todo []search.Chain // a family waits once
	wake chan struct{}
}

const (
	lookAgain  = time.Second      // between two passes over a growing family
	countAgain = 10 * time.Second // between two counts of its last day, which read the day again
	ageAgain   = time.Minute      // between two counts of a family that does not grow
)

func newLooking(o *opened, first []search.Chain) *looking {
	ctx, cancel := context.WithCancel(o.ctx)
	l := &looking{
		o: o, ctx: ctx, cancel: cancel, done: make(chan struct{}), wake: make(chan struct{}, 1), todo: first,
		counted: map[string]time.Time{}, uncount: map[string]search.Chain{}, aging: map[string]search.Chain{},
	}
	go l.run()
	return l
}

// look asks for a pass over the chain; a waiting one of the same family is
// replaced.
func (l *looking) look(c search.Chain) {
	l.mu.Lock()
	for i := range l.todo {
		if l.todo[i].Family == c.Family {
			l.todo[i] = c
			l.mu.Unlock()
			return
		}
	}
	l.todo = append(l.todo, c)
	l.mu.Unlock()
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

func (l *looking) next() (search.Chain, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.todo) == 0 {
		return search.Chain{}, false
	}
	c := l.todo[0]
	l.todo = l.todo[1:]
	return c, true
}

func (l *looking) run() {
	defer close(l.done)
	again := time.NewTicker(countAgain)
	defer again.Stop()
	for {
		for c, ok := l.next(); ok; c, ok = l.next() {
			l.pass(c)
			if l.ctx.Err() != nil {
				return
			}
		}
		select {
		case <-l.ctx.Done():
			return
		case <-again.C:
			for _, c := range l.uncount {
				l.pass(c)
			}
			for _, c := range l.aging {
				if time.Since(l.counted[c.Family]) >= ageAgain {
					l.pass(c)
				}
			}
			continue
		case <-l.wake:
		}
		select {
		case <-l.ctx.Done():
			return
		case <-time.After(lookAgain):
		}
	}
}

// pass brings a family's summary up to date, and the count of its last day
// unless that was made a moment ago.
func (l *looking) pass(c search.Chain) {
	s, err := l.o.engine.Summary(l.ctx, c)
	if err != nil {
		return
	}
	day := l.o.today(c.Family)
	day.Last = s.Last
	if time.Since(l.counted[c.Family]) >= countAgain {
		day = l.lastDay(c, s)
		l.counted[c.Family] = time.Now()
		delete(l.uncount, c.Family)
		if delete(l.aging, c.Family); day.ages(l.o) {
			l.aging[c.Family] = c
		}
	} else {
		l.uncount[c.Family] = c
	}
	l.o.setSummary(c.Family, s, day)
}

func (l *looking) close() {
	l.cancel()
	<-l.done
}

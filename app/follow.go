package app

import (
	"context"
	"slices"
	"time"

	"cordwood/backend/fault"
	"cordwood/backend/ingest"
	"cordwood/backend/search"
	"cordwood/backend/tail"
)

const (
	// followEvery is how often a followed source is looked at; its files are read
	// only when the watch saw that they changed.
	followEvery = 100 * time.Millisecond
	// beginTries is how often following begins again because a file moved meanwhile.
	beginTries = 20
	// flushWithin is how long a slow expression may take over what is open when
	// following is ended.
	flushWithin = 40 * time.Millisecond
)

// Listener is to whom Follow hands out what.
type Listener struct {
	N    int           // the last matches, before what is new
	Hold time.Duration // see tail.Options
	Give func(*tail.Entry)
	Tell func(search.Notice)
	// After is called when what was read was handed out, so many bytes of what is there
	// being left to read; an error ends following.
	After func(behind int64) error
}

// Follow hands out the last matches of a request, and then each new one as it
// comes, until ctx ends or, in a bundle, there is nothing to come. Where the query
// is not valid, the state says so and nothing is read.
func (a *App) Follow(ctx context.Context, r LogRequest, f Listener) (LogState, error) {
	o, err := a.source(r.Source)
	if err != nil {
		return LogState{}, err
	}
	q, state := o.parseLogs(r)
	if q == nil {
		return state, nil
	}
	give := func(e *tail.Entry) { state.Total++; f.Give(e) }
	t := tail.New(tail.Options{Query: q, Hold: f.Hold, Give: give, Tell: f.Tell})
	seen, err := o.beginTail(ctx, t, f.N)
	if err == nil {
		err = f.After(0)
	}
	tick, now := time.NewTicker(followEvery), make(chan time.Time)
	defer tick.Stop()
	close(now)
	var silent time.Time
	for err == nil && o.files.Live() {
		wait := tick.C
		if t.Behind() > 0 {
			wait = now
		}
		select {
		case <-ctx.Done():
			last, end := context.WithTimeout(context.WithoutCancel(ctx), flushWithin)
			defer end()
			t.Flush(last)
			return state, f.After(0)
		case <-wait:
		}
		silent = o.tellSilence(f.Tell, silent)
		seen = o.takeChanged(t, seen)
		t.Look(ctx)
		err = f.After(t.Behind())
	}
	if ctx.Err() != nil {
		return state, nil
	}
	t.Flush(ctx)
	return state, err
}

// beginTail begins with the chains as they are; a file that moves while it is
// looked for is found by the next scan.
func (o *opened) beginTail(ctx context.Context, t *tail.Tail, n int) ([]ingest.Chain, error) {
	for try := 0; ; try++ {
		now := o.reading.Chains()
		var chains []search.Chain
		for _, c := range now {
			chains = append(chains, o.chainOf(c))
		}
		err := t.Begin(ctx, o.engine.Sift, chains, n)
		if kind := fault.KindOf(err); err == nil || ctx.Err() != nil || try == beginTries || kind != fault.Changed && kind != fault.NotFound {
			return now, err
		}
		select {
		case <-ctx.Done():
		case <-time.After(followEvery):
		}
	}
}

// takeChanged hands the chains over that differ from those that were seen.
func (o *opened) takeChanged(t *tail.Tail, seen []ingest.Chain) []ingest.Chain {
	now := o.reading.Chains()
	if len(now) == len(seen) && (len(now) == 0 || &now[0] == &seen[0]) {
		return seen
	}
	before := make(map[string]ingest.Chain, len(seen))
	for _, c := range seen {
		before[c.Family] = c
	}
	for _, c := range now {
		if old, known := before[c.Family]; !known || !slices.Equal(old.Files, c.Files) {
			t.Take(o.chainOf(c))
		}
		delete(before, c.Family)
	}
	for family := range before {
		t.Take(search.Chain{Family: family})
	}
	return now
}

// TailJSON is a followed entry as `parse` prints entries.
func TailJSON(e *tail.Entry) EventLine {
	return FoundJSON(&e.Found)
}

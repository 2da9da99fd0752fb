package app

import (
	"fmt"
	"path/filepath"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/hold"
	"cordwood/backend/volume"
)

const (
	// purgeEvery is how soon after its date a batch goes, and how soon room is
	// made on a disk that fills up.
	purgeEvery = time.Minute
	// purgeGrace is how long a source must be unlocked before anything of it is
	// purged: who unlocks it to restore a file whose date has come is in time.
	purgeGrace = 5 * time.Minute
	// purgeAgain is when a batch that could not be purged is tried again; each
	// try is two lines in the trail.
	purgeAgain = time.Hour
)

// purger ends held files whose time has come, without a person, in the sources
// that a person has unlocked. What is locked, read-only or a bundle is never
// touched.
type purger struct {
	app   *App
	now   func() time.Time
	space func(dir string) (total, free int64, err error)

	mu      sync.Mutex
	sources map[event.SourceID]*purging
}

// purging is what the purger knows of one source.
type purging struct {
	acting sync.Mutex // one acts on held files at a time: a person or the purger

	// Of the purger alone.
	since time.Time            // unlocked without a break, as far as it saw; zero: locked
	again map[string]time.Time // batches that failed, and when they are tried again

	mu      sync.Mutex
	trouble map[string]string // by batch: why it was not purged
}

func newPurger(a *App) *purger {
	return &purger{app: a, now: time.Now, space: volume.Space, sources: map[event.SourceID]*purging{}}
}

func (p *purger) of(id event.SourceID) *purging {
	p.mu.Lock()
	defer p.mu.Unlock()
	s, ok := p.sources[id]
	if !ok {
		s = &purging{again: map[string]time.Time{}, trouble: map[string]string{}}
		p.sources[id] = s
	}
	return s
}

// alone does what a person asked for while the purger does nothing here.
func (s *purging) alone(act func() (hold.Result, error)) (hold.Result, error) {
	s.acting.Lock()
	defer s.acting.Unlock()
	return act()
}

func (p *purger) run() {
	tick := time.NewTicker(purgeEvery)
	defer tick.Stop()
	for {
		select {
		case <-p.app.ctx.Done():
			return
		case <-tick.C:
			p.round()
		}
	}
}

// round looks at every open source once. Of several programs of a user one does.
func (p *purger) round() {
	lock := flock.New(filepath.Join(p.app.home.Locks(), "purge.lock"))
	if got, err := lock.TryLock(); err != nil || !got {
		if err != nil {
			p.app.log.Warn().Err(err).Msg("held files are not purged")
		}
		return
	}
	defer func() { _ = lock.Unlock() }()
	for _, o := range p.app.openedAll() {
		p.look(o)
	}
}

// look purges what is due in one source, if that may be changed now and could be
// for a while.
func (p *purger) look(o *opened) {
	s, now := p.of(o.id), p.now()
	if !o.files.Live() || o.whyNot() != "" {
		s.since = time.Time{}
		return
	}
	if s.since.IsZero() {
		s.since = now
	}
	if now.Sub(s.since) < purgeGrace {
		return
	}
	batches, err := o.held()
	if err != nil {
		p.tell(o, s, map[string]string{"": err.Error()})
		return
	}
	var room hold.Room
	if total, free, err := p.space(o.root()); err == nil {
		room = hold.Room{Free: free, Total: total}
	}
	due, doubts := hold.MakeDue(batches, now, room)
	trouble := map[string]string{}
	for _, b := range batches {
		if b.Problem != "" {
			trouble[b.ID] = b.Problem
		}
	}
	for _, d := range doubts {
		trouble[d.ID] = "not purged: " + d.Why + "; look at the held files, then restore or purge it by hand"
	}
	acted := p.endAll(o, s, due, now, trouble)
	p.tell(o, s, trouble)
	if acted {
		p.app.mirror(o)
		p.app.hub.emit(Tick{Kind: "source", ID: string(o.id)})
	}
}

// endAll purges the batches that are due and adds to trouble what was not purged.
func (p *purger) endAll(o *opened, s *purging, due []hold.Due, now time.Time, trouble map[string]string) (acted bool) {
	for _, d := range due {
		if now.Before(s.again[d.ID]) {
			trouble[d.ID] = s.why(d.ID)
			continue
		}
		if !s.acting.TryLock() {
			break // a person is at it
		}
		err := p.end(o, d)
		s.acting.Unlock()
		acted = true
		delete(s.again, d.ID)
		if o.ctx.Err() != nil || o.whyNot() != "" {
			break // closed or locked meanwhile, which is no trouble
		}
		if err != nil {
			s.again[d.ID], trouble[d.ID] = now.Add(purgeAgain), "not purged: "+err.Error()
		}
	}
	return acted
}

// end purges one batch. The source may have been locked since the round began.
func (p *purger) end(o *opened, d hold.Due) error {
	if err := o.operable("purge"); err != nil {
		return err
	}
	res, err := hold.PurgeDue(o.ctx, o.root(), d, fileWitness{p.app.trail})
	if len(res.Done) > 0 {
		p.app.log.Info().Str("source", o.path).Str("held", d.ID).Int("files", len(res.Done)).Str("reason", d.Reason).Msg("purged")
	}
	switch n := len(res.Failed); {
	case fault.KindOf(err) == fault.NotFound:
		return nil // restored or purged since the round began
	case err == nil && n == 1:
		return res.Failed[0].Err
	case err == nil && n > 1:
		return fmt.Errorf("%w, and %d more", res.Failed[0].Err, n-1)
	}
	return err
}

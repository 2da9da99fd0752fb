package app

import (
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
	// careEvery is how soon after its date a batch goes, how soon room is made on
	// a disk that fills up, and how soon a copy too many is cleaned.
	careEvery = time.Minute
	// careGrace is how long a source must be unlocked before anything of it goes:
	// who unlocks it to restore a file whose date has come is in time.
	careGrace = 5 * time.Minute
)

// caretaker does what is due without a person, in the sources that a person has
// unlocked: it cleans by rule where the rules name the window as the cleaner, and
// ends held files whose time has come. What is locked, read-only or a bundle is
// never touched.
type caretaker struct {
	app   *App
	now   func() time.Time
	space func(dir string) (total, free int64, err error)

	mu      sync.Mutex
	sources map[event.SourceID]*tended
}

// tended is what the caretaker knows of one source.
type tended struct {
	acting sync.Mutex // one acts on held files at a time: a person or the caretaker

	// Of the caretaker alone.
	since time.Time            // unlocked without a break, as far as it saw; zero: locked
	again map[string]time.Time // batches that failed, and when they are tried again

	mu      sync.Mutex
	trouble map[string]fault.Said // by batch: why it was not purged
}

func newCaretaker(a *App) *caretaker {
	return &caretaker{app: a, now: time.Now, space: volume.Space, sources: map[event.SourceID]*tended{}}
}

func (c *caretaker) of(id event.SourceID) *tended {
	c.mu.Lock()
	defer c.mu.Unlock()
	s, ok := c.sources[id]
	if !ok {
		s = &tended{again: map[string]time.Time{}, trouble: map[string]fault.Said{}}
		c.sources[id] = s
	}
	return s
}

// alone does what a person asked for while the caretaker does nothing here.
func (s *tended) alone(act func() (hold.Result, error)) (hold.Result, error) {
	s.acting.Lock()
	defer s.acting.Unlock()
	return act()
}

func (c *caretaker) run() {
	tick := time.NewTicker(careEvery)
	defer tick.Stop()
	for {
		select {
		case <-c.app.ctx.Done():
			return
		case <-tick.C:
			c.round()
		}
	}
}

// round looks at every open source once. Of several programs of a user one does.
func (c *caretaker) round() {
	lock := flock.New(filepath.Join(c.app.home.Locks(), "purge.lock"))
	if got, err := lock.TryLock(); err != nil || !got {
		if err != nil {
			c.app.log.Warn().Err(err).Msg("nothing is cleaned or purged")
		}
		return
	}
	defer func() { _ = lock.Unlock() }()
	for _, o := range c.app.openedAll() {
		c.look(o)
	}
}

// look does what is due in one source, if that may be changed now and could be for
// a while.
func (c *caretaker) look(o *opened) {
	s, now := c.of(o.id), c.now()
	if !o.files.Live() || !o.whyNot().None() {
		s.since = time.Time{}
		return
	}
	if s.since.IsZero() {
		s.since = now
	}
	if now.Sub(s.since) < careGrace {
		return
	}
	cleaned, purged := c.clean(o, s, now), c.purge(o, s, now)
	if cleaned || purged {
		c.app.filesChanged(o)
	}
}

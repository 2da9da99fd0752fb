package sample

import (
	"context"
	"errors"
	"math/rand/v2"
	"path/filepath"
	"time"

	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/serverlog"
)

// Live keeps a sample alive until ctx ends: believable lines at the present
// time, some a second over all families, through serverlog with the rules that
// lie beside the logs. Of opt only Dir, Seed and Zone are used. It refuses a
// folder that is no sample. The end of ctx is no error.
func Live(ctx context.Context, opt Options) error {
	marker, err := LoadMarker(opt.Dir)
	if err != nil {
		return err
	}
	if opt.Zone == nil {
		opt.Zone = marker.End.Location()
	}
	dir, err := filepath.Abs(opt.Dir)
	if err != nil {
		return fault.New("open sample", fault.Invalid, opt.Dir, "", err)
	}
	log, err := openSuite(serverlog.Options{Dir: dir, Zone: opt.Zone, Rules: true})
	if err != nil {
		return err
	}
	start := time.Now().In(opt.Zone).Truncate(msec)
	w := newWorld(marker.Seed, start, newJournal(log, everyLevel()))
	w.rng = rand.New(rand.NewPCG(marker.Seed^opt.Seed, uint64(start.UnixNano()))) // the objects are the sample's, the talk is new
	w.pulse, w.volume = calm, liveVolume
	w.everyday()
	return errors.Join(w.live(ctx, opt.Zone), log.log.Close())
}

// liveVolume makes the calm pulse a few lines a second and a visit every few
// seconds.
const liveVolume = 1.2

// everyLevel lets all entries through: serverlog decides, by the rules of the
// moment.
func everyLevel() map[string]event.Severity { return map[string]event.Severity{} }

// live takes each step when its time has come.
func (w *world) live(ctx context.Context, zone *time.Location) error {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		at, ok := w.plan.next()
		if !ok {
			return nil
		}
		timer.Reset(time.Until(at))
		select {
		case <-ctx.Done():
			return nil
		case <-timer.C:
		}
		w.now = at
		if late := time.Since(at); late > time.Minute { // the computer slept: the suite did too
			w.now = time.Now().In(zone).Truncate(msec)
		}
		w.plan.take().do()
		if w.out.err != nil {
			return w.out.err
		}
	}
}

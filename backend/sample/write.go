package sample

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"cordwood/backend/fault"
	"cordwood/backend/internal/atomicfile"
	"cordwood/backend/rules"
	"cordwood/backend/serverlog"
)

// Write makes a sample in an empty folder. The same seed, size, days, end and
// zone give the same bytes in every file. When ctx ends the folder is left as
// far as it got, without a marker.
func Write(ctx context.Context, opt Options) (Manifest, error) {
	if err := opt.complete(); err != nil {
		return Manifest{}, err
	}
	if err := mustBeEmpty(opt.Dir); err != nil {
		return Manifest{}, err
	}
	c := &clock{zone: opt.Zone}
	c.set(opt.start())
	log, err := openSuite(serverlog.Options{Dir: opt.Dir, Clock: c.now, Zone: opt.Zone})
	if err != nil {
		return Manifest{}, err
	}
	w := newWorld(opt.Seed, opt.start(), newJournal(log, levels(ruleSet())))
	w.volume = opt.volumeOf()
	incident := w.planWeek(&opt)
	err = w.walk(ctx, &opt, c)
	if err = errors.Join(err, log.log.Close()); err != nil {
		return Manifest{}, err
	}
	if err := furnishFolder(ctx, &opt); err != nil {
		return Manifest{}, err
	}
	m, err := measure(opt.Dir, w.out)
	if err != nil {
		return Manifest{}, err
	}
	m.Incident = incident
	marker := Marker{Version: markerVersion, Seed: opt.Seed, Size: opt.Size, Days: opt.Days, End: opt.End, Manifest: m}
	if err := marker.save(opt.Dir); err != nil {
		return Manifest{}, err
	}
	return m, stampFiles(opt.Dir, m, opt.End)
}

// planWeek plans all that happens in the sample.
func (w *world) planWeek(opt *Options) Incident {
	w.mailStops = opt.End.Add(-mailQuiet)
	w.everyday()
	if midnight, ok := opt.traced(); ok {
		w.planTrace(midnight)
	}
	y, m, d := opt.End.Date()
	for _, back := range []int{1, 4} { // nights with an update
		if night := time.Date(y, m, d-back, 3, 10, 0, 0, opt.Zone); night.After(opt.start()) {
			w.at(night, w.restart)
		}
	}
	return w.planIncident(opt.changed())
}

// walk takes step after step until the end.
func (w *world) walk(ctx context.Context, opt *Options, c *clock) error {
	total := int64(opt.End.Sub(opt.start()) / time.Minute)
	shown := int64(-1)
	for {
		at, ok := w.plan.next()
		if !ok || at.After(opt.End) {
			if opt.Progress != nil {
				opt.Progress(total, total)
			}
			return w.out.err
		}
		if err := ctx.Err(); err != nil {
			return fault.New("write sample", fault.Stopped, opt.Dir, "", err)
		}
		w.now = at
		c.set(at)
		w.plan.take().do()
		if w.out.err != nil {
			return w.out.err
		}
		if done := int64(at.Sub(opt.start()) / time.Minute); opt.Progress != nil && done > shown+29 {
			shown = done
			opt.Progress(done, total)
		}
	}
}

func mustBeEmpty(dir string) error {
	names, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fault.New("write sample", fault.KindOf(err), dir, "", err)
	case len(names) > 0:
		return fault.New("write sample", fault.Conflict, dir, "choose an empty folder: a sample never mixes with other files", nil)
	}
	return nil
}

// furnishFolder puts the tenant directory and the rules beside the logs.
func furnishFolder(ctx context.Context, opt *Options) error {
	if err := atomicfile.Write(filepath.Join(opt.Dir, "tenants.csv"), tenantsCSV(), filePerm); err != nil {
		return fault.New("write sample", fault.KindOf(err), "tenants.csv", "", err)
	}
	f := rules.File{Cleaner: rules.ByServerlog, WrittenBy: "Ravi Penmar on pbx-hq", WrittenAt: opt.start().UTC(), Set: ruleSet()}
	_, err := rules.Save(ctx, opt.Dir, f, 0)
	return err
}

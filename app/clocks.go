package app

import (
	"slices"
	"strings"
	"time"

	"cordwood/backend/fault"
	"cordwood/backend/ingest"
	"cordwood/backend/source"
	"cordwood/backend/store"
)

// maxAhead bounds an offset: a clock that was never set says 1970.
const maxAhead = 100 * 365 * 24 * time.Hour

// asRead is how a source is read, where a person said it; the rest is found out.
type asRead struct {
	clocks   []store.Clock // the family "" has the source's zone
	charsets source.Charsets
}

// with is the same with other clocks of some families; one that says nothing goes.
func (r asRead) with(clocks ...store.Clock) asRead {
	r.clocks = slices.Clone(r.clocks)
	for _, c := range clocks {
		r.clocks = slices.DeleteFunc(r.clocks, func(old store.Clock) bool { return old.Family == c.Family })
		if c.Zone != "" || c.Ahead != 0 {
			r.clocks = append(r.clocks, c)
		}
	}
	return r
}

// tell has the conductor read it so.
func (r asRead) tell(opt *ingest.Options) error {
	opt.Clocks = map[string]ingest.Clock{}
	for _, c := range r.clocks {
		clock := ingest.Clock{Ahead: c.Ahead}
		if c.Zone != "" {
			var err error
			if clock.Zone, err = parseZone(c.Zone); err != nil {
				return err
			}
		}
		if c.Family == "" {
			opt.Zone = clock.Zone
			continue
		}
		opt.Clocks[c.Family] = clock
	}
	return nil
}

func (r asRead) familyClocks() []FamilyClock {
	out := []FamilyClock{}
	for _, c := range r.clocks {
		if c.Family != "" {
			out = append(out, FamilyClock{c.Family, c.Zone, c.Ahead.Milliseconds()})
		}
	}
	return out
}

// asRead is as it is told or else as it was set before, whoever opens it now.
func (a *App) asRead(path string, how opening) (as asRead, err error) {
	if how.as != nil {
		return *how.as, nil
	}
	set := func(st *store.Store) (err error) {
		if as.charsets.Of, err = st.Charsets(a.ctx, path); err == nil {
			as.clocks, err = st.Clocks(a.ctx, path)
		}
		return err
	}
	if a.store != nil {
		err = set(a.store)
	} else {
		err = store.Look(a.ctx, a.home.Database(), path, set)
	}
	return as, err
}

// Clocks are how the times of families of an open source are read, where a person said it.
func (a *App) Clocks(source string) ([]FamilyClock, error) {
	o, err := a.source(source)
	if err != nil {
		return nil, err
	}
	return o.familyClocks(), nil
}

// SetZone reads times without a zone in another one, or in that of the logs when it
// is empty; the source is read again.
func (d *Sources) SetZone(source, zone string) (Source, error) {
	o, err := d.app.source(source)
	if err != nil {
		return Source{}, err
	}
	if _, err := parseZone(zone); err != nil {
		return Source{}, err
	}
	return d.app.readAgain(o, "set zone", zone, o.with(store.Clock{Zone: zone}), true)
}

// SetClocks says by which clocks families were written: their zone, and how far they
// were ahead. Families that are not named keep theirs; the source is read again.
func (d *Sources) SetClocks(source string, clocks []FamilyClock) (Source, error) {
	o, err := d.app.source(source)
	if err != nil {
		return Source{}, err
	}
	var set []store.Clock
	others := false
	for _, c := range clocks {
		family, err := o.family(c.Family)
		if err != nil {
			return Source{}, err
		}
		ahead := time.Duration(c.Ahead) * time.Millisecond
		if limit := maxAhead.Milliseconds(); c.Ahead > limit || c.Ahead < -limit {
			return Source{}, fault.New("set clock", fault.Invalid, c.Family, "write how far the clock was ahead, such as 3m12s", nil)
		}
		if _, err := parseZone(c.Zone); err != nil {
			return Source{}, err
		}
		set = append(set, store.Clock{Family: family, Zone: c.Zone, Ahead: ahead})
		others = others || o.reading.Records(o.ctx, family)
	}
	return d.app.readAgain(o, "set clocks", clocks, o.with(set...), others)
}

// family is the name of a family as the source writes it.
func (o *opened) family(name string) (string, error) {
	for _, c := range o.reading.Chains() {
		if strings.EqualFold(c.Family, name) {
			return c.Family, nil
		}
	}
	return "", fault.New("set clock", fault.NotFound, name, "the folder changed; look at the list again", nil)
}

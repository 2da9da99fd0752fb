package app

import (
	"context"
	"net/netip"
	"slices"
	"strconv"
	"sync/atomic"
	"time"

	"cordwood/backend/directory"
	"cordwood/backend/ingest"
	"cordwood/backend/place"
	"cordwood/backend/query"
	"cordwood/backend/source"
	"cordwood/backend/store"
)

// whereabouts knows who an account is and where an address is, for one source:
// the rows of Settings, its tenants.csv, the user's notes, and the places. The
// pointers may be read while others are put in their place.
type whereabouts struct {
	own     []directory.Row
	notes   []store.Note
	tenants atomic.Pointer[[]directory.Row]
	who     atomic.Pointer[directory.Directory]
	where   atomic.Pointer[place.Finder]
}

// newWhereabouts reads the directory beside the logs; its bad rows are problems
// to show, not errors.
func newWhereabouts(ctx context.Context, files source.Files, inv *source.Inventory) (*whereabouts, []string) {
	rows, bad, errs := ingest.Tenants(ctx, files, inv)
	w := &whereabouts{}
	w.tenants.Store(&rows)
	return w, tenantProblems(bad, errs)
}

func tenantProblems(bad []directory.Problem, errs []error) []string {
	var out []string
	for _, b := range bad {
		out = append(out, lineProblem("tenants.csv", b.Line, b.Text.String()))
	}
	for _, err := range errs {
		out = append(out, err.Error())
	}
	return out
}

// companions is called by the conductor when a companion changed: who is who is
// read and resolved again.
func (o *opened) companions() {
	<-o.ready
	rows, bad, errs := o.reading.Tenants(o.ctx)
	for _, p := range tenantProblems(bad, errs) {
		o.app.log.Warn().Str("source", o.path).Msg(p)
	}
	o.app.hub.emit(Tick{Kind: "rules", ID: string(o.id)}) // a rule or status file may be what changed
	if slices.Equal(rows, *o.place.tenants.Swap(&rows)) {
		return
	}
	o.resolveSoon()
}

// refresh takes in what the user wrote and named.
func (w *whereabouts) refresh(own []directory.Row, notes []store.Note, finder *place.Finder) {
	w.own = own
	w.where.Store(finder)
	w.hear(notes)
}

// hear takes in the notes alone; it returns those that are others now.
func (w *whereabouts) hear(notes []store.Note) (others []store.Note) {
	before := map[store.Note]bool{}
	for _, n := range w.notes {
		before[timeless(n)] = true
	}
	heard := make([]directory.Note, 0, len(notes))
	for _, n := range notes {
		heard = append(heard, directory.Note{Kind: string(n.Kind), Key: n.Key, Company: n.Company, Memo: n.Text})
		if !before[timeless(n)] {
			others = append(others, n)
		}
		delete(before, timeless(n))
	}
	for gone := range before {
		others = append(others, gone)
	}
	w.notes = notes
	w.who.Store(directory.New(heard, w.own, *w.tenants.Load()))
	return others
}

// timeless is a note as the directory hears it.
func timeless(n store.Note) store.Note {
	n.Updated = time.Time{}
	return n
}

func (w *whereabouts) resolver() store.Resolver { return ingest.Enricher(w.who.Load(), w.where.Load()) }

// resolveSoon looks all records up again, beside what else goes on, after notes,
// networks or the directory changed.
func (o *opened) resolveSoon() {
	if o.store == nil {
		return
	}
	o.work.Go(func() {
		o.resolving.Lock()
		defer o.resolving.Unlock()
		notes, err := o.store.Notes(o.ctx)
		if err != nil {
			o.keepsWhatItHad(err)
			return
		}
		o.place.refresh(o.app.tenants(), notes, o.app.finder())
		o.reading.SetEnrich(o.place.resolver())
		o.resolveRest()
	})
}

// resolveNote looks up the records that match about, after a note on them changed.
func (o *opened) resolveNote(note store.Note, about *query.Query) error {
	if o.store == nil {
		return nil
	}
	o.resolving.Lock()
	defer o.resolving.Unlock()
	notes, err := o.store.Notes(o.ctx)
	if err != nil {
		return err
	}
	before := o.place.resolver().Revision
	for _, n := range o.place.hear(notes) {
		if n.Kind != note.Kind || n.Key != note.Key {
			before = "" // another program of the user wrote that one: it is about other records
		}
	}
	o.reading.SetEnrich(o.place.resolver())
	_, err = o.store.ResolveAbout(o.ctx, o.id, about, before, o.place.resolver())
	o.resolveRest()
	return err
}

// resolveRest looks up what was not looked up by all that is known now, a stretch at a
// time. There is one such pass: what is known better meanwhile, its next stretch
// knows. It is called under resolving.
func (o *opened) resolveRest() {
	if o.resolvingRest {
		return
	}
	o.resolvingRest = true
	o.work.Go(func() {
		kinds := []string{"source"}
		for more := true; more; {
			var some bool
			if more, some = o.resolveStretch(); some && !more {
				kinds = append(kinds, "access", "audit")
			}
			for _, kind := range kinds {
				o.app.hub.emit(Tick{Kind: kind, ID: string(o.id)})
			}
		}
	})
}

// resolveStretch is one step of it; some says that there were records to look up.
func (o *opened) resolveStretch() (more, some bool) {
	o.resolving.Lock()
	defer o.resolving.Unlock()
	pass, err := o.store.ResolveNext(o.ctx, o.id, o.place.resolver())
	if err != nil {
		o.keepsWhatItHad(err)
	}
	o.resolvingRest = err == nil && pass.Left > 0
	o.resolved.Store(int64(pass.Percent()))
	return o.resolvingRest, pass.All > 0
}

// resolvingNow reports whether records are being looked up again.
func (o *opened) resolvingNow() bool {
	o.resolving.Lock()
	defer o.resolving.Unlock()
	return o.resolvingRest
}

func (o *opened) keepsWhatItHad(err error) {
	if o.ctx.Err() == nil {
		o.app.log.Warn().Err(err).Str("source", o.path).Msg("records keep the company, memo and place they had")
	}
}

// precision is how narrow the place of an address claims to be.
func (o *opened) precision(ip string) string {
	if ip == "" {
		return ""
	}
	return string(o.place.where.Load().Lookup(ip, "").Precision)
}

// placeAttribution is the sentence that the built-in data's licence asks for.
func placeAttribution(origin string) string {
	if origin == string(place.Country) {
		return place.Attribution
	}
	return ""
}

func inNetwork(ip, network string) bool {
	addr, err := netip.ParseAddr(ip)
	if err != nil {
		return false
	}
	prefix, err := netip.ParsePrefix(network)
	return err == nil && prefix.Contains(addr.Unmap())
}

// Whereabouts is one line of `cordwood place`.
type Whereabouts struct {
	IP        string `json:"ip"`
	Text      string `json:"place"`
	Country   string `json:"country"`
	Network   string `json:"network"`
	Precision string `json:"precision"`
	Origin    string `json:"origin"`
	Edition   string `json:"edition"`
}

// PlaceOf says where an address is.
func (a *App) PlaceOf(ip string) Whereabouts {
	p := a.finder().Lookup(ip, "")
	return Whereabouts{IP: ip, Text: p.Text, Country: p.Country, Network: p.Network, Precision: string(p.Precision), Origin: string(p.Origin), Edition: p.Edition}
}

// countBy counts the values of one field among the visits with another.
func (o *opened) countBy(field, value, counted string) ([]Count, error) {
	res, err := o.store.Access(o.ctx, store.Filter{Source: o.id, Query: query.Is(field, value)})
	if err != nil {
		return nil, err
	}
	f, err := res.Facet(o.ctx, counted, beside)
	return storeFacet(f).Values, err
}

// beside is how many accounts or addresses a record lists beside it.
const beside = 8

func lineProblem(path string, line int, text string) string {
	return path + ":" + strconv.Itoa(line) + ": " + text
}

package app

import (
	"context"
	"net/netip"
	"slices"
	"strconv"
	"sync/atomic"

	"cordwood/backend/directory"
	"cordwood/backend/ingest"
	"cordwood/backend/place"
	"cordwood/backend/query"
	"cordwood/backend/source"
	"cordwood/backend/store"
)

// whereabouts knows who an account is and where an address is, for one source:
// the rows of Settings, its tenants.csv, the user's notes, and the places.
type whereabouts struct {
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
	o.resolveSoon("tenants.csv changed", nil)
}

// resolveSoon resolves beside what else goes on, and tells when it is done.
func (o *opened) resolveSoon(why string, about *query.Query) {
	o.work.Go(func() {
		if err := o.resolve(about); err != nil {
			if o.ctx.Err() == nil {
				o.app.log.Warn().Err(err).Str("because", why).Msg("records keep the company and memo they had")
			}
			return
		}
		o.app.hub.emit(Tick{Kind: "access", ID: string(o.id)})
		o.app.hub.emit(Tick{Kind: "audit", ID: string(o.id)})
	})
}

// refresh takes in what the user wrote and named, when it changed.
func (w *whereabouts) refresh(own []directory.Row, notes []store.Note, finder *place.Finder) {
	heard := make([]directory.Note, 0, len(notes))
	for _, n := range notes {
		heard = append(heard, directory.Note{Kind: string(n.Kind), Key: n.Key, Company: n.Company, Memo: n.Text})
	}
	w.who.Store(directory.New(heard, own, *w.tenants.Load()))
	w.where.Store(finder)
}

func (w *whereabouts) resolver() store.Resolver { return ingest.Enricher(w.who.Load(), w.where.Load()) }

// resolve looks up again what records do not say themselves, after notes,
// networks or the directory changed: of the records that about matches, nil for
// all. One such pass at a time.
func (o *opened) resolve(about *query.Query) error {
	if o.store == nil {
		return nil
	}
	o.resolving.Lock()
	defer o.resolving.Unlock()
	notes, err := o.store.Notes(o.ctx)
	if err != nil {
		return err
	}
	o.place.refresh(o.app.tenants(), notes, o.app.finder())
	o.reading.SetEnrich(o.place.resolver())
	_, err = o.store.ResolveAbout(o.ctx, o.id, about, o.place.resolver())
	return err
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

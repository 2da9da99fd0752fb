package app

import (
	"context"
	"net/netip"
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
// its tenants.csv, the user's notes, and the places.
type whereabouts struct {
	tenants []directory.Row
	who     atomic.Pointer[directory.Directory]
	where   atomic.Pointer[place.Finder]
}

// maxTenants bounds tenants.csv: a hundred thousand companies.
const maxTenants = 16 << 20

// newWhereabouts reads the directory beside the logs; its bad rows are problems
// to show, not errors.
func newWhereabouts(ctx context.Context, files source.Files) (w *whereabouts, problems []string) {
	w = &whereabouts{}
	reader, ok := files.(source.CompanionReader)
	if !ok {
		return w, nil
	}
	inv, err := files.Scan(ctx)
	if err != nil {
		return w, nil // opening will say so
	}
	for _, c := range inv.Companions {
		if c.Name != "tenants.csv" {
			continue
		}
		text, err := reader.ReadCompanion(ctx, c.Path, maxTenants)
		if err != nil {
			problems = append(problems, err.Error())
			continue
		}
		rows, bad, err := directory.Parse(text, c.Path)
		if err != nil {
			problems = append(problems, err.Error())
		}
		for _, b := range bad {
			problems = append(problems, lineProblem(c.Path, b.Line, b.Text))
		}
		w.tenants = append(w.tenants, rows...)
	}
	return w, problems
}

// refresh takes in notes and named networks that changed.
func (w *whereabouts) refresh(notes []store.Note, finder *place.Finder) {
	heard := make([]directory.Note, 0, len(notes))
	for _, n := range notes {
		heard = append(heard, directory.Note{Kind: string(n.Kind), Key: n.Key, Company: n.Company, Memo: n.Text})
	}
	w.who.Store(directory.New(w.tenants, heard))
	w.where.Store(finder)
}

func (w *whereabouts) resolver() store.Resolver { return ingest.Enricher(w.who.Load(), w.where.Load()) }

// resolve looks everything up again after notes or networks changed.
func (o *opened) resolve() error {
	if o.store == nil {
		return nil
	}
	notes, err := o.store.Notes(o.ctx)
	if err != nil {
		return err
	}
	o.place.refresh(notes, o.app.finder())
	o.reading.SetEnrich(o.place.resolver())
	_, err = o.store.Resolve(o.ctx, o.id, o.place.resolver())
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

package ingest

import (
	"cordwood/backend/directory"
	"cordwood/backend/place"
	"cordwood/backend/store"
)

// Enricher fills in what a record did not say: company, memo, name and scope from
// the directory, the place from the finder; nil of either leaves that blank. It
// is for Options.Enrich and for the store.
func Enricher(d *directory.Directory, f *place.Finder) store.Resolver {
	return store.Resolver{
		Revision: revision(d, f),
		Access: func(e *store.AccessEvent) {
			if d != nil {
				w := d.Lookup(directory.Visit{Account: e.Account, Host: e.Host, Path: e.Path, IP: e.IP, Company: e.Company})
				known(w, &e.Company, &e.CompanyOrigin, &e.Memo, &e.MemoOrigin, &e.Name)
				fill(&e.Scope, w.Scope)
			}
			if f != nil {
				where(f.Lookup(e.IP, e.Recorded.Place), &e.Place, &e.Country, &e.PlaceOrigin)
			}
		},
		Audit: func(e *store.AuditEvent) {
			if d != nil {
				w := d.Lookup(directory.Visit{Account: e.Account, IP: e.IP, Company: e.Company})
				known(w, &e.Company, &e.CompanyOrigin, &e.Memo, &e.MemoOrigin, &e.Name)
			}
			if f != nil {
				where(f.Lookup(e.IP, e.Recorded.Place), &e.Place, &e.Country, &e.PlaceOrigin)
			}
		},
	}
}

// known takes what the directory knows where the record said nothing.
func known(w directory.Who, company, companyOrigin, memo, memoOrigin, name *string) {
	if *company == "" && w.Company != "" {
		*company, *companyOrigin = w.Company, w.CompanyOrigin
	}
	if *memo == "" && w.Memo != "" {
		*memo, *memoOrigin = w.Memo, w.MemoOrigin
	}
	fill(name, w.Name)
}

func fill(to *string, value string) {
	if *to == "" {
		*to = value
	}
}

func where(p place.Place, text, country, origin *string) {
	*text, *country, *origin = p.Text, p.Country, string(p.Origin)
}

// revision names what both know.
func revision(d *directory.Directory, f *place.Finder) string {
	who, at := "", ""
	if d != nil {
		who = d.Revision()
	}
	if f != nil {
		at = f.Revision()
	}
	return enriching + " " + who + " " + at
}

// enriching is raised when the same directory and places give other answers than in
// the version before.
const enriching = "1"

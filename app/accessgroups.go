package app

import (
	"cordwood/backend/query"
	"cordwood/backend/store"
)

// maxGroups is how many groups cross at once; an address facet of a million visits has as many.
const maxGroups = 500

// Clauses counts the records that each clause would leave in place of what the query asks of
// the field: bands of a number, having a value or none. Exact clauses of the query language.
func (d *Access) Clauses(handle, field string, clauses []string) (Facet, error) {
	a, err := d.app.accessAnswer(handle)
	if err != nil {
		return Facet{}, err
	}
	rest, err := a.access.Without(a.ctx, field)
	if err != nil {
		return Facet{}, err
	}
	qs := make([]*query.Query, len(clauses))
	for i, c := range clauses {
		if qs[i], _, err = query.Parse(c, store.AccessLanguage()); err != nil {
			return Facet{}, err
		}
	}
	counts, err := rest.CountEach(a.ctx, qs)
	f := Facet{Field: field, Values: []Count{}, Exact: true}
	for i, n := range counts {
		f.Values = append(f.Values, Count{Text: clauses[i], Count: n})
	}
	return f, err
}

// Groups puts the visits of an open answer together by the values of a field, sorted by
// value, count, refused, accounts, ips, first or last; by "" the largest come first.
func (d *Access) Groups(handle, field, sort string, asc bool) (AccessGroups, error) {
	a, err := d.app.accessAnswer(handle)
	if err != nil {
		return AccessGroups{}, err
	}
	groups, all, err := store.Groups(a.ctx, a.access, field, sort, asc, maxGroups)
	out := AccessGroups{All: all, Groups: make([]AccessGroup, 0, len(groups))}
	for _, g := range groups {
		out.Groups = append(out.Groups, AccessGroup{
			Value: g.Value, Name: g.Name, Company: g.Company, Place: g.Place, PlaceOrigin: g.PlaceOrigin, Country: g.Country,
			Count: g.Count, Refused: g.Refused, Accounts: g.Accounts, IPs: g.IPs, First: millis(g.First), Last: millis(g.Last),
		})
	}
	return out, err
}

func (a *App) accessAnswer(handle string) (*answer, error) {
	ans, err := a.answers.get(handle)
	if err != nil {
		return nil, err
	}
	if ans.access == nil {
		return nil, wrongAnswer(handle)
	}
	return ans, nil
}

package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"cordwood/backend/fault"
	"cordwood/backend/query"
)

// CountEach counts the records of the answer that match each of the queries, in one pass.
func (r *Result[T]) CountEach(ctx context.Context, qs []*query.Query) ([]int64, error) {
	var sums []string
	var args []any
	counts := make([]int64, len(qs))
	into := make([]any, len(qs))
	for i, q := range qs {
		into[i] = &counts[i]
		where := "1"
		if !q.Empty() {
			sql, a, err := q.SQL(r.t.columns())
			if err != nil {
				return nil, err
			}
			where, args = sql, append(args, a...)
		}
		sums = append(sums, "count(CASE WHEN "+where+" THEN 1 END)")
	}
	if len(qs) == 0 {
		return counts, nil
	}
	err := r.store.readers.QueryRowContext(ctx, `SELECT `+strings.Join(sums, ", ")+` FROM `+r.t.name+` WHERE `+r.c.where, append(args, r.c.args...)...).Scan(into...)
	return counts, r.store.wrap("count", r.t.name, err)
}

// Group is the visits of an answer that share a value, "" where they have none. Of the
// name, the company and the place it has one, where its visits have several.
type Group struct {
	Value                       string
	Name, Company               string
	Place, PlaceOrigin, Country string
	Count, Refused              int64
	Accounts, IPs               int64 // different ones
	First, Last                 time.Time
}

// groupOrder are the columns that groups can be sorted by.
var groupOrder = map[string]string{
	"value": "k COLLATE NOCASE", "count": "n", "refused": "refused", "accounts": "accounts", "ips": "ips", "first": "first", "last": "last",
}

// Groups is the visits of an answer by the values of a field: the first limit of them by the
// order, and how many there are. By "" they stand by their counts, the largest first.
func Groups(ctx context.Context, r *AccessResult, field, order string, asc bool, limit int) (groups []Group, all int64, err error) {
	expr, err := r.t.field(field)
	if err != nil {
		return nil, 0, err
	}
	by, ok := groupOrder[order]
	if order == "" {
		by, ok = groupOrder["count"], true
	}
	if !ok {
		return nil, 0, fault.New("group", fault.Invalid, order, "", fault.Say("{0} has no field {1}", "group", order))
	}
	if !asc {
		by += " DESC"
	}
	rows, err := r.store.readers.QueryContext(ctx, fmt.Sprintf(`
		SELECT ifnull(CAST(%s AS TEXT), '') AS k, max(name), max(company), max(place), max(place_origin), max(country), count(*) AS n,
			count(CASE WHEN kind = 'refused' THEN 1 END) AS refused, count(DISTINCT nullif(account, '')) AS accounts, count(DISTINCT nullif(ip, '')) AS ips,
			ifnull(min(nullif(time_ms, 0)), 0) AS first, max(time_ms) AS last, count(*) OVER ()
		FROM access_event WHERE %s GROUP BY k ORDER BY %s, k LIMIT ?`, expr, r.c.where, by), append(append([]any(nil), r.c.args...), limit)...)
	if err != nil {
		return nil, 0, r.store.wrap("group", field, err)
	}
	defer rows.Close()
	for rows.Next() {
		var g Group
		if err := rows.Scan(&g.Value, &g.Name, &g.Company, &g.Place, &g.PlaceOrigin, &g.Country, &g.Count,
			&g.Refused, &g.Accounts, &g.IPs, (*millis)(&g.First), (*millis)(&g.Last), &all); err != nil {
			return nil, 0, r.store.wrap("group", field, err)
		}
		groups = append(groups, g)
	}
	return groups, all, r.store.wrap("group", field, rows.Err())
}

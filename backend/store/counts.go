package store

import (
	"context"
	"time"

	"cordwood/backend/event"
)

// Facet lists the values of a field over an answer, most frequent first. Others
// is the number of records whose value is not listed, Missing of those without one.
type Facet struct {
	Field   string
	Values  []Value
	Others  int64
	Missing int64
}

// Total is the number of records counted.
func (f *Facet) Total() int64 {
	n := f.Others + f.Missing
	for _, v := range f.Values {
		n += v.Count
	}
	return n
}

// Value of a facet.
type Value struct {
	Text  string
	Count int64
}

// Facet counts a field's values, at most limit of them. The line of counts over
// the audit table is Facet("action"), the module control Facet("module").
func (r *Result[T]) Facet(ctx context.Context, field string, limit int) (Facet, error) {
	f := Facet{Field: field}
	expr, err := r.t.field(field)
	if err != nil {
		return f, err
	}
	// Values past the limit are summed here and not read: an IP facet over a
	// million rows may have as many of them.
	rows, err := r.store.readers.QueryContext(ctx, `
		WITH v AS (SELECT ifnull(CAST(`+expr+` AS TEXT), '') AS t, count(*) AS n FROM `+r.t.name+` WHERE `+r.c.where+` GROUP BY 1)
		SELECT * FROM (SELECT 0, t, n FROM v WHERE t <> '' ORDER BY n DESC, t LIMIT ?)
		UNION ALL SELECT 1, '', ifnull(sum(n), 0) FROM v WHERE t = ''
		UNION ALL SELECT 2, '', ifnull(sum(n), 0) FROM v WHERE t <> ''`, append(append([]any(nil), r.c.args...), limit)...)
	if err != nil {
		return f, r.store.wrap("facet", field, err)
	}
	defer rows.Close()
	for rows.Next() {
		var part int
		var v Value
		if err := rows.Scan(&part, &v.Text, &v.Count); err != nil {
			return f, r.store.wrap("facet", field, err)
		}
		switch part {
		case 0:
			f.Values = append(f.Values, v)
			f.Others -= v.Count
		case 1:
			f.Missing = v.Count
		case 2:
			f.Others += v.Count
		}
	}
	if err := rows.Err(); err != nil {
		return f, r.store.wrap("facet", field, err)
	}
	r.learn(f.Total())
	return f, nil
}

// Histogram has equal buckets from Start. Marked are the refused among visits,
// the deletions among operations. Untimed records are in no bucket.
type Histogram struct {
	Start   time.Time
	Step    time.Duration
	Counts  []int64
	Marked  []int64
	Untimed int64
}

// Histogram counts the answer's records in up to buckets steps between its first
// and its last time. Steps are whole milliseconds.
func (r *Result[T]) Histogram(ctx context.Context, buckets int) (Histogram, error) {
	var h Histogram
	var first, last, timed, all int64
	err := r.store.readers.QueryRowContext(ctx, `SELECT ifnull(min(nullif(time_ms, 0)), 0), ifnull(max(nullif(time_ms, 0)), 0),
		count(nullif(time_ms, 0)), count(*) FROM `+r.t.name+` WHERE `+r.c.where, r.c.args...).Scan(&first, &last, &timed, &all)
	h.Untimed = all - timed
	if err != nil || timed == 0 || buckets < 1 {
		return h, r.store.wrap("histogram", r.t.name, err)
	}
	step := max(1, (last-first)/int64(buckets)+1)
	n := (last-first)/step + 1
	h.Start, h.Step = time.UnixMilli(first).UTC(), time.Duration(step)*time.Millisecond
	h.Counts, h.Marked = make([]int64, n), make([]int64, n)
	args := append([]any{first, step}, r.c.args...)
	rows, err := r.store.readers.QueryContext(ctx, `SELECT (time_ms - ?) / ?, count(*), count(nullif(`+r.t.marked+`, 0)) FROM `+r.t.name+
		` WHERE time_ms <> 0 AND `+r.c.where+` GROUP BY 1`, args...)
	if err != nil {
		return h, r.store.wrap("histogram", r.t.name, err)
	}
	defer rows.Close()
	for rows.Next() {
		var i, c, m int64
		if err := rows.Scan(&i, &c, &m); err != nil {
			return h, r.store.wrap("histogram", r.t.name, err)
		}
		if i >= 0 && i < n { // a Resolve between the two statements moves no time
			h.Counts[i], h.Marked[i] = c, m
		}
	}
	return h, r.store.wrap("histogram", r.t.name, rows.Err())
}

// Span is what the store holds of a source.
type Span struct {
	Access, Audit           int64
	AccessFirst, AccessLast time.Time
	AuditFirst, AuditLast   time.Time
}

// Span counts a source's records and finds their first and last times, for the
// Health desk; "" is all sources.
func (s *Store) Span(ctx context.Context, src event.SourceID) (Span, error) {
	var sp Span
	for _, q := range []struct {
		t           table
		n           *int64
		first, last *time.Time
	}{{accessTable, &sp.Access, &sp.AccessFirst, &sp.AccessLast}, {auditTable, &sp.Audit, &sp.AuditFirst, &sp.AuditLast}} {
		c, err := s.condition(ctx, q.t, Filter{Source: src})
		if err != nil {
			return sp, err
		}
		err = s.readers.QueryRowContext(ctx, `SELECT count(*), ifnull(min(nullif(time_ms, 0)), 0), ifnull(max(time_ms), 0) FROM `+q.t.name+
			` WHERE `+c.where, c.args...).Scan(q.n, (*millis)(q.first), (*millis)(q.last))
		if err != nil {
			return sp, s.wrap("span", q.t.name, err)
		}
	}
	return sp, nil
}

package store

import (
	"context"
	"database/sql"
	"strings"

	"cordwood/backend/event"
	"cordwood/backend/query"
)

// Resolver fills what a restored record leaves blank: company, memo, name and
// scope from the directory and the user's notes, place and country from package
// place, each with its origin. It does not change what the record said. A nil
// function leaves records as they said themselves.
type Resolver struct {
	Access func(*AccessEvent)
	Audit  func(*AuditEvent)
}

// resolveRows is how many rows one transaction of Resolve rewrites: about a tenth
// of a second, so that ingest is not kept waiting.
const resolveRows = 2000

// Resolve asks r again for every stored record of a source ("" is all), after
// the directory, the places or the notes changed, and returns how many records
// were changed by it. No log is read.
func (s *Store) Resolve(ctx context.Context, src event.SourceID, r Resolver) (changed int64, err error) {
	return s.ResolveAbout(ctx, src, nil, r)
}

// ResolveAbout is Resolve for the records that match a query: those that a note
// is about.
func (s *Store) ResolveAbout(ctx context.Context, src event.SourceID, about *query.Query, r Resolver) (changed int64, err error) {
	f := Filter{Source: src, Query: about}
	a, err := resolve[AccessEvent](ctx, s, accessTable, f, func(e *AccessEvent) {
		e.Restore()
		if r.Access != nil {
			r.Access(e)
		}
		nearest(e.Note, &e.Memo, &e.MemoOrigin)
	})
	if err != nil {
		return a, err
	}
	b, err := resolve[AuditEvent](ctx, s, auditTable, f, func(e *AuditEvent) {
		e.Restore()
		if r.Audit != nil {
			r.Audit(e)
		}
		nearest(e.Note, &e.Memo, &e.MemoOrigin)
	})
	return a + b, err
}

// resolved are the columns that Resolve may change.
var resolved = map[string]bool{
	"scope": true, "name": true, "company": true, "company_origin": true,
	"memo": true, "memo_origin": true, "place": true, "country": true, "place_origin": true,
}

func resolve[T any, R record[T]](ctx context.Context, s *Store, t table, f Filter, fn func(R)) (changed int64, err error) {
	c, err := s.condition(ctx, t, f)
	if err != nil {
		return 0, err
	}
	var set []string
	for _, col := range R(new(T)).columns() {
		if resolved[col.name] {
			set = append(set, col.name+" = ?")
		}
	}
	update := `UPDATE ` + t.name + ` SET ` + strings.Join(set, ", ") + ` WHERE id = ?`
	for last := int64(0); ; {
		args := append(append([]any(nil), c.args...), last, resolveRows)
		n := int64(0)
		err := s.write(ctx, "resolve", t.name, func(tx *sql.Tx) error {
			rows, err := tx.QueryContext(ctx, selectSQL[T, R](t.name, `SELECT id FROM `+t.name+` WHERE `+c.where+` AND id > ? ORDER BY id LIMIT ?`)+
				` ORDER BY e.id`, args...)
			if err != nil {
				return err
			}
			events, err := scan[T, R](rows)
			if err != nil || len(events) == 0 {
				last = -1
				return err
			}
			n, last, err = rewrite[T, R](ctx, tx, update, events, fn)
			return err
		})
		if err != nil || last < 0 {
			return changed, err
		}
		changed += n
	}
}

// rewrite runs fn over events and updates those it changed.
func rewrite[T any, R record[T]](ctx context.Context, tx *sql.Tx, update string, events []T, fn func(R)) (changed, last int64, err error) {
	stmt, err := tx.PrepareContext(ctx, update)
	if err != nil {
		return 0, 0, err
	}
	defer stmt.Close()
	for i := range events {
		r := R(&events[i])
		was := resolvedValues(r.columns())
		fn(r)
		now := resolvedValues(r.columns())
		id, _, _ := r.head()
		last = *id
		if equal(was, now) {
			continue
		}
		if _, err := stmt.ExecContext(ctx, append(now, last)...); err != nil {
			return 0, 0, err
		}
		changed++
	}
	return changed, last, nil
}

func resolvedValues(cols []column) []any {
	var out []any
	for _, c := range cols {
		if resolved[c.name] {
			out = append(out, c.value())
		}
	}
	return out
}

func equal(a, b []any) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

package store

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"cordwood/backend/event"
	"cordwood/backend/query"
)

// Resolver fills what a restored record leaves blank: company, memo, name and
// scope from the directory and the user's notes, place and country from package
// place, each with its origin. It does not change what the record said, and of a
// record that is looked up again it sees only what the answers depend on: account,
// host, path, IP and Recorded. A nil function leaves records as they said themselves.
type Resolver struct {
	// Revision is another one when the answers may be others; a Resolver without one
	// has nothing that could be out of date.
	Revision string
	Access   func(*AccessEvent)
	Audit    func(*AuditEvent)
}

// resolveRows is how many rows one transaction rewrites: about a tenth of a second,
// so that ingest is not kept waiting. Tests take fewer.
var resolveRows int64 = 2000

// Pass is how far the records of a source are looked up by one revision, in ids of
// records; it has ended when nothing is left.
type Pass struct{ Left, All int64 }

// Percent is what is done of it.
func (p Pass) Percent() int {
	if p.Left == 0 {
		return 100
	}
	return int(100 * (p.All - p.Left) / p.All)
}

// ResolveNext looks up the next records of a source by r, the newest first, unless all
// were looked up by r's Revision. It is called until nothing is left; no log is read.
// A pass that was broken off, by whatever, goes on where it was if the revision is the
// same, and begins again if it is not. Records that are stored meanwhile must have been
// looked up by r.
func (s *Store) ResolveNext(ctx context.Context, src event.SourceID, r Resolver) (p Pass, err error) {
	if done, err := s.lookedUp(ctx, src, r.Revision); err != nil || done {
		return p, err
	}
	err = s.write(ctx, "resolve", string(src), func(tx *sql.Tx) error {
		id, accessLeft, auditLeft, err := beginPass(ctx, tx, src, r.Revision)
		if err != nil {
			return err
		}
		err = tx.QueryRowContext(ctx, `SELECT coalesce((SELECT max(id) FROM access_event), 0) + coalesce((SELECT max(id) FROM audit_event), 0)`).Scan(&p.All)
		switch {
		case err != nil:
			return err
		case accessLeft > 0:
			accessLeft, err = stretch[AccessEvent](ctx, tx, "access_event", id, accessLeft, r.access)
		default:
			auditLeft, err = stretch[AuditEvent](ctx, tx, "audit_event", id, auditLeft, r.audit)
		}
		if err != nil {
			return err
		}
		p.Left = accessLeft + auditLeft
		p.All = max(p.All, p.Left) // of a source that was forgotten meanwhile there is less
		set := `UPDATE source SET access_left = ?, audit_left = ? WHERE id = ?`
		if p.Left == 0 {
			set = `UPDATE source SET looked_up = looking, looking = '', access_left = ?, audit_left = ? WHERE id = ?`
		}
		_, err = tx.ExecContext(ctx, set, accessLeft, auditLeft, id)
		return err
	})
	return p, err
}

// lookedUp reports whether all records of a source were looked up by a revision.
func (s *Store) lookedUp(ctx context.Context, src event.SourceID, revision string) (bool, error) {
	var n int
	err := s.readers.QueryRowContext(ctx, `SELECT count(*) FROM source WHERE ulid = ? AND looked_up = ? AND looked_up <> ''`, string(src), revision).Scan(&n)
	return n > 0, s.wrap("resolve", string(src), err)
}

// beginPass finds the pass of a revision over a source, or begins it.
func beginPass(ctx context.Context, tx *sql.Tx, src event.SourceID, revision string) (id, accessLeft, auditLeft int64, err error) {
	if id, err = openSource(ctx, tx, src); err != nil {
		return
	}
	_, err = tx.ExecContext(ctx, `UPDATE source SET looked_up = '', looking = ?1,
		access_left = coalesce((SELECT max(id) FROM access_event), 0), audit_left = coalesce((SELECT max(id) FROM audit_event), 0)
		WHERE id = ?2 AND looking <> ?1`, revision, id)
	if err == nil {
		err = tx.QueryRowContext(ctx, `SELECT access_left, audit_left FROM source WHERE id = ?`, id).Scan(&accessLeft, &auditLeft)
	}
	return
}

// stretch looks up the records of a source in the resolveRows ids up to left, and
// returns what is left then. Records of other sources may lie between.
func stretch[T any, R record[T]](ctx context.Context, tx *sql.Tx, table string, src, left int64, fn func(R)) (int64, error) {
	from := max(0, left-resolveRows)
	_, _, err := rewrite[T, R](ctx, tx, table, `id > ? AND id <= ? AND source = ?`, []any{from, left, src}, fn)
	return from, err
}

// ResolveAbout looks up at once the records that match a query: those that a note is
// about. Where the answers for all others are what they were under a revision before,
// that is named, and they count as looked up by r's; "" is that nobody knows.
func (s *Store) ResolveAbout(ctx context.Context, src event.SourceID, about *query.Query, before string, r Resolver) (changed int64, err error) {
	f := Filter{Source: src, Query: about}
	a, err := resolveAll[AccessEvent](ctx, s, accessTable, f, r.access)
	if err != nil {
		return a, err
	}
	b, err := resolveAll[AuditEvent](ctx, s, auditTable, f, r.audit)
	if err != nil || before == "" {
		return a + b, err
	}
	return a + b, s.write(ctx, "resolve", string(src), func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE source SET looked_up = iif(looked_up = ?1, ?2, looked_up), looking = iif(looking = ?1, ?2, looking)
			WHERE ulid = ?3`, before, r.Revision, string(src))
		return err
	})
}

func resolveAll[T any, R record[T]](ctx context.Context, s *Store, t table, f Filter, fn func(R)) (changed int64, err error) {
	c, err := s.condition(ctx, t, f)
	if err != nil {
		return 0, err
	}
	for last := int64(0); last >= 0; {
		args := append(slices.Clone(c.args), last, resolveRows)
		err := s.write(ctx, "resolve", t.name, func(tx *sql.Tx) error {
			n, next, err := rewrite[T, R](ctx, tx, t.name, `id IN (SELECT id FROM `+t.name+` WHERE `+c.where+` AND id > ? ORDER BY id LIMIT ?)`, args, fn)
			changed, last = changed+n, next
			return err
		})
		if err != nil {
			return changed, err
		}
	}
	return changed, nil
}

func (r Resolver) access(e *AccessEvent) {
	e.Restore()
	if r.Access != nil {
		r.Access(e)
	}
	nearest(e.Note, &e.Memo, &e.MemoOrigin)
}

func (r Resolver) audit(e *AuditEvent) {
	e.Restore()
	if r.Audit != nil {
		r.Audit(e)
	}
	nearest(e.Note, &e.Memo, &e.MemoOrigin)
}

// answers are the columns that a look-up may change, asked those it depends on; the
// text of a record is neither, so that a page of them is small.
var (
	answers = map[string]bool{
		"scope": true, "name": true, "company": true, "company_origin": true,
		"memo": true, "memo_origin": true, "place": true, "country": true, "place_origin": true,
	}
	asked = map[string]bool{
		"account": true, "host": true, "path": true, "ip": true, "note": true,
		"rec_scope": true, "rec_name": true, "rec_company": true, "rec_memo": true, "rec_place": true,
	}
)

// rewrite runs fn over the records of a condition and updates those it changed; last
// is the largest id among them, -1 when there are none.
func rewrite[T any, R record[T]](ctx context.Context, tx *sql.Tx, table, where string, args []any, fn func(R)) (changed, last int64, err error) {
	var set, read []string
	for _, c := range R(new(T)).columns() {
		if answers[c.name] {
			set = append(set, c.name+" = ?")
		}
		if answers[c.name] || asked[c.name] {
			read = append(read, c.name)
		}
	}
	events, err := looked[T, R](tx.QueryContext(ctx, `SELECT id, `+strings.Join(read, ", ")+` FROM `+table+` WHERE `+where+` ORDER BY id`, args...))
	if err != nil || len(events) == 0 {
		return 0, -1, err
	}
	stmt, err := tx.PrepareContext(ctx, `UPDATE `+table+` SET `+strings.Join(set, ", ")+` WHERE id = ?`)
	if err != nil {
		return 0, 0, err
	}
	defer stmt.Close()
	for i := range events {
		r := R(&events[i])
		was := answersOf(r.columns())
		fn(r)
		now := answersOf(r.columns())
		id, _, _ := r.head()
		last = *id
		if slices.Equal(was, now) {
			continue
		}
		if _, err := stmt.ExecContext(ctx, append(now, last)...); err != nil {
			return 0, 0, err
		}
		changed++
	}
	return changed, last, nil
}

// looked reads the rows that rewrite asked for.
func looked[T any, R record[T]](rows *sql.Rows, err error) ([]T, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []T
	for rows.Next() {
		var e T
		id, _, _ := R(&e).head()
		into := []any{id}
		for _, c := range R(&e).columns() {
			if answers[c.name] || asked[c.name] {
				into = append(into, c.at)
			}
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, rows.Err()
}

func answersOf(cols []column) []any {
	var out []any
	for _, c := range cols {
		if answers[c.name] {
			out = append(out, c.value())
		}
	}
	return out
}

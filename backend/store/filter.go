package store

import (
	"context"
	"database/sql"
	"errors"

	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/query"
)

// Filter chooses and orders records. The zero Filter is everything of all
// sources, oldest first.
type Filter struct {
	Source event.SourceID  // "" is all sources
	Query  *query.Query    // nil matches everything
	Range  event.TimeRange // to the millisecond, both ends belong to it
	Sort   string          // a field name; "" is time. Ties keep the order of storing.
	Desc   bool
}

// field is the SQL expression of a field that must exist.
func (t table) field(name string) (string, error) {
	expr, ok := t.expr(name)
	if !ok {
		return "", fault.New("query", fault.Invalid, name, "", fault.Say("{0} has no field {1}", t.name, name))
	}
	return expr, nil
}

// cond is a WHERE clause with its arguments.
type cond struct {
	where string
	args  []any
}

func (c *cond) and(sql string, args ...any) {
	if c.where != "" {
		c.where += " AND "
	}
	c.where += sql
	c.args = append(c.args, args...)
}

// condition compiles f for t.
func (s *Store) condition(ctx context.Context, t table, f Filter) (cond, error) {
	var c cond
	if f.Source == "" {
		c.and("1")
	} else {
		id, err := s.sourceID(ctx, f.Source)
		if err != nil {
			return c, err
		}
		c.and("source = ?", id)
	}
	if !f.Range.From.IsZero() || !f.Range.To.IsZero() {
		c.and("time_ms <> 0")
	}
	if !f.Range.From.IsZero() {
		c.and("time_ms >= ?", f.Range.From.UnixMilli())
	}
	if !f.Range.To.IsZero() {
		c.and("time_ms <= ?", f.Range.To.UnixMilli())
	}
	if f.Query.Empty() {
		return c, nil
	}
	where, args, err := f.Query.SQL(t.columns())
	if err != nil {
		return c, err
	}
	c.and("("+where+")", args...)
	return c, nil
}

// sourceID is the row of a source; an unknown source has no records and gets 0.
func (s *Store) sourceID(ctx context.Context, src event.SourceID) (id int64, err error) {
	err = s.readers.QueryRowContext(ctx, `SELECT id FROM source WHERE ulid = ?`, string(src)).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return id, s.wrap("query", string(src), err)
}

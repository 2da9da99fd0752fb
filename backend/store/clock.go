package store

import (
	"context"
	"database/sql"
	"time"
)

// Clock is how the times of a source's family are read; the family "" is the
// source itself.
type Clock struct {
	Family string
	Zone   string        // of times without one; "": the source's or, of the source, found
	Ahead  time.Duration // of the true time, to the millisecond
}

// SetClocks replaces the clocks of the source at a path.
func (s *Store) SetClocks(ctx context.Context, path string, clocks []Clock) error {
	return s.keep(ctx, "clocks", path, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM clock WHERE source = ?`, path); err != nil {
			return err
		}
		for _, c := range clocks {
			_, err := tx.ExecContext(ctx, `INSERT INTO clock (source, family, zone, ahead_ms) VALUES (?, ?, ?, ?)`, path, c.Family, c.Zone, c.Ahead.Milliseconds())
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// Clocks are those of a source, by family.
func (s *Store) Clocks(ctx context.Context, path string) ([]Clock, error) {
	rows, err := s.readers.QueryContext(ctx, `SELECT family, zone, ahead_ms FROM clock WHERE source = ? ORDER BY family`, path)
	if err != nil {
		return nil, s.wrap("clocks", path, err)
	}
	defer rows.Close()
	var out []Clock
	for rows.Next() {
		var c Clock
		var ms int64
		if err := rows.Scan(&c.Family, &c.Zone, &ms); err != nil {
			return nil, s.wrap("clocks", path, err)
		}
		c.Ahead = time.Duration(ms) * time.Millisecond
		out = append(out, c)
	}
	return out, s.wrap("clocks", path, rows.Err())
}

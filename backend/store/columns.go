package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"
)

// SetColumns remembers which columns a desk shows of the source at a path, in their order;
// none are those that the desk shows by itself. A name has no spaces.
func (s *Store) SetColumns(ctx context.Context, path, desk string, names []string) error {
	return s.keep(ctx, "columns", path, func(tx *sql.Tx) error {
		if len(names) == 0 {
			_, err := tx.ExecContext(ctx, `DELETE FROM columns WHERE source = ? AND desk = ?`, path, desk)
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO columns (source, desk, names) VALUES (?, ?, ?)`, path, desk, strings.Join(names, " "))
		return err
	})
}

// Columns are those that were chosen, nil when none were.
func (s *Store) Columns(ctx context.Context, path, desk string) ([]string, error) {
	var names string
	err := s.readers.QueryRowContext(ctx, `SELECT names FROM columns WHERE source = ? AND desk = ?`, path, desk).Scan(&names)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return strings.Fields(names), s.wrap("columns", path, err)
}

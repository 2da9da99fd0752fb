package store

import "context"

// SQLiteVersion is the version of the engine, for About and bug reports.
func (s *Store) SQLiteVersion() string {
	var v string
	if err := s.readers.QueryRowContext(context.Background(), `SELECT sqlite_version()`).Scan(&v); err != nil {
		return "unknown"
	}
	return v
}

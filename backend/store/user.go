package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"cordwood/backend/event"
)

// RecentSource is a folder or bundle that was opened before.
type RecentSource struct {
	ID     event.SourceID
	Kind   string // "folder", "bundle"
	Path   string // one entry a path
	Label  string
	Pinned bool
	Opened time.Time
	Seen   Seen // set by SetSeen alone
}

// SetRecentSource keeps an entry, replacing the one with its path.
func (s *Store) SetRecentSource(ctx context.Context, r RecentSource) error {
	return s.keep(ctx, "recent sources", r.Path, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO recent_source (ulid, kind, path, label, pinned, opened) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT (path) DO UPDATE SET ulid = excluded.ulid, kind = excluded.kind, label = excluded.label, pinned = excluded.pinned, opened = excluded.opened`,
			string(r.ID), r.Kind, r.Path, r.Label, r.Pinned, toMillis(r.Opened))
		return err
	})
}

// RecentSources lists pinned entries first, then by the time of opening, newest first.
func (s *Store) RecentSources(ctx context.Context) ([]RecentSource, error) {
	rows, err := s.readers.QueryContext(ctx, `SELECT ulid, kind, path, label, pinned, opened, seen, families, bytes, lines, first_ms, last_ms, zone FROM recent_source ORDER BY pinned DESC, opened DESC, path`)
	if err != nil {
		return nil, s.wrap("recent sources", "", err)
	}
	defer rows.Close()
	var out []RecentSource
	for rows.Next() {
		var r RecentSource
		if err := rows.Scan(&r.ID, &r.Kind, &r.Path, &r.Label, &r.Pinned, (*millis)(&r.Opened),
			(*millis)(&r.Seen.At), &r.Seen.Families, &r.Seen.Bytes, &r.Seen.Lines, (*millis)(&r.Seen.First), (*millis)(&r.Seen.Last), &r.Seen.Zone); err != nil {
			return nil, s.wrap("recent sources", "", err)
		}
		out = append(out, r)
	}
	return out, s.wrap("recent sources", "", rows.Err())
}

// DropRecentSource removes an entry and the charsets, clocks and columns that were set there; its
// records stay until Forget.
func (s *Store) DropRecentSource(ctx context.Context, id event.SourceID) error {
	return s.keep(ctx, "recent sources", string(id), func(tx *sql.Tx) error {
		for _, table := range []string{"charset", "clock", "columns"} {
			if _, err := tx.ExecContext(ctx, `DELETE FROM `+table+` WHERE source = (SELECT path FROM recent_source WHERE ulid = ?)`, string(id)); err != nil {
				return err
			}
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM recent_source WHERE ulid = ?`, string(id))
		return err
	})
}

// SetCharsets remembers how families of the source at a path are read, by their trunks;
// those that are not named are found out again.
func (s *Store) SetCharsets(ctx context.Context, path string, set map[string]string) error {
	return s.keep(ctx, "charsets", path, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM charset WHERE source = ?`, path)
		for trunk, charset := range set {
			if err == nil {
				_, err = tx.ExecContext(ctx, `INSERT INTO charset (source, trunk, charset) VALUES (?, ?, ?)`, path, trunk, charset)
			}
		}
		return err
	})
}

// Charsets are those that were set for the source at a path, by trunk.
func (s *Store) Charsets(ctx context.Context, path string) (map[string]string, error) {
	rows, err := s.readers.QueryContext(ctx, `SELECT trunk, charset FROM charset WHERE source = ?`, path)
	if err != nil {
		return nil, s.wrap("charsets", path, err)
	}
	defer rows.Close()
	set := map[string]string{}
	for rows.Next() {
		var trunk, charset string
		if err := rows.Scan(&trunk, &charset); err != nil {
			return nil, s.wrap("charsets", path, err)
		}
		set[trunk] = charset
	}
	return set, s.wrap("charsets", path, rows.Err())
}

// SetMapping remembers how the columns of imported tables with this header are read.
func (s *Store) SetMapping(ctx context.Context, header, mapping string) error {
	return s.keep(ctx, "import mapping", header, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO import_mapping (header, mapping, updated) VALUES (?, ?, ?)`,
			header, mapping, time.Now().UnixMilli())
		return err
	})
}

// Mapping is the remembered mapping of a header; ok is false when there is none.
func (s *Store) Mapping(ctx context.Context, header string) (mapping string, ok bool, err error) {
	err = s.readers.QueryRowContext(ctx, `SELECT mapping FROM import_mapping WHERE header = ?`, header).Scan(&mapping)
	if errors.Is(err, sql.ErrNoRows) {
		return "", false, nil
	}
	return mapping, err == nil, s.wrap("import mapping", header, err)
}

package store

import (
	"context"
	"database/sql"
	"time"

	"cordwood/backend/event"
)

// Seen is what a source held when it was last looked at.
type Seen struct {
	At          time.Time // zero: it never was
	Families    int
	Bytes       int64 // as stored
	Lines       int64
	First, Last time.Time // of its entries
	Zone        int       // minutes east of UTC
}

// SetSeen keeps what a source that was opened before holds now.
func (s *Store) SetSeen(ctx context.Context, id event.SourceID, v Seen) error {
	return s.keep(ctx, "recent sources", string(id), func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE recent_source SET seen = ?, families = ?, bytes = ?, lines = ?, first_ms = ?, last_ms = ?, zone = ? WHERE ulid = ?`,
			toMillis(v.At), v.Families, v.Bytes, v.Lines, toMillis(v.First), toMillis(v.Last), v.Zone, string(id))
		return err
	})
}

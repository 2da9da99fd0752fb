package store

import (
	"context"
	"database/sql"
	"strconv"
	"strings"
	"time"

	"cordwood/backend/event"
	"cordwood/backend/fault"
)

// File names one log file as it is called now.
type File struct {
	ID     event.FileID
	Path   string // relative to the source
	Family string
}

// Batch is a stretch of one file: the records that start in [From, To), and To,
// which becomes the file's position. Both kinds may be empty.
type Batch struct {
	Source   event.SourceID
	File     File
	From, To event.Offset
	Line     event.Line // of the entry at To; 0 where it is not known
	Access   []AccessEvent
	Audit    []AuditEvent
	Revision string // of the Resolver that looked them up
}

// Ingest stores a batch whole or not at all; when it returns nil the batch is
// there after any kill of the process. A record whose (file, offset) is stored
// already is left as it is, so a stretch may be handed over twice; a position
// never moves back. A From beyond the position would leave a gap and is a
// Conflict. Of a record's At only Offset and Line are read.
func (s *Store) Ingest(ctx context.Context, b Batch) error {
	_, err := s.Import(ctx, b)
	return err
}

// Import is Ingest that also tells how many records were new.
func (s *Store) Import(ctx context.Context, b Batch) (added int64, err error) {
	err = s.write(ctx, "store", b.File.Path, func(tx *sql.Tx) error {
		src, err := openSource(ctx, tx, b.Source)
		if err != nil {
			return err
		}
		file, pos, err := openFile(ctx, tx, src, b.File)
		if err != nil {
			return err
		}
		if b.From > pos {
			return fault.New("store", fault.Conflict, b.File.Path, "read the file again from its stored position",
				fault.Say("the batch starts at byte {0}, the position is {1}", b.From, pos))
		}
		marks, err := visitNotes(ctx, tx, b.File.ID)
		if err != nil {
			return err
		}
		for i := range b.Access {
			e := &b.Access[i]
			markVisit(marks, e.At.Offset, &e.Note, &e.Memo, &e.MemoOrigin)
		}
		for i := range b.Audit {
			e := &b.Audit[i]
			markVisit(marks, e.At.Offset, &e.Note, &e.Memo, &e.MemoOrigin)
		}
		if err := insert[AccessEvent](ctx, tx, "access_event", src, file, b.Access, &added); err != nil {
			return err
		}
		if err := insert[AuditEvent](ctx, tx, "audit_event", src, file, b.Audit, &added); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE file SET line = CASE WHEN ?1 > position OR ?1 = position AND ?2 > 0 THEN ?2 ELSE line END,
			position = max(position, ?1), updated = ?3 WHERE id = ?4`, int64(b.To), int64(b.Line), time.Now().UnixMilli(), file)
		if err != nil || len(b.Access)+len(b.Audit) == 0 {
			return err
		}
		// Records of another revision (another process may have one) are looked up again.
		_, err = tx.ExecContext(ctx, `UPDATE source SET looked_up = iif(looked_up = ?1, looked_up, ''), looking = iif(looking = ?1, looking, '')
			WHERE id = ?2`, b.Revision, src)
		return err
	})
	if err != nil {
		return 0, err
	}
	return added, nil
}

// openSource finds or makes the row of a source.
func openSource(ctx context.Context, tx *sql.Tx, src event.SourceID) (id int64, err error) {
	err = tx.QueryRowContext(ctx, `INSERT INTO source (ulid, created) VALUES (?, ?)
		ON CONFLICT (ulid) DO UPDATE SET ulid = excluded.ulid RETURNING id`, string(src), time.Now().UnixMilli()).Scan(&id)
	return
}

// openFile finds or makes the row of a file, and brings its name up to date.
func openFile(ctx context.Context, tx *sql.Tx, src int64, f File) (id int64, pos event.Offset, err error) {
	err = tx.QueryRowContext(ctx, `INSERT INTO file (source, fingerprint, path, family, updated) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (source, fingerprint) DO UPDATE SET path = excluded.path, family = excluded.family
		RETURNING id, position`, src, string(f.ID), f.Path, f.Family, time.Now().UnixMilli()).Scan(&id, &pos)
	return
}

func insert[T any, R record[T]](ctx context.Context, tx *sql.Tx, table string, src, file int64, events []T, added *int64) error {
	if len(events) == 0 {
		return nil
	}
	stmt, err := tx.PrepareContext(ctx, insertSQL[T, R](table))
	if err != nil {
		return err
	}
	defer stmt.Close()
	var args []any
	for i := range events {
		r := R(&events[i])
		_, at, ip := r.head()
		args = append(args[:0], src, file, int64(at.Offset), int64(at.Line), ipBytes(ip))
		for _, c := range r.columns() {
			args = append(args, c.value())
		}
		done, err := stmt.ExecContext(ctx, args...)
		if err != nil {
			return err
		}
		n, err := done.RowsAffected()
		if err != nil {
			return err
		}
		*added += n
	}
	return nil
}

// Position is how far a file is stored.
type Position struct {
	Offset event.Offset // the decoded byte
	Line   event.Line   // of the entry there; 0 where it is not known
}

// Position is where to go on with the file; the zero Position for one that the
// store does not know.
func (s *Store) Position(ctx context.Context, src event.SourceID, file event.FileID) (Position, error) {
	var pos Position
	err := s.readers.QueryRowContext(ctx, `SELECT f.position, f.line FROM file f JOIN source s ON s.id = f.source
		WHERE s.ulid = ? AND f.fingerprint = ?`, string(src), string(file)).Scan(&pos.Offset, &pos.Line)
	if err == sql.ErrNoRows {
		return Position{}, nil
	}
	return pos, s.wrap("read position", string(file), err)
}

// Forget removes a source with its files and records. Notes stay: they are the
// user's work. Forgetting an unknown source is no error.
func (s *Store) Forget(ctx context.Context, src event.SourceID) error {
	return s.write(ctx, "forget", string(src), func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM source WHERE ulid = ?`, string(src))
		return err
	})
}

// VisitKey is the key of a note on one row.
func VisitKey(file event.FileID, offset event.Offset) string {
	return string(file) + ":" + strconv.FormatInt(int64(offset), 10)
}

func cutVisitKey(key string) (file string, offset int64, ok bool) {
	i := strings.LastIndexByte(key, ':')
	if i < 1 {
		return "", 0, false
	}
	offset, err := strconv.ParseInt(key[i+1:], 10, 64)
	return key[:i], offset, err == nil
}

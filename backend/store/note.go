package store

import (
	"context"
	"database/sql"
	"time"

	"cordwood/backend/event"
	"cordwood/backend/fault"
)

// NoteKind says what a note is written on.
type NoteKind string

const (
	NoteIP      NoteKind = "ip"
	NoteNetwork NoteKind = "network" // CIDR
	NoteAccount NoteKind = "account"
	NoteCompany NoteKind = "company"
	NoteVisit   NoteKind = "visit" // one row; its key is VisitKey
)

// Note is what the user wrote: a memo, and for an address, a network or an
// account also the company that it belongs to.
type Note struct {
	Kind    NoteKind
	Key     string
	Text    string
	Company string
	Updated time.Time // set by SetNote
}

// SetNote keeps a note, replacing the one with its kind and key; a note without
// text and company is removed. A note on a visit shows at once; for the others
// the caller makes its directory again and runs Resolve.
func (s *Store) SetNote(ctx context.Context, n Note) error {
	switch n.Kind {
	case NoteIP, NoteNetwork, NoteAccount, NoteCompany, NoteVisit:
	default:
		return fault.New("note", fault.Invalid, string(n.Kind), "", fault.Say("a note is on an ip, a network, an account, a company or a visit"))
	}
	if n.Key == "" {
		return fault.New("note", fault.Invalid, string(n.Kind), "say what the note is on", fault.Say("no key"))
	}
	return s.keep(ctx, "note", n.Key, func(tx *sql.Tx) error {
		var err error
		if n.Text == "" && n.Company == "" {
			_, err = tx.ExecContext(ctx, `DELETE FROM note WHERE kind = ? AND key = ?`, string(n.Kind), n.Key)
		} else {
			_, err = tx.ExecContext(ctx, `INSERT INTO note (kind, key, text, company, updated) VALUES (?, ?, ?, ?, ?)
				ON CONFLICT (kind, key) DO UPDATE SET text = excluded.text, company = excluded.company, updated = excluded.updated`,
				string(n.Kind), n.Key, n.Text, n.Company, time.Now().UnixMilli())
		}
		if err != nil || n.Kind != NoteVisit {
			return err
		}
		return showVisitNote(ctx, tx, n)
	})
}

// Notes lists all notes by kind and key.
func (s *Store) Notes(ctx context.Context) ([]Note, error) {
	rows, err := s.readers.QueryContext(ctx, `SELECT kind, key, text, company, updated FROM note ORDER BY kind, key`)
	if err != nil {
		return nil, s.wrap("notes", "", err)
	}
	defer rows.Close()
	var out []Note
	for rows.Next() {
		var n Note
		if err := rows.Scan(&n.Kind, &n.Key, &n.Text, &n.Company, (*millis)(&n.Updated)); err != nil {
			return nil, s.wrap("notes", "", err)
		}
		out = append(out, n)
	}
	return out, s.wrap("notes", "", rows.Err())
}

// showVisitNote puts a note on the row it is written on. It is nearer than a note
// on the row's address, account or company, and farther than what the record or
// the directory say. What an emptied note gives way to, ResolveAbout finds.
func showVisitNote(ctx context.Context, tx *sql.Tx, n Note) error {
	file, offset, ok := cutVisitKey(n.Key)
	if !ok {
		return fault.New("note", fault.Invalid, n.Key, "", fault.Say("the key of a visit is file:offset"))
	}
	for _, t := range []table{accessTable, auditTable} {
		_, err := tx.ExecContext(ctx, `UPDATE `+t.name+` SET
			memo = iif(memo = '' OR memo_origin = 'note', ?1, memo),
			memo_origin = iif(memo = '' OR memo_origin = 'note', iif(?1 = '', '', 'note'), memo_origin),
			note = ?1
			WHERE "offset" = ?3 AND file IN (SELECT id FROM file WHERE fingerprint = ?2)`, n.Text, file, offset)
		if err != nil {
			return err
		}
	}
	return nil
}

// visitNotes are the notes on rows of one file, by key.
func visitNotes(ctx context.Context, tx *sql.Tx, file event.FileID) (map[event.Offset]string, error) {
	rows, err := tx.QueryContext(ctx, `SELECT key, text FROM note WHERE kind = 'visit' AND key >= ? AND key < ?`, string(file)+":", string(file)+";")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	marks := map[event.Offset]string{}
	for rows.Next() {
		var key, text string
		if err := rows.Scan(&key, &text); err != nil {
			return nil, err
		}
		if _, offset, ok := cutVisitKey(key); ok {
			marks[event.Offset(offset)] = text
		}
	}
	return marks, rows.Err()
}

// markVisit puts the user's note into a record that is about to be stored.
func markVisit(marks map[event.Offset]string, at event.Offset, note, memo, memoOrigin *string) {
	*note = marks[at]
	nearest(*note, memo, memoOrigin)
}

// nearest lets the note on one row win over every other note.
func nearest(note string, memo, memoOrigin *string) {
	if note != "" && (*memo == "" || *memoOrigin == FromNote) {
		*memo, *memoOrigin = note, FromNote
	}
}

package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"cordwood/backend/fault"
)

// probeWhole is the size up to which Open checks every page: about a second on
// a slow disk. A larger database is checked by Check in the background.
const probeWhole = 64 << 20

// probe finds damage before anything is written.
func probe(ctx context.Context, db *sql.DB, path string) error {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return fault.New("open store", fault.Unreadable, path, "", fault.Say("it is no regular file"))
	}
	if info.Size() > probeWhole {
		var n int
		return db.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema`).Scan(&n)
	}
	return check(ctx, db, path)
}

// asDamage reads a plain error of SQLite, where we changed nothing, as damage:
// our own statements make sense, so it is the stored schema or the header that
// does not.
func asDamage(path string, err error) error {
	var se *sqlite.Error
	if errors.As(err, &se) && se.Code() == lib.SQLITE_ERROR {
		return fault.New("open store", fault.Damaged, path, "", err)
	}
	return err
}

// Check reads the whole database; a *fault.Error of kind Damaged says what is wrong.
func (s *Store) Check(ctx context.Context) error {
	return s.wrap("check store", s.path, check(ctx, s.readers, s.path))
}

func check(ctx context.Context, db *sql.DB, path string) error {
	var verdict string
	if err := db.QueryRowContext(ctx, `PRAGMA integrity_check(1)`).Scan(&verdict); err != nil {
		return err
	}
	if verdict != "ok" {
		return fault.New("open store", fault.Damaged, path, "", errors.New(verdict))
	}
	return nil
}

// aside is what setAside did: the sentence for the user, and the user's own
// rows that could still be read.
type aside struct {
	text  string
	saved []savedTable
}

// setAside renames a damaged database with its log files and reads from it what
// only the user can know; records come again from the logs.
func setAside(ctx context.Context, path string, cause error) (aside, error) {
	saved := salvage(ctx, path)
	name := fmt.Sprintf("%s.damaged-%s", path, time.Now().UTC().Format("20060102T150405.000"))
	for _, tail := range []string{"", "-wal", "-shm"} {
		err := os.Rename(path+tail, name+tail)
		if err != nil && !(tail != "" && errors.Is(err, fs.ErrNotExist)) {
			return aside{}, fault.New("set aside", fault.KindOf(err), path+tail, "close other Cordwood windows and try again", err)
		}
	}
	rows := 0
	for _, t := range saved {
		rows += len(t.rows)
	}
	return aside{text: fmt.Sprintf("The database was damaged (%v). It is kept as %s; a new one was started, %d of your notes and settings were saved, "+
		"and records are read again from the logs.", errors.Unwrap(cause), name, rows), saved: saved}, nil
}

// savedTable holds rows of one of the user's own tables, as an older version may have made it.
type savedTable struct {
	name string
	cols []string
	rows [][]any
}

var userTables = []string{"note", "recent_source", "import_mapping", "charset", "clock", "columns"}

// salvage reads what it can; damage ends a table, not the salvage.
func salvage(ctx context.Context, path string) []savedTable {
	db := connect(path, pragmas+"&_pragma=query_only(1)")
	defer db.Close()
	var out []savedTable
	for _, name := range userTables {
		rows, err := db.QueryContext(ctx, `SELECT * FROM `+name)
		if err != nil {
			continue
		}
		t := savedTable{name: name}
		if t.cols, err = rows.Columns(); err != nil {
			rows.Close()
			continue
		}
		for rows.Next() {
			row, into := make([]any, len(t.cols)), make([]any, len(t.cols))
			for i := range row {
				into[i] = &row[i]
			}
			if rows.Scan(into...) != nil {
				break
			}
			t.rows = append(t.rows, row)
		}
		rows.Close()
		out = append(out, t)
	}
	return out
}

// restore puts salvaged rows into the new database.
func (s *Store) restore(ctx context.Context, saved []savedTable) error {
	return s.keep(ctx, "restore notes", s.path, func(tx *sql.Tx) error {
		for _, t := range saved {
			if len(t.rows) == 0 {
				continue
			}
			known, err := columnsOf(ctx, tx, t.name)
			if err != nil {
				return err
			}
			if slices.ContainsFunc(t.cols, func(c string) bool { return !slices.Contains(known, c) }) {
				continue // the damage is in what the table is
			}
			marks := strings.Repeat(", ?", len(t.cols))[2:]
			for _, row := range t.rows {
				_, err := tx.ExecContext(ctx, `INSERT OR IGNORE INTO `+t.name+` (`+strings.Join(t.cols, ", ")+`) VALUES (`+marks+`)`, row...)
				var se *sqlite.Error
				if errors.As(err, &se) && se.Code()&0xff == lib.SQLITE_CONSTRAINT {
					continue // the damage is in this row
				}
				if err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func columnsOf(ctx context.Context, tx *sql.Tx, table string) ([]string, error) {
	rows, err := tx.QueryContext(ctx, `SELECT * FROM `+table+` LIMIT 0`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	return rows.Columns()
}

package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"net/url"
	"path/filepath"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"cordwood/backend/fault"
)

// pragmas hold for every connection, so they travel in the DSN. mmap is off: a
// truncation under a mapping kills the process. NORMAL in WAL mode can lose the
// last commits in a power cut, never a part of one; their rows are read again
// from the logs because the position is lost with them.
const pragmas = "_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)" +
	"&_pragma=foreign_keys(1)&_pragma=mmap_size(0)&_pragma=temp_store(MEMORY)"

// connector opens connections with our functions, without a global registration.
type connector struct {
	driver *sqlite.Driver
	dsn    string
}

func (c connector) Connect(context.Context) (driver.Conn, error) { return c.driver.Open(c.dsn) }
func (c connector) Driver() driver.Driver                        { return c.driver }

// connect opens a database file; params are those of SQLite's file names.
func connect(path, params string) *sql.DB {
	slashed := filepath.ToSlash(path)
	if slashed[0] != '/' { // C:/...
		slashed = "/" + slashed
	}
	u := url.URL{Scheme: "file", Path: slashed}
	d := &sqlite.Driver{}
	register(d)
	return sql.OpenDB(connector{d, u.String() + "?" + params})
}

// write runs fn in one immediate transaction.
func (s *Store) write(ctx context.Context, op, path string, fn func(*sql.Tx) error) error {
	tx, err := s.writer.BeginTx(ctx, nil)
	if err != nil {
		return s.wrap(op, path, err)
	}
	defer tx.Rollback()
	if err := fn(tx); err != nil {
		return s.wrap(op, path, err)
	}
	return s.wrap(op, path, tx.Commit())
}

// keep is write for what the user typed: it is on the disk when keep returns,
// because a checkpoint syncs the write-ahead log first.
func (s *Store) keep(ctx context.Context, op, path string, fn func(*sql.Tx) error) error {
	err := s.write(ctx, op, path, func(tx *sql.Tx) error {
		if err := fn(tx); err != nil {
			return err
		}
		return tell(ctx, tx)
	})
	if err != nil {
		return err
	}
	_, err = s.writer.ExecContext(ctx, `PRAGMA wal_checkpoint(PASSIVE)`)
	return s.wrap(op, path, err)
}

// wrap gives an error of SQLite its kind and its next step; nil stays nil.
func (s *Store) wrap(op, path string, err error) error {
	var known *fault.Error
	if err == nil || errors.As(err, &known) {
		return err
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return fault.New(op, fault.Stopped, path, "", err)
	}
	var se *sqlite.Error
	if !errors.As(err, &se) {
		return fault.New(op, fault.KindOf(err), path, "", err)
	}
	switch se.Code() & 0xff {
	case lib.SQLITE_CORRUPT, lib.SQLITE_NOTADB:
		return fault.New(op, fault.Damaged, s.path, "start Cordwood again: it moves the database aside and starts a new one", err)
	case lib.SQLITE_FULL:
		return fault.New(op, fault.Limit, s.path, "the disk is full: free space, then try again; what was stored before is safe", err)
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED:
		return fault.New(op, fault.Locked, s.path, "another process is writing: try again", err)
	case lib.SQLITE_READONLY, lib.SQLITE_CANTOPEN, lib.SQLITE_PERM:
		return fault.New(op, fault.Denied, s.path, "check that the file and its folder can be written", err)
	case lib.SQLITE_INTERRUPT:
		return fault.New(op, fault.Stopped, path, "", err)
	}
	return fault.New(op, fault.Internal, path, "", err)
}

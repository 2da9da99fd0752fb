package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"cordwood/backend/fault"
	"cordwood/backend/internal/fsx"
	"cordwood/backend/store/migration"
)

// Store is one open database. Its methods may be called from any goroutine.
type Store struct {
	path    string
	writer  *sql.DB // one connection; every transaction is BEGIN IMMEDIATE
	readers *sql.DB
	notices []string
}

// readerCount: a desk asks for a page, a count and a few facets at once; more
// readers than this only share two or four cores.
const readerCount = 4

// Open opens the database at path, making it and its folder if need be, and
// brings its schema up to date after a backup. A damaged database is moved
// aside as path.damaged-<time>, never deleted, and a new one is started; Notices
// says so. A share, an SQLite with the WAL-reset bug and a database written by a
// newer Cordwood are refused.
func Open(ctx context.Context, path string) (*Store, error) {
	return openWith(ctx, path, migration.Files)
}

func openWith(ctx context.Context, path string, steps fs.FS) (*Store, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fault.New("open store", fault.Invalid, path, "", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fault.New("open store", fault.KindOf(err), path, "choose a folder that can be written", err)
	}
	if err := fsx.MustBeLocal("open store", filepath.Dir(path)); err != nil {
		return nil, err
	}
	s, err := open(ctx, path, steps)
	if err == nil || fault.KindOf(err) != fault.Damaged {
		return s, err
	}
	notice, merr := setAside(ctx, path, err)
	if merr != nil {
		return nil, merr
	}
	if s, err = open(ctx, path, steps); err != nil {
		return nil, err
	}
	s.notices = append(s.notices, notice.text)
	return s, s.restore(ctx, notice.saved)
}

func open(ctx context.Context, path string, steps fs.FS) (*Store, error) {
	s := &Store{path: path}
	s.writer = connect(path, pragmas+"&_txlock=immediate")
	s.writer.SetMaxOpenConns(1)
	s.readers = connect(path, pragmas+"&_pragma=query_only(1)")
	s.readers.SetMaxOpenConns(readerCount)
	for _, step := range []func() error{
		func() error { return asDamage(path, checkVersion(ctx, s.writer)) },
		func() error { return asDamage(path, probe(ctx, s.writer, path)) },
		func() error { return s.migrate(ctx, steps) },
		func() error { return s.tellFirst(ctx) },
	} {
		if err := step(); err != nil {
			s.Close()
			return nil, s.wrap("open store", path, err)
		}
	}
	return s, nil
}

// Close ends all connections; SQLite folds the write-ahead log back in.
func (s *Store) Close() error {
	return errors.Join(s.readers.Close(), s.writer.Close())
}

// Path is the database file.
func (s *Store) Path() string { return s.path }

// Notices tells what Open had to do that the user should know.
func (s *Store) Notices() []string { return s.notices }

// checkVersion refuses an SQLite in which two processes that checkpoint at the
// same instant can damage a WAL database (fixed in 3.51.3,
// sqlite.org/wal.html#walresetbug): window, command line and serve are just that.
func checkVersion(ctx context.Context, db *sql.DB) error {
	var v string
	if err := db.QueryRowContext(ctx, `SELECT sqlite_version()`).Scan(&v); err != nil {
		return err
	}
	if !safeVersion(v) {
		return fault.New("open store", fault.Unsupported, "", "use a build with SQLite 3.51.3 or newer",
			fault.Say("SQLite {0} can damage a database that two processes use", v))
	}
	return nil
}

func safeVersion(v string) bool {
	var major, minor, patch int
	if n, _ := fmt.Sscanf(v, "%d.%d.%d", &major, &minor, &patch); n != 3 {
		return false
	}
	// 3.52.0 was withdrawn, its successor carries the fix.
	if strings.HasPrefix(v, "3.52.0") {
		return false
	}
	return major*1_000_000+minor*1_000+patch >= 3_051_003
}

package trail

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"

	_ "modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"cordwood/backend/fault"
)

// pragmas: FULL, because an intent must be on the disk before the act begins.
const pragmas = "_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=mmap_size(0)"

func connect(path, params string) (*sql.DB, error) {
	slashed := filepath.ToSlash(path)
	if slashed[0] != '/' { // C:/...
		slashed = "/" + slashed
	}
	u := url.URL{Scheme: "file", Path: slashed}
	db, err := sql.Open("sqlite", u.String()+"?"+pragmas+"&"+params)
	if err == nil {
		db.SetMaxOpenConns(1)
	}
	return db, err
}

// checkVersion refuses an SQLite in which two processes that checkpoint at the
// same instant can damage a WAL database (fixed in 3.51.3,
// sqlite.org/wal.html#walresetbug).
func checkVersion(ctx context.Context, db *sql.DB) error {
	var v string
	if err := db.QueryRowContext(ctx, `SELECT sqlite_version()`).Scan(&v); err != nil {
		return err
	}
	var major, minor, patch int
	if _, err := fmt.Sscanf(v, "%d.%d.%d", &major, &minor, &patch); err != nil {
		return fault.New("open trail", fault.Internal, "", "", fmt.Errorf("SQLite calls its version %q: %w", v, err))
	}
	if major*1_000_000+minor*1_000+patch < 3_051_003 {
		return fault.New("open trail", fault.Unsupported, "", "use a build with SQLite 3.51.3 or newer",
			fault.Say("SQLite {0} can damage a database that two processes use", v))
	}
	return nil
}

// wrap gives an error of SQLite its kind and its next step.
func wrap(op, path string, err error) error {
	var known *fault.Error
	if err == nil || errors.As(err, &known) {
		return err
	}
	var coded interface{ Code() int }
	if !errors.As(err, &coded) {
		return fault.New(op, fault.KindOf(err), path, "", err)
	}
	switch coded.Code() & 0xff {
	case lib.SQLITE_CORRUPT, lib.SQLITE_NOTADB:
		return fault.New(op, fault.Damaged, path, "keep the file as evidence, move it aside and start again", err)
	case lib.SQLITE_FULL:
		return fault.New(op, fault.Limit, path, "free space on the disk, then try again", err)
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED:
		return fault.New(op, fault.Locked, path, "another process is writing: try again", err)
	case lib.SQLITE_READONLY, lib.SQLITE_CANTOPEN, lib.SQLITE_PERM:
		return fault.New(op, fault.Denied, path, "check that the file and its folder can be written", err)
	}
	return fault.New(op, fault.Internal, path, "", err)
}

package store

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"os"
	"sort"
	"strconv"
	"strings"

	"cordwood/backend/fault"
)

// migrate applies the steps above the database's user_version, each in its own
// transaction, after a copy of a database that holds anything.
func (s *Store) migrate(ctx context.Context, steps fs.FS) error {
	names, err := fs.Glob(steps, "*.sql")
	if err != nil {
		return err
	}
	sort.Strings(names)
	var have int
	if err := s.writer.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&have); err != nil {
		return err
	}
	last := stepNumber(names[len(names)-1])
	if have > last {
		return fault.New("open store", fault.Unsupported, s.path, "open it with the newer Cordwood, or move it aside",
			fault.Say("the database has schema {0}, this program knows {1}", have, last))
	}
	if have == last {
		return nil
	}
	var tables int
	if err := s.writer.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema`).Scan(&tables); err != nil {
		return err
	}
	if have == 0 && tables > 0 {
		// Another process may be making them this instant: look again under the lock.
		return s.refuseUnnumbered(ctx)
	}
	if have > 0 {
		if err := s.backup(ctx, have); err != nil {
			return err
		}
	}
	for _, name := range names {
		if err := s.step(ctx, steps, name); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// refuseUnnumbered is for a database with tables and no schema number: its header
// was damaged, or it is somebody else's.
func (s *Store) refuseUnnumbered(ctx context.Context) error {
	return s.write(ctx, "migrate", s.path, func(tx *sql.Tx) error {
		var have int
		if err := tx.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&have); err != nil || have > 0 {
			return err
		}
		return fault.New("open store", fault.Damaged, s.path, "", fault.Say("it has tables and no schema number"))
	})
}

// step applies one file unless another process did meanwhile.
func (s *Store) step(ctx context.Context, steps fs.FS, name string) error {
	text, err := fs.ReadFile(steps, name)
	if err != nil {
		return err
	}
	return s.write(ctx, "migrate", s.path, func(tx *sql.Tx) error {
		var have int
		if err := tx.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&have); err != nil {
			return err
		}
		if n := stepNumber(name); have < n {
			_, err = tx.ExecContext(ctx, string(text)+"\n;PRAGMA user_version = "+strconv.Itoa(n))
		}
		return err
	})
}

// backup copies the database beside itself; an older copy of the same schema is
// replaced, so that a step that fails again and again does not fill the disk.
func (s *Store) backup(ctx context.Context, version int) error {
	to := fmt.Sprintf("%s.before-schema-%d", s.path, version+1)
	if err := os.Remove(to); err != nil && !os.IsNotExist(err) {
		return err
	}
	_, err := s.writer.ExecContext(ctx, `VACUUM INTO ?`, to)
	return err
}

// stepNumber reads NNNN of NNNN_what.sql; a malformed name is a mistake of ours
// that the tests of this package catch.
func stepNumber(name string) int {
	n, err := strconv.Atoi(strings.SplitN(name, "_", 2)[0])
	if err != nil {
		panic("store: migration without a number: " + name)
	}
	return n
}

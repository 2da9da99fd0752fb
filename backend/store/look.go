package store

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"strconv"

	"cordwood/backend/fault"
)

// Look has ask read what was set for a source, its path, in the database file at path,
// and changes nothing: no database is made, brought up to date or mended, and no file is
// put beside it. Ask is not called where nothing can have been set, which is seen without
// SQLite; it is called again where the database was changed meanwhile.
func Look(ctx context.Context, path, source string, ask func(*Store) error) error {
	for range maxLooks {
		before, err := standOf(path)
		if errors.Is(err, fs.ErrNotExist) || err == nil && !before.log && !before.mayTell(source) {
			return nil
		}
		if err != nil {
			return fault.New("open store", fault.KindOf(err), path, "", err)
		}
		err = lookAt(ctx, path, before, ask)
		if before.log || ctx.Err() != nil {
			return mendable(path, err)
		}
		if after, e := standOf(path); e == nil && after == before {
			return mendable(path, err)
		}
	}
	return fault.New("open store", fault.Locked, path, "another process is writing: try again", nil)
}

// maxLooks bounds how often a database that nobody had open is changed within a look.
const maxLooks = 8

// stand tells whether a database file was changed. What is written goes to the log first.
type stand struct {
	size, modified int64
	log            bool   // there is a write-ahead log
	told           uint32 // application_id
}

func standOf(path string) (stand, error) {
	f, err := os.Open(path)
	if err != nil {
		return stand{}, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return stand{}, err
	}
	var told [4]byte
	if _, err := f.ReadAt(told[:], 68); err != nil && !errors.Is(err, io.EOF) {
		return stand{}, err
	}
	_, err = os.Stat(path + "-wal")
	return stand{info.Size(), info.ModTime().UnixNano(), err == nil, binary.BigEndian.Uint32(told[:])}, nil
}

// toldKept is set in an application_id that tells the sources that something was set for.
const toldKept = 1 << 31

// toldOf is the bit of a source there; several sources may have the same.
func toldOf(source string) uint32 { return 1 << (crc32.ChecksumIEEE([]byte(source)) % 31) }

func (s stand) mayTell(source string) bool {
	return s.told&toldKept == 0 || s.told&toldOf(source) != 0
}

// tell has the header of the database tell the sources that something was set for.
func tell(ctx context.Context, tx *sql.Tx) error {
	rows, err := tx.QueryContext(ctx, `SELECT source FROM charset UNION SELECT source FROM clock`)
	if err != nil {
		return err
	}
	defer rows.Close()
	told := uint32(toldKept)
	for rows.Next() {
		var source string
		if err := rows.Scan(&source); err != nil {
			return err
		}
		told |= toldOf(source)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `PRAGMA application_id = `+strconv.Itoa(int(int32(told))))
	return err
}

// tellFirst is for a database that does not tell yet.
func (s *Store) tellFirst(ctx context.Context) error {
	var told int32
	if err := s.writer.QueryRowContext(ctx, `PRAGMA application_id`).Scan(&told); err != nil || told != 0 {
		return err
	}
	return s.keep(ctx, "open store", s.path, func(*sql.Tx) error { return nil })
}

// lookSchema is the first one with all that can be set for a source.
const lookSchema = 3

// lookAt reads with the log's locks where there is a log. Without one nobody has the
// database open, and it is read as a file that does not change: SQLite would make a log.
func lookAt(ctx context.Context, path string, now stand, ask func(*Store) error) error {
	params := "mode=ro&_pragma=busy_timeout(10000)&_pragma=mmap_size(0)"
	if !now.log {
		params += "&immutable=1"
	}
	s := &Store{path: path, readers: connect(path, params)}
	defer s.readers.Close()
	var schema int
	if err := s.readers.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&schema); err != nil {
		return s.wrap("open store", path, asDamage(path, err))
	}
	if schema < lookSchema {
		return nil
	}
	return asDamage(path, ask(s))
}

// mendable says what mends a damaged database: a look does not.
func mendable(path string, err error) error {
	if fault.KindOf(err) != fault.Damaged {
		return err
	}
	return fault.New("open store", fault.Damaged, path, "run cordwood sources: it moves the database aside and starts a new one", errors.Unwrap(err))
}

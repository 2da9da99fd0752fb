package store

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"cordwood/backend/fault"
	"cordwood/backend/store/migration"
)

// filled is a closed database with rows and the user's work.
func filled(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "cordwood.db")
	s := must(Open(ctx, path))(t)
	ingest(t, s, visits(0, 300))
	for _, err := range []error{
		s.SetNote(ctx, Note{Kind: NoteIP, Key: "10.0.0.1", Text: "the lobby"}),
		s.SetRecentSource(ctx, RecentSource{ID: "s1", Kind: "folder", Path: "/var/log/suite", Opened: noon}),
		s.SetSeen(ctx, "s1", Seen{At: noon, Families: 10, Lines: 7}),
		s.SetColumns(ctx, "/var/log/suite", "access", []string{"time", "ip"}),
		s.SetMapping(ctx, "header", `["time"]`),
		s.SetClocks(ctx, "/var/log/suite", []Clock{{"mysql", "UTC", 3 * time.Second}}),
		s.SetCharsets(ctx, "/var/log/suite", map[string]string{"email.log": "gbk"}),
		s.Close(),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return path
}

func setAsideFiles(t *testing.T, path string) []string {
	t.Helper()
	list, err := filepath.Glob(path + ".damaged-*")
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestDamagedIsSetAside(t *testing.T) {
	path := filled(t)
	if err := os.WriteFile(path, []byte(strings.Repeat("no database ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	s := must(Open(ctx, path))(t)
	defer s.Close()
	if n := s.Notices(); len(n) != 1 || !strings.Contains(n[0], ".damaged-") {
		t.Errorf("notices %q", n)
	}
	if list := setAsideFiles(t, path); len(list) != 1 {
		t.Errorf("set aside: %v", list)
	}
	ingest(t, s, visits(0, 3))
}

// Bits flip and files are cut; the store opens, says so or does not notice, never
// panics, never deletes the original, and gives whole pages.
func TestRandomDamage(t *testing.T) {
	path := filled(t)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	seed := uint64(time.Now().UnixNano())
	rnd := rand.New(rand.NewPCG(seed, 3))
	rounds := 40
	if os.Getenv("CORDWOOD_SOAK") == "1" {
		rounds = 2200
	}
	aside, saved := 0, 0
	for i := range rounds {
		p := filepath.Join(t.TempDir(), "x.db")
		broken := append([]byte(nil), whole...)
		if i%8 == 0 {
			broken = broken[:rnd.IntN(len(broken))]
		} else {
			for range 1 + rnd.IntN(8) {
				broken[rnd.IntN(len(broken))] ^= 1 << rnd.IntN(8)
			}
		}
		if err := os.WriteFile(p, broken, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := Open(ctx, p)
		if err != nil {
			if k := fault.KindOf(err); k != fault.Damaged && k != fault.Unsupported {
				t.Fatalf("seed %d, round %d: %v", seed, i, err)
			}
			if _, err := os.Stat(p); err != nil && len(setAsideFiles(t, p)) == 0 {
				t.Fatalf("seed %d, round %d: the original is gone", seed, i)
			}
			continue
		}
		if len(s.Notices()) > 0 {
			aside++
			if len(setAsideFiles(t, p)) == 0 {
				t.Fatalf("seed %d, round %d: the original is gone", seed, i)
			}
			if notes, err := s.Notes(ctx); err == nil && len(notes) == 1 {
				saved++
			}
		}
		r, err := s.Access(ctx, Filter{})
		if err == nil {
			_, err = r.Page(ctx, 0, MaxPage)
		}
		if err != nil && fault.KindOf(err) == "" {
			t.Fatalf("seed %d, round %d: %v", seed, i, err)
		}
		s.Close()
	}
	t.Logf("seed %d: %d damaged files, %d set aside, the note saved from %d of them", seed, rounds, aside, saved)
}

func TestSalvage(t *testing.T) {
	path := filled(t)
	// A broken index page: the rows of the user's tables can still be read.
	s := must(Open(ctx, path))(t)
	var page, size int64
	if err := s.readers.QueryRow(`SELECT rootpage, (SELECT page_size FROM pragma_page_size) FROM sqlite_schema WHERE name = 'access_event_time'`).Scan(&page, &size); err != nil {
		t.Fatal(err)
	}
	s.Close()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err == nil {
		_, err = f.WriteAt(make([]byte, size), (page-1)*size)
		f.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	s = must(Open(ctx, path))(t)
	defer s.Close()
	notes, recent := must(s.Notes(ctx))(t), must(s.RecentSources(ctx))(t)
	charsets := must(s.Charsets(ctx, "/var/log/suite"))(t)
	mapping, ok, err := s.Mapping(ctx, "header")
	if clocks := must(s.Clocks(ctx, "/var/log/suite"))(t); len(clocks) != 1 || clocks[0] != (Clock{"mysql", "UTC", 3 * time.Second}) {
		t.Errorf("clocks %v", clocks)
	}
	if len(s.Notices()) != 1 || len(notes) != 1 || notes[0].Text != "the lobby" || len(recent) != 1 || recent[0].Path != "/var/log/suite" || charsets["email.log"] != "gbk" || !ok || mapping != `["time"]` || err != nil {
		t.Errorf("%v: %+v %+v %q %v", s.Notices(), notes, recent, mapping, err)
	}
	if columns := must(s.Columns(ctx, "/var/log/suite", "access"))(t); len(columns) != 2 || recent[0].Seen.Lines != 7 {
		t.Errorf("columns %q, seen %+v", columns, recent)
	}
	if n := must(must(s.Access(ctx, Filter{}))(t).Count(ctx))(t); n != 0 {
		t.Errorf("%d rows in the new database; they come again from the logs", n)
	}
}

func TestMigrations(t *testing.T) {
	steps := fstest.MapFS{}
	names, err := fs.Glob(migration.Files, "*.sql")
	for _, name := range names {
		text, failed := migration.Files.ReadFile(name)
		err = errors.Join(err, failed)
		steps[name] = &fstest.MapFile{Data: text}
	}
	if err != nil {
		t.Fatal(err)
	}
	path, next := filled(t), len(names)+1
	steps[fmt.Sprintf("%04d_more.sql", next)] = &fstest.MapFile{Data: []byte(`CREATE TABLE more (x TEXT) STRICT; INSERT INTO more VALUES ('new')`)}
	s := must(openWith(ctx, path, steps))(t)
	var x string
	if err := s.readers.QueryRow(`SELECT x FROM more`).Scan(&x); err != nil || x != "new" {
		t.Errorf("after the step: %q %v", x, err)
	}
	if n := must(must(s.Access(ctx, Filter{}))(t).Count(ctx))(t); n != 300 {
		t.Errorf("%d rows after the step", n)
	}
	s.Close()
	backup := must(Open(ctx, fmt.Sprintf("%s.before-schema-%d", path, next)))(t)
	if n := must(must(backup.Access(ctx, Filter{}))(t).Count(ctx))(t); n != 300 {
		t.Errorf("%d rows in the copy", n)
	}
	backup.Close()
	if _, err := Open(ctx, path); fault.KindOf(err) != fault.Unsupported || len(setAsideFiles(t, path)) > 0 {
		t.Errorf("a newer database: %v", err)
	}
	bad := fmt.Sprintf("%04d_bad.sql", next+1)
	steps[bad] = &fstest.MapFile{Data: []byte(`CREATE TABLE later (x TEXT) STRICT; NONSENSE`)}
	if _, err := openWith(ctx, path, steps); err == nil {
		t.Error("a step that fails was passed over")
	}
	delete(steps, bad)
	s = must(openWith(ctx, path, steps))(t)
	var n int
	if err := s.readers.QueryRow(`SELECT count(*) FROM sqlite_schema WHERE name = 'later'`).Scan(&n); err != nil || n != 0 {
		t.Errorf("half of a failed step stayed: %d %v", n, err)
	}
	s.Close()
}

func TestSafeVersion(t *testing.T) {
	f := func(v string, want bool) {
		t.Helper()
		if got := safeVersion(v); got != want {
			t.Errorf("%s: %v", v, got)
		}
	}
	f("3.51.2", false)
	f("3.51.3", true)
	f("3.52.0", false)
	f("3.52.1", true)
	f("3.54.1", true)
	f("3.7.17", false)
	f("4.0.0", true)
	f("", false)
	f("garbage", false)
}

func TestPragmasHold(t *testing.T) {
	s := openTest(t)
	for i := range 2 {
		db := s.writer
		if i == 1 {
			db = s.readers
		}
		for name, want := range map[string]string{"journal_mode": "wal", "synchronous": "1", "foreign_keys": "1", "mmap_size": "0", "busy_timeout": "10000"} {
			var got string
			if err := db.QueryRow(`PRAGMA ` + name).Scan(&got); err != nil || got != want {
				t.Errorf("%s = %q, want %q (%v)", name, got, want, err)
			}
		}
	}
	if _, err := s.readers.Exec(`DELETE FROM note`); err == nil {
		t.Error("a reader wrote")
	}
}

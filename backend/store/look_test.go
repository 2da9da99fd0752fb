package store

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"cordwood/backend/fault"
)

// A look tells what was set, in whatever state the database is, and leaves its folder
// as it was.
func TestLook(t *testing.T) {
	const here, there = "/var/log/suite", "/var/log/pbx"
	set := []Clock{{"mysql", "UTC", 3 * time.Second}}
	stored := func(t *testing.T, path string, sources ...string) *Store {
		s := must(Open(ctx, path))(t)
		for _, source := range sources {
			if err := s.SetClocks(ctx, source, set); err != nil {
				t.Fatal(err)
			}
		}
		return s
	}
	change := func(t *testing.T, path, statement string) {
		db := connect(path, pragmas)
		defer db.Close()
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	for name, f := range map[string]struct {
		state func(t *testing.T, path string)
		asked bool // SQLite was
		want  []Clock
		kind  fault.Kind
	}{
		"none":           {state: func(*testing.T, string) {}},
		"empty file":     {state: func(t *testing.T, path string) { write(t, path, nil) }},
		"nothing set":    {state: func(t *testing.T, path string) { stored(t, path).Close() }},
		"set":            {state: func(t *testing.T, path string) { stored(t, path, there, here).Close() }, asked: true, want: set},
		"set for others": {state: func(t *testing.T, path string) { stored(t, path, there).Close() }},
		"open": {state: func(t *testing.T, path string) {
			s := stored(t, path, here)
			t.Cleanup(func() { s.Close() })
		}, asked: true, want: set},
		"set back": {state: func(t *testing.T, path string) {
			s := stored(t, path, here)
			defer s.Close()
			if err := s.SetClocks(ctx, here, nil); err != nil {
				t.Fatal(err)
			}
		}},
		"dropped": {state: func(t *testing.T, path string) {
			s := stored(t, path, here)
			defer s.Close()
			if err := s.SetRecentSource(ctx, RecentSource{ID: "s1", Path: here, Opened: noon}); err != nil {
				t.Fatal(err)
			}
			if err := s.DropRecentSource(ctx, "s1"); err != nil {
				t.Fatal(err)
			}
		}},
		"of an older program": {state: func(t *testing.T, path string) {
			stored(t, path, here).Close()
			change(t, path, `PRAGMA application_id = 0`)
		}, asked: true, want: set},
		"older than clocks": {state: func(t *testing.T, path string) {
			stored(t, path).Close()
			change(t, path, `DROP TABLE clock; PRAGMA user_version = 2; PRAGMA application_id = 0`)
		}},
		"of a newer program": {state: func(t *testing.T, path string) {
			stored(t, path, here).Close()
			change(t, path, `PRAGMA user_version = 4000`)
		}, asked: true, want: set},
		"damaged": {state: func(t *testing.T, path string) { write(t, path, make([]byte, 8192)) }, kind: fault.Damaged},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "cordwood.db")
			f.state(t, path)
			before := filesOf(t, filepath.Dir(path))
			var got []Clock
			asked := false
			err := Look(ctx, path, here, func(s *Store) (err error) {
				asked = true
				got, err = s.Clocks(ctx, here)
				return err
			})
			if fault.KindOf(err) != f.kind || asked != f.asked || !slices.Equal(got, f.want) {
				t.Errorf("asked %v, %v, %v; want %v, %v, %v", asked, got, err, f.asked, f.want, f.kind)
			}
			if after := filesOf(t, filepath.Dir(path)); !maps.Equal(after, before) {
				t.Errorf("the folder was changed: %v, before %v", slices.Collect(maps.Keys(after)), slices.Collect(maps.Keys(before)))
			}
		})
	}
}

// Who looks while others open, set and close sees what was set before or meanwhile.
func TestLookWhileOthersSet(t *testing.T) {
	const source, rounds = "/var/log/suite", 40
	path := filepath.Join(t.TempDir(), "cordwood.db")
	begun, done := make(chan int, rounds), make(chan int, rounds)
	go func() {
		defer close(begun)
		defer close(done)
		for i := 1; i <= rounds; i++ {
			begun <- i
			s, err := Open(ctx, path)
			if err == nil {
				err = s.SetClocks(ctx, source, []Clock{{"mysql", "", time.Duration(i) * time.Second}})
			}
			if err != nil {
				t.Error(err)
				return
			}
			done <- i
			s.Close()
		}
	}()
	latest := func(c chan int, last int) (int, bool) {
		for {
			select {
			case n, ok := <-c:
				if !ok {
					return last, false
				}
				last = n
			default:
				return last, true
			}
		}
	}
	oldest, newest, looks := 0, 0, 0
	for more := true; more; looks++ {
		oldest, more = latest(done, oldest)
		got := 0
		err := Look(ctx, path, source, func(s *Store) error {
			clocks, err := s.Clocks(ctx, source)
			if got = 0; len(clocks) == 1 {
				got = int(clocks[0].Ahead / time.Second)
			}
			return err
		})
		newest, _ = latest(begun, newest)
		if err != nil || got < oldest || got > newest {
			t.Fatalf("look %d saw %d, %v; want %d to %d", looks, got, err, oldest, newest)
		}
	}
	if oldest != rounds {
		t.Errorf("%d rounds of %d", oldest, rounds)
	}
}

// What the header tells is what is set, whatever was done.
func TestHeaderTellsWhatIsSet(t *testing.T) {
	s := openTest(t)
	for i := range 60 {
		source := fmt.Sprint("/logs/", i%7)
		var err error
		switch i * 7 % 5 {
		case 0, 1:
			err = s.SetClocks(ctx, source, []Clock{{"mysql", "UTC", 0}})
		case 2:
			err = s.SetCharsets(ctx, source, map[string]string{"a.log": "gbk"})
		case 3:
			err = s.SetCharsets(ctx, source, nil)
		case 4:
			err = s.SetClocks(ctx, source, nil)
		}
		if err != nil {
			t.Fatal(err)
		}
		var told int32
		if err := s.readers.QueryRow(`PRAGMA application_id`).Scan(&told); err != nil {
			t.Fatal(err)
		}
		want := uint32(toldKept)
		for k := range 7 {
			source := fmt.Sprint("/logs/", k)
			if len(must(s.Clocks(ctx, source))(t))+len(must(s.Charsets(ctx, source))(t)) > 0 {
				want |= toldOf(source)
			}
		}
		if uint32(told) != want {
			t.Fatalf("step %d: %x, want %x", i, uint32(told), want)
		}
	}
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// filesOf are the files of a folder; what SQLite keeps in shared memory by name only.
func filesOf(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, e := range must(os.ReadDir(dir))(t) {
		data := must(os.ReadFile(filepath.Join(dir, e.Name())))(t)
		if filepath.Ext(e.Name()) == ".db-shm" {
			data = nil
		}
		out[e.Name()] = string(data)
	}
	return out
}

package app

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// A page hears of a file that came, was renamed or went before anything of it was read.
func TestTheListIsNewBeforeFilesAreRead(t *testing.T) {
	dir := t.TempDir()
	put := func(name string) func() error {
		return func() error {
			return os.WriteFile(filepath.Join(dir, name), []byte("2026-11-24 10:00:00,000 INFO [main] a.B - up\n"), 0o600)
		}
	}
	if err := put("application.log")(); err != nil {
		t.Fatal(err)
	}
	a, err := New(Options{Home: testHome(t)})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	src, err := a.OpenPath(dir, Records)
	if err == nil {
		src, err = a.Wait(t.Context(), src.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	o, err := a.source(src.ID)
	if err != nil {
		t.Fatal(err)
	}
	o.looking.close()
	ticks, cancel := a.hub.subscribe()
	defer cancel()
	for _, c := range []struct {
		what   string
		change func() error
		want   []string
	}{
		{"a family", put("database.log"), []string{"application.log", "database.log"}},
		{"a copy", put("database-2026-11-23.log"), []string{"application.log", "database-2026-11-23.log", "database.log"}},
		{
			"a name",
			func() error {
				return os.Rename(filepath.Join(dir, "database-2026-11-23.log"), filepath.Join(dir, "database-2026-11-22.log"))
			},
			[]string{"application.log", "database-2026-11-22.log", "database.log"},
		},
		{"one less", func() error { return os.Remove(filepath.Join(dir, "database.log")) }, []string{"application.log", "database-2026-11-22.log"}},
	} {
		if err := c.change(); err != nil {
			t.Fatal(err)
		}
		for deadline := time.After(20 * time.Second); ; {
			select {
			case <-ticks:
			case <-deadline:
				t.Fatalf("%s: no news that the list has it", c.what)
			}
			v, err := a.ServerLogs().Families(src.ID)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range v.Families {
				for _, copy := range f.Copies {
					got = append(got, copy.Path)
				}
			}
			if slices.Sort(got); slices.Equal(got, c.want) {
				break
			}
		}
	}
}

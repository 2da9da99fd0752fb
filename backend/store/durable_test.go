package store

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"cordwood/backend/event"
	"cordwood/backend/fault"
)

// A full disk costs the batch that did not fit, and nothing else.
func TestDiskFull(t *testing.T) {
	s := openTest(t)
	ingest(t, s, visits(0, 100))
	limit := func(pages int) {
		t.Helper()
		if _, err := s.writer.Exec(fmt.Sprintf(`PRAGMA max_page_count = %d`, pages)); err != nil {
			t.Fatal(err)
		}
	}
	limit(100)
	stored := 100
	var err error
	for err == nil && stored < 10_000 {
		if err = s.Ingest(ctx, visits(stored, stored+100)); err == nil {
			stored += 100
		}
	}
	if fault.KindOf(err) != fault.Limit {
		t.Fatalf("on a full disk: %v", err)
	}
	f := func() {
		t.Helper()
		if n := must(must(s.Access(ctx, Filter{}))(t).Count(ctx))(t); int(n) != stored {
			t.Errorf("%d rows, want %d", n, stored)
		}
		if err := s.Check(ctx); err != nil {
			t.Error(err)
		}
	}
	f()
	limit(1 << 30)
	ingest(t, s, visits(stored, stored+100))
	stored += 100
	f()
}

// Window, command line and serve may write at once; they wait for each other.
func TestTwoProcessesWrite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "shared.db")
	const each, batches = 3, 60
	var group sync.WaitGroup
	for w := range each {
		s := must(Open(ctx, path))(t)
		defer s.Close()
		group.Go(func() {
			for i := range batches {
				b := visits(i*5, i*5+5)
				b.File.ID = event.FileID(fmt.Sprint("f", w))
				if err := s.Ingest(ctx, b); err != nil {
					t.Errorf("writer %d: %v", w, err)
					return
				}
			}
		})
	}
	group.Wait()
	s := must(Open(ctx, path))(t)
	defer s.Close()
	if n := must(must(s.Access(ctx, Filter{Source: "s1"}))(t).Count(ctx))(t); n != each*batches*5 {
		t.Errorf("%d rows, want %d", n, each*batches*5)
	}
	if err := s.Check(ctx); err != nil {
		t.Error(err)
	}
}

// Anyone with sqlite3 reads times as ISO 8601, to the millisecond.
func TestTimeColumn(t *testing.T) {
	s := openTest(t)
	b := visits(0, 500)
	rnd := rand.New(rand.NewPCG(1, 2))
	for i := range b.Access {
		b.Access[i].Time = time.UnixMilli(rnd.Int64N(4e12) - 1e12).UTC()
	}
	b.Access[0].Time = time.Time{}
	ingest(t, s, b)
	rows, err := s.readers.Query(`SELECT "offset", ifnull(time_iso, '') FROM access_event`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var at int
		var got string
		if err := rows.Scan(&at, &got); err != nil {
			t.Fatal(err)
		}
		want := ""
		if e := b.Access[at/100]; !e.Time.IsZero() {
			want = e.Time.Format("2006-01-02T15:04:05.000Z")
		}
		if got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

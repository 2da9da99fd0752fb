package ingest

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"cordwood/backend/directory"
	"cordwood/backend/event"
	"cordwood/backend/index"
	"cordwood/backend/place"
	"cordwood/backend/source/folder"
	"cordwood/backend/store"
)

const src = event.SourceID("01JD0000000000000000000000")

// spot is a folder of logs with a store.
type spot struct {
	t     *testing.T
	dir   string
	store *store.Store
	mu    sync.Mutex
	last  Progress
	grown map[string]int
}

func newSpot(t *testing.T) *spot {
	t.Helper()
	st, err := store.Open(context.Background(), filepath.Join(t.TempDir(), "events.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	return &spot{t: t, dir: t.TempDir(), store: st, grown: map[string]int{}}
}

func (p *spot) write(name, text string) {
	p.t.Helper()
	f, err := os.OpenFile(filepath.Join(p.dir, name), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		p.t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteString(text); err != nil {
		p.t.Fatal(err)
	}
}

// open starts a conductor and waits for its first pass.
func (p *spot) open() *Source {
	p.t.Helper()
	files, err := folder.Open(p.dir, folder.Options{})
	if err != nil {
		p.t.Fatal(err)
	}
	s, err := Open(context.Background(), files, Options{
		ID: src, Keeper: p.store,
		Changed:  func(c Chain) { p.mu.Lock(); p.grown[c.Family]++; p.mu.Unlock() },
		Progress: func(g Progress) { p.mu.Lock(); p.last = g; p.mu.Unlock() },
	})
	if err != nil {
		p.t.Fatal(err)
	}
	<-s.Stored()
	p.t.Cleanup(func() { s.Close(); files.Close() })
	return s
}

func (p *spot) visits() []store.AccessEvent {
	p.t.Helper()
	r, err := p.store.Access(context.Background(), store.Filter{Source: src})
	if err != nil {
		p.t.Fatal(err)
	}
	all, err := r.Page(context.Background(), 0, 1000)
	if err != nil {
		p.t.Fatal(err)
	}
	return all
}

func (p *spot) count() int64 {
	p.t.Helper()
	r, err := p.store.Access(context.Background(), store.Filter{Source: src})
	if err != nil {
		p.t.Fatal(err)
	}
	n, err := r.Count(context.Background())
	if err != nil {
		p.t.Fatal(err)
	}
	return n
}

// until waits for something that comes by itself.
func (p *spot) until(what string, ok func() bool) {
	p.t.Helper()
	for range 1000 {
		if ok() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	p.t.Fatalf("never: %s", what)
}

// line is one of our access records, as the library writes it.
func line(n int) string {
	at := time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC).Add(time.Duration(n) * time.Second)
	return fmt.Sprintf(`{"time":%q,"kind":"visit","scope":"tenant","account":"10%02d","company":"Acme","method":"GET","path":"/cdr?page=%d","status":200,"result":"ok","ip":"10.0.0.%d","ms":12,"bytes":340}`+"\n",
		at.Format(time.RFC3339Nano), n%40, n, n%250)
}

func lines(from, to int) string {
	var b strings.Builder
	for n := from; n < to; n++ {
		b.WriteString(line(n))
	}
	return b.String()
}

// compress replaces a file by its gzip, as a rotation does.
func (p *spot) compress(name, to string) {
	p.t.Helper()
	data, err := os.ReadFile(filepath.Join(p.dir, name))
	if err != nil {
		p.t.Fatal(err)
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(data)
	_ = z.Close()
	if err := os.WriteFile(filepath.Join(p.dir, to), b.Bytes(), 0o600); err != nil {
		p.t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(p.dir, name)); err != nil {
		p.t.Fatal(err)
	}
}

// No record is doubled or lost by opening again, growth, rotation, compression.
func TestRecordsAreStoredOnce(t *testing.T) {
	p := newSpot(t)
	p.write("access_log.log", lines(0, 5000))
	s := p.open()
	if n := p.count(); n != 5000 {
		t.Fatalf("%d records, want 5000; problems %v", n, s.Problems())
	}
	s.Close()
	s = p.open()
	if n := p.count(); n != 5000 {
		t.Fatalf("%d records after opening twice", n)
	}
	p.write("access_log.log", lines(5000, 5100)+line(5100)[:40])
	p.until("growth", func() bool { return p.count() == 5100 })
	p.write("access_log.log", line(5100)[40:])
	p.until("the rest of a line", func() bool { return p.count() == 5101 })
	if err := os.Rename(filepath.Join(p.dir, "access_log.log"), filepath.Join(p.dir, "access_log-2026-11-22.log")); err != nil {
		t.Fatal(err)
	}
	p.write("access_log.log", lines(6000, 6100))
	p.until("the new file", func() bool { return p.count() == 5201 })
	p.compress("access_log-2026-11-22.log", "access_log-2026-11-22.log.gz")
	p.until("the compressed copy", func() bool {
		for _, c := range s.Chains() {
			for _, f := range c.Files {
				if f.Name() == "access_log-2026-11-22.log.gz" {
					return true
				}
			}
		}
		return false
	})
	s.Close()
	s = p.open()
	if n := p.count(); n != 5201 {
		t.Fatalf("%d records in the end; problems %v", n, s.Problems())
	}
}

// The line of a record is right also where reading began in the middle.
func TestLinesAfterResume(t *testing.T) {
	p := newSpot(t)
	p.write("access_log.log", lines(0, 10))
	p.open().Close()
	p.write("access_log.log", lines(10, 20))
	p.open().Close()
	for _, v := range p.visits() {
		var n int
		if _, err := fmt.Sscanf(v.Path, "/cdr?page=%d", &n); err != nil || int(v.At.Line) != n+1 {
			t.Errorf("%s stands on line %d", v.Path, v.At.Line)
		}
	}
}

func TestOneBrokenFileHidesNoOther(t *testing.T) {
	p := newSpot(t)
	p.write("access_log-2026-11-20.log", lines(0, 100))
	p.compress("access_log-2026-11-20.log", "access_log-2026-11-20.log.gz")
	whole, _ := os.ReadFile(filepath.Join(p.dir, "access_log-2026-11-20.log.gz"))
	p.write("access_log-2026-11-21.log", lines(200, 300))
	p.write("access_log.log", lines(400, 500))
	if err := os.WriteFile(filepath.Join(p.dir, "access_log-2026-11-20.log.gz"), whole[:len(whole)-30], 0o600); err != nil {
		t.Fatal(err)
	}
	s := p.open()
	if n := p.count(); n < 200 {
		t.Errorf("%d records", n)
	}
	if len(s.Problems()) != 1 || s.Problems()[0].Path != "access_log-2026-11-20.log.gz" {
		t.Errorf("problems %v", s.Problems())
	}
}

func TestChangesAreTold(t *testing.T) {
	p := newSpot(t)
	p.write("application.log", "2026-11-22 08:00:00.000 INFO  [main] a.B - started\n")
	s := p.open()
	p.write("application.log", "2026-11-22 08:00:01.000 WARN  [main] a.B - slow\n")
	p.until("a change", func() bool { p.mu.Lock(); defer p.mu.Unlock(); return p.grown["application"] > 0 })
	p.write("email.log", "2026-11-22 08:00:00.000 INFO  [main] a.B - sent\n")
	p.until("a new family", func() bool { return len(s.Chains()) == 2 })
	if n := p.count(); n != 0 {
		t.Errorf("%d records from server logs", n)
	}
}

func TestCloseStopsTheFirstPass(t *testing.T) {
	p := newSpot(t)
	p.write("access_log.log", lines(0, 60_000))
	files, err := folder.Open(p.dir, folder.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer files.Close()
	begun := make(chan struct{})
	var once sync.Once
	s, err := Open(context.Background(), files, Options{ID: src, Keeper: p.store, Progress: func(Progress) { once.Do(func() { close(begun) }) }})
	if err != nil {
		t.Fatal(err)
	}
	<-begun
	s.Close()
	n := p.count()
	if n == 0 || n == 60_000 {
		t.Errorf("%d records were stored before the end", n)
	}
	p.open()
	if n := p.count(); n != 60_000 {
		t.Errorf("%d records after going on", n)
	}
}

func TestTenantsBesideTheLogs(t *testing.T) {
	p := newSpot(t)
	p.write("tenants.csv", "company,memo,account,network\nAcme Ltd,desk 3,1001,\nBranch,,,10.9.0.0/16\n")
	p.write("access_log.log", `{"time":"2026-11-22T08:00:00Z","kind":"visit","account":"1001","ip":"10.0.0.7","path":"/a","ms":1,"bytes":1}`+"\n"+
		`{"time":"2026-11-22T08:00:01Z","kind":"visit","account":"9","ip":"10.9.0.7","path":"/b","ms":1,"bytes":1}`+"\n"+
		`{"time":"2026-11-22T08:00:02Z","kind":"visit","account":"1001","company":"Own","memo":"mine","ip":"198.51.100.9","place":"Sydney, AU","path":"/c","ms":1,"bytes":1}`+"\n")
	s := p.open()
	rows, problems, errs := s.Tenants(context.Background())
	if len(rows) != 2 || len(problems) != 0 || len(errs) != 0 {
		t.Fatal(rows, problems, errs)
	}
	finder, fails := place.Open("", nil)
	if len(fails) > 0 {
		t.Fatal(fails)
	}
	for left := int64(1); left > 0; {
		pass, err := p.store.ResolveNext(context.Background(), src, Enricher(directory.New(nil, rows), finder))
		if err != nil {
			t.Fatal(err)
		}
		left = pass.Left
	}
	f := func(path, company, companyOrigin, memo, memoOrigin, place, placeOrigin string) {
		t.Helper()
		for _, v := range p.visits() {
			if got := fmt.Sprint(v.Company, v.CompanyOrigin, v.Memo, v.MemoOrigin, v.Place, v.PlaceOrigin); v.Path == path &&
				got != fmt.Sprint(company, companyOrigin, memo, memoOrigin, place, placeOrigin) {
				t.Errorf("%s: %s", path, got)
			}
		}
	}
	f("/a", "Acme Ltd", "directory", "desk 3", "directory", "private network", "private")
	f("/b", "Branch", "directory", "", "", "private network", "private")
	f("/c", "Own", "record", "mine", "record", "Sydney, AU", "recorded")
	if n := p.count(); n != 3 {
		t.Errorf("%d records", n)
	}
}

// The format is told from the text behind a hole, however long it is.
func TestFormatBehindAHole(t *testing.T) {
	text := strings.Repeat("2026-11-22 08:00:00.000 ERROR [main] a.B - broken\n", 20)
	for _, nul := range []int{0, index.HoleBytes - 1, index.HoleBytes, sampleBytes - 100, sampleBytes, 9_000_000} {
		p := newSpot(t)
		p.write("application.log", strings.Repeat("\x00", nul)+text)
		f, err := p.open().Chains()[0].Files[0].Fielder(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		line, _, _ := strings.Cut(text, "\n")
		if e := f.Event([]byte(line)); f.Format() == "plain" || e.Severity != event.Error {
			t.Errorf("%d NULs: %s, severity %v", nul, f.Format(), e.Severity)
		}
	}
}

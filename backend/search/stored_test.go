package search_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"cordwood/backend/event"
	"cordwood/backend/ingest"
	"cordwood/backend/query"
	"cordwood/backend/search"
	"cordwood/backend/source/folder"
	"cordwood/backend/store"

	"pgregory.net/rapid"
)

const records = event.SourceID("01JD0000000000000000000000")

// words that records hold and queries ask for: few, so that they meet.
var storedWords = rapid.SampledFrom([]string{
	"", "acme", "ACME Ltd", "desk 3", "Größe", "GRÖSSE", "straße", "你好", "错误", "%", "_", "'", "*", "K", "\u212aiosk", "1001", "1002", "ok", "admin", "8f3c2e71-0b4d", "13800138000", "138-0013-8000", "10.0.0.7", "5xx", "--",
})

// A log of records, its fields, and what only it is asked.
type kept struct {
	family string
	fields map[string]*rapid.Generator[any]
	asked  []string
	lang   query.Options
	sql    func(*store.Store, *query.Query) ([]place, error)
}

// place is where a record stands.
type place struct {
	file   event.FileID
	offset event.Offset
	line   event.Line
}

func some[T any](v ...T) *rapid.Generator[any] { return rapid.SampledFrom(v).AsAny() }

var addresses = some("", "10.0.0.7", "203.0.113.14", "2001:db8::1")

// What the server does not write is made up by who stores it, so it writes all that.
var logsOfRecords = []kept{
	{
		family: "access_log",
		fields: map[string]*rapid.Generator[any]{
			"kind": some("visit", "refused", "sign-in"), "result": some("ok", "refused", "failed"), "path": some("/api/v2/crm", "/login", "/"), "scope": some("", "administrator", "tenant"),
			"account": storedWords.AsAny(), "name": storedWords.AsAny(), "company": storedWords.AsAny(), "memo": storedWords.AsAny(), "page": storedWords.AsAny(), "agent": storedWords.AsAny(), "session": storedWords.AsAny(),
			"request_id": storedWords.AsAny(), "host": storedWords.AsAny(), "ip": addresses, "method": some("GET", "POST"), "status": some(0, 200, 301, 404, 503), "ms": some(0, 12, 500, 501, 90_000), "bytes": some(0, 1023, 4096, 1<<40),
		},
		asked: []string{
			"kind:refused", "kind:re*", "result:ok", "status:4xx", "status:>300", "status:200..301", "status:5*", "ms:>500", "ms:..500", "ms:1m..", "ms:12", "bytes:>1KB", "bytes:1TB", "path:/api*", `path:~"^/api"`, "scope:admin", "request_id:8f3c2e71*",
			"has:request_id", "-has:page", "-has:bytes", "method:get", "page:*o*",
		},
		lang: store.AccessLanguage(),
		sql: func(s *store.Store, q *query.Query) ([]place, error) {
			r, err := s.Access(context.Background(), store.Filter{Source: records, Query: q})
			if err != nil {
				return nil, err
			}
			rows, err := r.Page(context.Background(), 0, 1000)
			return places(rows, func(e *store.AccessEvent) store.At { return e.At }), err
		},
	},
	{
		family: "audit_log",
		fields: map[string]*rapid.Generator[any]{
			"action": some("delete", "modify", "add"), "verb": some("assign", "drop", "K"), "module": some("queue", "agent", "Größe"), "role": storedWords.AsAny(),
			"account": storedWords.AsAny(), "name": storedWords.AsAny(), "company": storedWords.AsAny(), "memo": storedWords.AsAny(), "session": storedWords.AsAny(), "ip": addresses,
			"target_type": storedWords.AsAny(), "target_id": storedWords.AsAny(), "target": storedWords.AsAny(), "outcome": some("", "success", "refused"), "reason": storedWords.AsAny(), "correlation": storedWords.AsAny(),
			"before": some[any](nil, map[string]any{"size": 2}, "acme"), "after": some[any](nil, map[string]any{"size": 3, "name": "desk 3"}),
		},
		asked: []string{
			"action:delete", "verb:ass*", "module:QUEUE", "module:größe", "target:acme*", "target_id:100*", "target_type:~\"k\"", "outcome:refused", "-outcome:refused", "reason:\"desk 3\"", "has:before", "-has:after", "before:*size*", `after:~"\"size\":\d"`, "correlation:1001", "role:admin",
		},
		lang: store.AuditLanguage(),
		sql: func(s *store.Store, q *query.Query) ([]place, error) {
			r, err := s.Audit(context.Background(), store.Filter{Source: records, Query: q})
			if err != nil {
				return nil, err
			}
			rows, err := r.Page(context.Background(), 0, 1000)
			return places(rows, func(e *store.AuditEvent) store.At { return e.At }), err
		},
	},
}

func places[T any](rows []T, at func(*T) store.At) (all []place) {
	for i := range rows {
		a := at(&rows[i])
		all = append(all, place{a.File, a.Offset, a.Line})
	}
	return all
}

// asked of both logs.
var askedOfBoth = []string{
	"acme", `"desk 3"`, "größe", "STRASSE", "你", "k", "kiosk", "1001", "-1001", "'", "%", `"*"`, "account:1001", "account:100*", "account:>1001", "account:1000..1001", "-account:1001", "name:ok", "company:acme", "company:acme*", `company:"acme ltd"`, "has:company",
	"memo:*3", "-has:memo", "memo:*", `memo:~"^desk \d$"`, "session:--", "ip:10.0.0.0/8", "ip:2001:db8::/32", "ip:203.0.113.*", "-ip:10.0.0.7", "has:ip", "time:12:00:00..12:10:00", "time:-15m..", "time:..11:59", "has:time", "-has:time",
	"level:error", "level:none", `~"desk \d"`, `~"(acme|größe)"`, "number:13800138000", "10.0.0.7",
}

// The same records, asked in the store by SQL and in their files by the engine, with
// an index and without, are those that the exact matcher says.
func TestStoredRecordsAnswerAsTheirFiles(t *testing.T) {
	dirs, example := t.TempDir(), 0
	defer few()()
	rapid.Check(t, func(rt *rapid.T) {
		defer search.Small(int64(rapid.IntRange(200, 4000).Draw(rt, "range")), int64(rapid.IntRange(500, 8000).Draw(rt, "stride")))()
		example++
		dir := filepath.Join(dirs, fmt.Sprint(example))
		for _, name := range []string{"kept", "logs"} {
			if err := os.MkdirAll(filepath.Join(dir, name), 0o700); err != nil {
				rt.Fatal(err)
			}
		}
		for _, k := range logsOfRecords {
			k.write(rt, filepath.Join(dir, "logs"))
		}
		db, err := store.Open(context.Background(), filepath.Join(dir, "events.db"))
		if err != nil {
			rt.Fatal(err)
		}
		defer db.Close()
		files, err := folder.Open(filepath.Join(dir, "logs"), folder.Options{})
		if err != nil {
			rt.Fatal(err)
		}
		defer files.Close()
		s, err := ingest.Open(context.Background(), files, ingest.Options{ID: records, Zone: time.UTC, Keeper: db})
		if err != nil {
			rt.Fatal(err)
		}
		defer s.Close()
		<-s.Stored()
		keep := search.Options{Keep: shelf(filepath.Join(dir, "kept")), Write: true}
		engines := []*search.Local{search.New(search.Options{}), search.New(keep), search.New(keep)}
		for _, e := range engines {
			defer e.Close()
		}
		chains := map[string]search.Chain{}
		for _, c := range s.Chains() {
			chain := search.Chain{Family: c.Family}
			for _, f := range c.Files {
				chain.Files = append(chain.Files, f)
			}
			chains[c.Family] = chain
			if _, err := engines[1].Index(context.Background(), []search.Chain{chain}); err != nil {
				rt.Fatal(err)
			}
		}
		for _, k := range logsOfRecords {
			for range 6 {
				k.compare(rt, db, chains[k.family], engines)
			}
		}
	})
}

// write makes the log, and a rotated copy of it.
func (k *kept) write(t *rapid.T, dir string) {
	at := time.Date(2026, 11, 22, 11, 30, 0, 0, time.UTC)
	for i, name := range []string{k.family + "-2026-11-21.log.gz", k.family + ".log"} {
		var text bytes.Buffer
		for range rapid.IntRange(i, 15).Draw(t, "records") {
			at = at.Add(time.Duration(rapid.IntRange(0, 240_000).Draw(t, "later")) * time.Millisecond)
			r := map[string]any{}
			for _, name := range slices.Sorted(maps.Keys(k.fields)) {
				v := k.fields[name].Draw(t, name)
				if must := slices.Contains([]string{"kind", "result", "path", "action", "verb", "module"}, name); must || v != "" && v != nil && rapid.IntRange(0, 4).Draw(t, "missing") > 0 {
					r[name] = v
				}
			}
			if rapid.IntRange(0, 5).Draw(t, "untimed") > 0 {
				r["time"] = at.Format("2006-01-02T15:04:05.000Z07:00")
			}
			e := json.NewEncoder(&text)
			e.SetEscapeHTML(false)
			if err := e.Encode(r); err != nil {
				t.Fatal(err)
			}
		}
		data := text.Bytes()
		if strings.HasSuffix(name, ".gz") {
			var b bytes.Buffer
			z := gzip.NewWriter(&b)
			_, _ = z.Write(data)
			_ = z.Close()
			data = b.Bytes()
		}
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// compare asks one query of all.
func (k *kept) compare(t *rapid.T, db *store.Store, c search.Chain, engines []*search.Local) {
	term := rapid.OneOf(rapid.SampledFrom(k.asked), rapid.SampledFrom(askedOfBoth))
	text := term.Draw(t, "term")
	for range rapid.IntRange(0, 3).Draw(t, "more") {
		text += rapid.SampledFrom([]string{" ", " OR ", " -", " NOT "}).Draw(t, "op") + term.Draw(t, "term")
	}
	o := query.Options{OpenFields: true, Fields: map[string]query.Kind{"ms": query.Duration, "bytes": query.Bytes, "ip": query.IP, "status": query.Status}}
	o.Clock, o.Case = func() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) }, rapid.Bool().Draw(t, "case")
	inSQL := k.lang
	inSQL.Clock, inSQL.Case = o.Clock, o.Case
	q, _, err := query.Parse(text, o)
	if err != nil {
		t.Fatal(err)
	}
	asked, _, err := query.Parse(text, inSQL)
	if err != nil {
		t.Fatal(err)
	}
	stored, err := k.sql(db, asked)
	if err != nil {
		t.Fatal(err)
	}
	all, err := k.sql(db, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := matched(t, c, q, len(all))
	for i, e := range engines {
		var found []place
		_, notices, err := e.Sift(context.Background(), []search.Chain{c}, search.Sieve{Query: q}, func(f *search.Found) bool {
			found = append(found, place{f.File.ID(), f.Offset, f.Line})
			return true
		})
		if err != nil || len(notices) > 0 {
			t.Fatal(err, notices)
		}
		r, err := e.Open(context.Background(), search.Spec{Chains: []search.Chain{c}, Query: q})
		if err != nil {
			t.Fatal(err)
		}
		<-r.Done()
		got, err := r.Rows(context.Background(), r.State().Start, 1000)
		r.Close()
		if err != nil {
			t.Fatal(err)
		}
		var rows []place
		for _, row := range got {
			rows = append(rows, place{row.File, row.Offset, row.Line})
		}
		for name, got := range map[string][]place{"the store": stored, "a search": found, "rows": rows} {
			slices.SortFunc(got, func(a, b place) int { return slices.Index(want.order, a) - slices.Index(want.order, b) })
			if !slices.Equal(got, want.places) {
				t.Fatalf("%s, %q, case %v, engine %d: %s has %v, the matcher %v of\n%s", k.family, text, o.Case, i, name, got, want.places, strings.Join(want.texts, "\n"))
			}
		}
	}
}

// oracle is what the exact matcher says of each entry of the files.
type oracle struct {
	places, order []place
	texts         []string
}

func matched(t *rapid.T, c search.Chain, q *query.Query, stored int) (o oracle) {
	for _, f := range c.Files {
		fielder, err := f.Fielder(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		r, err := f.Reader(context.Background(), 0)
		if err != nil {
			t.Fatal(err)
		}
		var text bytes.Buffer
		if _, err := text.ReadFrom(r); err != nil {
			t.Fatal(err)
		}
		r.Close()
		at := event.Offset(0)
		for i, l := range slices.Collect(strings.Lines(text.String())) {
			p := place{f.ID(), at, event.Line(i + 1)}
			at += event.Offset(len(l))
			l = strings.TrimSuffix(l, "\n")
			o.order, o.texts = append(o.order, p), append(o.texts, fmt.Sprint(p, " ", l))
			if q.Match(&record{Event: fielder.Event([]byte(l)), text: l, fields: fielder, family: c.Family}) {
				o.places = append(o.places, p)
			}
		}
	}
	if len(o.order) != stored {
		t.Fatalf("%d records are stored of\n%s", stored, strings.Join(o.texts, "\n"))
	}
	return o
}

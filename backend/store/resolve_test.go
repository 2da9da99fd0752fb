package store

import (
	"context"
	"testing"

	"pgregory.net/rapid"

	"cordwood/backend/event"
	"cordwood/backend/query"
)

// who is a small directory: one account has a company there, one address a note.
var who = Resolver{
	Revision: "who",
	Access: func(e *AccessEvent) {
		if e.Company == "" && e.Account == "1001" {
			e.Company, e.CompanyOrigin = "Acme", FromDirectory
		}
		if e.Memo == "" && e.IP == "10.0.0.1" {
			e.Memo, e.MemoOrigin = "the lobby", FromNote
		}
		if e.Place == "" {
			e.Place, e.PlaceOrigin = "private network", "private"
		}
	},
	Audit: func(e *AuditEvent) {
		if e.Company == "" {
			e.Company, e.CompanyOrigin = "Acme", FromDirectory
		}
	},
}

// resolve looks up all records of a source.
func resolve(t *testing.T, s *Store, src event.SourceID, r Resolver) {
	t.Helper()
	for p := (Pass{Left: 1}); p.Left > 0; {
		p = must(s.ResolveNext(ctx, src, r))(t)
	}
}

func TestResolve(t *testing.T) {
	s := openTest(t)
	b := visits(0, 5000)
	b.Access[0].Recorded = Recorded{Company: "Beta", Memo: "by record", Place: "Sydney, AU"}
	for i := range b.Access {
		b.Access[i].Restore()
	}
	b.Audit = []AuditEvent{{At: At{Offset: 1}, Time: noon, Action: "add"}}
	ingest(t, s, b)
	f := func(i int, company, companyOrigin, memo, memoOrigin, place string) {
		t.Helper()
		e := must(must(s.Access(ctx, Filter{Source: "s1"}))(t).Page(ctx, int64(i), 1))(t)[0]
		if e.Company != company || e.CompanyOrigin != companyOrigin || e.Memo != memo || e.MemoOrigin != memoOrigin || e.Place != place {
			t.Errorf("row %d: %+v", i, e)
		}
	}
	f(0, "Beta", FromRecord, "by record", FromRecord, "Sydney, AU")
	f(1, "", "", "", "", "")
	resolve(t, s, "s1", who)
	f(0, "Beta", FromRecord, "by record", FromRecord, "Sydney, AU")
	f(1, "Acme", FromDirectory, "the lobby", FromNote, "private network")
	f(2, "", "", "", "", "private network")
	f(4999, "Acme", FromDirectory, "", "", "private network")
	if e := must(s.AuditRecord(ctx, 1))(t); e.Company != "Acme" {
		t.Errorf("the operation is of %q", e.Company)
	}
	resolve(t, s, "s1", Resolver{Revision: "nobody"})
	f(0, "Beta", FromRecord, "by record", FromRecord, "Sydney, AU")
	f(1, "", "", "", "", "")
}

// told is a directory by which everybody is of the company of its revision.
func told(revision string) Resolver {
	return Resolver{Revision: revision, Access: func(e *AccessEvent) { e.Company = revision }, Audit: func(e *AuditEvent) { e.Company = revision }}
}

// What the store says of its records is so at every moment: those that count as looked
// up by a revision have its answers, whatever another program stores meanwhile, and
// wherever a pass is broken off and by which revision it goes on. A pass ends.
func TestRecordsAreOldOrNewAndKnownToBe(t *testing.T) {
	defer func(n int64) { resolveRows = n }(resolveRows)
	resolveRows = 3
	s := openTest(t)
	rapid.Check(t, func(rt *rapid.T) {
		for _, src := range []event.SourceID{"s1", "s2"} {
			if err := s.Forget(ctx, src); err != nil {
				rt.Fatal(err)
			}
		}
		next := map[event.SourceID]int{}
		revisions := rapid.SampledFrom([]string{"r1", "r2", "r3"})
		now := "r1"
		store := func(src event.SourceID, revision string) {
			from, n := next[src], rapid.IntRange(1, 7).Draw(rt, "rows")
			b := visits(from, from+n)
			next[src] += n
			b.Source, b.Revision = src, revision
			b.Audit = []AuditEvent{{At: At{Offset: event.Offset(from * 100)}, Time: noon, Account: "1001", Action: "add"}}
			r := told(revision)
			for i := range b.Access {
				r.Access(&b.Access[i])
			}
			r.Audit(&b.Audit[0])
			if err := s.Ingest(ctx, b); err != nil {
				rt.Fatal(err)
			}
		}
		rt.Repeat(map[string]func(*rapid.T){
			"": func(rt *rapid.T) {
				var wrong int
				for _, of := range []string{"access", "audit"} {
					n := 0
					err := s.readers.QueryRow(`SELECT count(*) FROM ` + of + `_event e JOIN source s ON s.id = e.source WHERE
						s.looked_up <> '' AND e.company <> s.looked_up OR s.looking <> '' AND e.id > s.` + of + `_left AND e.company <> s.looking`).Scan(&n)
					if err != nil {
						rt.Fatal(err)
					}
					wrong += n
				}
				if wrong > 0 {
					rt.Fatalf("%d records are not what they count as", wrong)
				}
			},
			"store":                 func(*rapid.T) { store("s1", now) },
			"another source stores": func(*rapid.T) { store("s2", now) },
			"another program stores": func(rt *rapid.T) {
				store("s1", revisions.Draw(rt, "its revision"))
			},
			"the directory changes": func(rt *rapid.T) { now = revisions.Draw(rt, "revision") },
			"a stretch":             func(*rapid.T) { must(s.ResolveNext(ctx, "s1", told(now)))(t) },
			"a stretch is broken off": func(*rapid.T) {
				gone, stop := context.WithCancel(ctx)
				r := told(now)
				r.Access = func(e *AccessEvent) { e.Company = now; stop() }
				_, _ = s.ResolveNext(gone, "s1", r)
				stop()
			},
			"a note": func(*rapid.T) { // the answers for all others are what they were
				if _, err := s.ResolveAbout(ctx, "s1", query.Is("account", "nobody"), now, told(now)); err != nil {
					rt.Fatal(err)
				}
			},
		})
		resolve(t, s, "s1", told(now))
		if done, err := s.lookedUp(ctx, "s1", now); err != nil || !done {
			rt.Fatalf("looked up: %v, %v", done, err)
		}
	})
}

// A note whose records were looked up at once makes of records that were up to date, and
// of a pass that is under way, those of the revision after it.
func TestANoteMovesTheRevisionOn(t *testing.T) {
	defer func(n int64) { resolveRows = n }(resolveRows)
	resolveRows = 10
	s := openTest(t)
	b := visits(0, 30)
	ingest(t, s, b)
	about := query.Is("account", "1001")
	if p := must(s.ResolveNext(ctx, "s1", told("r1")))(t); p.Left != 20 || p.Percent() != 33 {
		t.Errorf("%+v", p)
	}
	if n := must(s.ResolveAbout(ctx, "s1", about, "r1", told("r2")))(t); n != 5 {
		t.Errorf("%d records of the account changed", n)
	}
	if p := must(s.ResolveNext(ctx, "s1", told("r2")))(t); p.Left != 10 {
		t.Errorf("a pass that is under way began again: %+v", p)
	}
	resolve(t, s, "s1", told("r2"))
	must(s.ResolveAbout(ctx, "s1", about, "r2", told("r3")))(t)
	if done := must(s.lookedUp(ctx, "s1", "r3"))(t); !done {
		t.Error("a note makes the rest look old")
	}
	must(s.ResolveAbout(ctx, "s1", about, "", told("r4")))(t)
	if done := must(s.lookedUp(ctx, "s1", "r4"))(t); done {
		t.Error("nobody knows what the rest is, and it counts as new")
	}
}

package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"cordwood/backend/event"
	"cordwood/backend/query"
	"cordwood/backend/query/querytest"
)

func atNoon() time.Time { return noon }

func parse(t interface{ Fatal(...any) }, q string, o query.Options) *query.Query {
	o.Clock = atNoon
	p, _, err := query.Parse(q, o)
	if err != nil {
		t.Fatal(q, err)
	}
	return p
}

func TestAccessQueries(t *testing.T) {
	s := openTest(t)
	b := visits(0, 6)
	a := b.Access
	a[0].Company, a[0].Memo, a[0].Account = "Acme Ltd", "desk 3", "1001"
	a[1].Kind, a[1].Result, a[1].Status, a[1].IP = "refused", "refused", 401, "203.0.113.14"
	a[2].Scope, a[2].Account, a[2].IP = "administrator", "admin", "2001:db8::1"
	a[3].MS, a[3].Path = 800, "/api/v2/CRM"
	a[4].Raw = `{"msg":"Größe ÄRGER 你好"}`
	if err := s.SetNote(ctx, Note{Kind: NoteVisit, Key: VisitKey("f1", 400), Text: "call back"}); err != nil {
		t.Fatal(err)
	}
	a[5].Time, a[5].TimeText, a[5].MS = time.Time{}, "", Unknown
	ingest(t, s, b)
	f := func(q string, want ...int) {
		t.Helper()
		r := must(s.Access(ctx, Filter{Query: parse(t, q, AccessLanguage())}))(t)
		var got []int
		for _, e := range must(r.Page(ctx, 0, 10))(t) {
			got = append(got, int(e.At.Offset/100))
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s: rows %v, want %v", q, got, want)
		}
		if n := must(r.Count(ctx))(t); n != int64(len(want)) {
			t.Errorf("%s: count %d, want %d", q, n, len(want))
		}
	}
	f(`acme`, 0)
	f(`company:"acme ltd"`, 0)
	f(`tenant:acme*`, 0)
	f(`"desk 3"`, 0)
	f(`has:memo`, 0, 4)
	f(`-has:memo`, 1, 2, 3, 5)
	f(`kind:refused`, 1)
	f(`status:4xx`, 1)
	f(`ip:203.0.113.0/24`, 1)
	f(`ip:2001:db8::/32`, 2)
	f(`ip:10.0.0.0/8 ms:<4`, 0)
	f(`scope:admin`, 2)
	f(`user:admin`, 2)
	f(`ms:>500`, 3)
	f(`ms:4..800`, 3, 4)
	f(`path:~"^/api/v[0-9]/crm$"`, 3)
	f(`ärger 你好`, 4)
	f(`"call back"`, 4)
	f(`-has:time`, 5)
	f(`time:12:00:01..12:00:02`, 1, 2)
	f(`file:access_log status:200 ms:<=1`, 0)
	f(`nothing OR refused`, 1)
	f(`"%_'--"`)
}

func TestRange(t *testing.T) {
	s := openTest(t)
	b := visits(0, 10)
	b.Access[9].Time = time.Time{}
	ingest(t, s, b)
	f := func(from, to time.Time, want int64) {
		t.Helper()
		r := must(s.Access(ctx, Filter{Source: "s1", Range: event.TimeRange{From: from, To: to}}))(t)
		if n := must(r.Count(ctx))(t); n != want {
			t.Errorf("%v to %v: %d, want %d", from, to, n, want)
		}
	}
	f(time.Time{}, time.Time{}, 10)
	f(noon.Add(2*time.Second), noon.Add(4*time.Second), 3)
	f(noon.Add(2*time.Second), time.Time{}, 7)
	f(time.Time{}, noon, 1)
	f(noon.Add(time.Hour), time.Time{}, 0)
}

// Pages cut anywhere, in any order and with or without a count before, join to
// the sorted whole.
func TestPagesJoin(t *testing.T) {
	s := openTest(t)
	for from := 0; from < 6000; from += 3000 {
		b := visits(from, from+3000)
		for i := range b.Access {
			n := from + i
			b.Access[i].Time = noon.Add(time.Duration(n*7919%997) * time.Second)
			b.Access[i].Agent = strings.Repeat("aB", n%3) + fmt.Sprint(n%11)
			if n%5 == 0 {
				b.Access[i].MS = Unknown
			}
		}
		ingest(t, s, b)
	}
	for _, f := range []Filter{
		{Source: "s1"},
		{Source: "s1", Desc: true},
		{Sort: "agent"},
		{Sort: "MS", Desc: true},
		{Source: "s1", Query: parse(t, "path:*7*", AccessLanguage()), Desc: true},
		{Sort: "account", Query: parse(t, "ms:>100", AccessLanguage())},
	} {
		r := must(s.Access(ctx, f))(t)
		var whole []int64
		for from := int64(0); ; from += 500 {
			page := must(r.Page(ctx, from, 500))(t)
			for i := range page {
				whole = append(whole, page[i].ID)
			}
			if len(page) < 500 {
				break
			}
		}
		sorted := slices.Clone(whole)
		slices.Sort(sorted)
		if len(slices.Compact(sorted)) != len(whole) {
			t.Fatalf("%+v: rows stand twice", f)
		}
		fresh := must(s.Access(ctx, f))(t)
		for i, r := range []*AccessResult{r, fresh} {
			if i == 1 {
				if n := must(r.Count(ctx))(t); int(n) != len(whole) {
					t.Fatalf("%+v: count %d, pages give %d", f, n, len(whole))
				}
			}
			for _, from := range []int64{4000, 17, 0, 2999, 1001, int64(len(whole)) - 3, int64(len(whole)) + 5} {
				want := whole[min(max(from, 0), int64(len(whole))):]
				want = want[:min(37, len(want))]
				if from < 0 {
					continue
				}
				var got []int64
				for _, e := range must(r.Page(ctx, from, 37))(t) {
					got = append(got, e.ID)
				}
				if !slices.Equal(got, want) {
					t.Fatalf("%+v from %d: %v, want %v", f, from, got, want)
				}
			}
		}
	}
}

func TestResultDoesNotGrow(t *testing.T) {
	s := openTest(t)
	ingest(t, s, visits(0, 5))
	r := must(s.Access(ctx, Filter{Source: "s1", Desc: true}))(t)
	ingest(t, s, visits(5, 9))
	if n := must(r.Count(ctx))(t); n != 5 {
		t.Errorf("count %d, want the 5 of its opening", n)
	}
	if rows := must(r.Page(ctx, 0, 2))(t); rows[0].At.Offset != 400 {
		t.Errorf("the first row is that of offset %d", rows[0].At.Offset)
	}
}

// A facet counts under what is asked of the other fields, over the records of its answer.
func TestFacetWithoutItsOwnField(t *testing.T) {
	s := openTest(t)
	b := visits(0, 14) // accounts 1000 to 1006, twice each
	for i := range b.Access {
		b.Access[i].Kind = []string{"visit", "refused", "sign-in"}[i%3]
		b.Access[i].Company = []string{"Acme Ltd", "Beta"}[i%2]
	}
	ingest(t, s, b)
	f := func(q, field, want string) {
		t.Helper()
		r := must(s.Access(ctx, Filter{Source: "s1", Query: parse(t, q, AccessLanguage())}))(t)
		rest := must(r.Without(ctx, field))(t)
		var got []string
		for _, v := range must(rest.Facet(ctx, field, 10))(t).Values {
			got = append(got, fmt.Sprint(v.Text, " ", v.Count))
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%s of %s: %s, want %s", field, q, strings.Join(got, ", "), want)
		}
	}
	all := "refused 5, visit 5, sign-in 4"
	f("", "kind", all)
	f("kind:refused", "kind", all)
	f("-kind:visit", "kind", all)
	f("-has:kind", "kind", all)
	f("(kind:refused OR kind:visit)", "kind", all)
	f("kind:refused OR kind:visit", "kind", all)
	f("kind:refused account:1001", "kind", "refused 1, sign-in 1")
	f("(kind:refused account:1001)", "kind", "refused 1, sign-in 1")
	f("kind:refused account:1001", "account", "1000 1, 1001 1, 1003 1, 1004 1, 1006 1")
	f("kind:refused -account:1001", "account", "1000 1, 1001 1, 1003 1, 1004 1, 1006 1")
	f("kind:refused OR account:1001", "kind", "refused 5, sign-in 1") // what is asked of kind alone is nothing
	f("-(kind:refused OR account:1001)", "kind", "visit 5, sign-in 3")
	f("tenant:beta kind:visit", "company", "Acme Ltd 3, Beta 2")
	f("company:beta kind:visit", "tenant", "Acme Ltd 3, Beta 2")
	f("company:beta kind:visit", "KIND", "refused 3, sign-in 2, visit 2")

	r := must(s.Access(ctx, Filter{Source: "s1", Query: parse(t, "kind:refused", AccessLanguage())}))(t)
	ingest(t, s, visits(14, 20))
	if n := must(must(r.Without(ctx, "kind"))(t).Count(ctx))(t); n != 14 {
		t.Errorf("%d records without the kind, want the 14 of the answer's opening", n)
	}
}

func TestCountCanBeStopped(t *testing.T) {
	s := openTest(t)
	ingest(t, s, visits(0, 2000))
	r := must(s.Access(ctx, Filter{Query: parse(t, "crm", AccessLanguage())}))(t)
	stopped, stop := context.WithCancel(ctx)
	stop()
	if _, err := r.Count(stopped); !errors.Is(err, context.Canceled) {
		t.Errorf("a stopped count: %v", err)
	}
	if n := must(r.Count(ctx))(t); n != 2000 {
		t.Errorf("counted again: %d", n)
	}
}

// words are texts in which cases, wildcards and digits may go wrong.
var words = rapid.SampledFrom([]string{
	"", "acme", "ACME Ltd", "desk 3", "Größe", "GRÖSSE", "straße", "你好", "10.0.0.7", "203.0.113.14",
	"2001:db8::1", "/api/v2/x", "%", "_", "'", "\"", "*", "1001", "1002", "refused", "a\nb", "K", "\u212a", "0", "-1", "ok",
})

var terms = rapid.SampledFrom([]string{
	"acme", "größe", `"desk 3"`, "k", "你", "company:acme*", "company:acme", "account:1001", "account:100*", "has:memo", "-has:memo",
	"status:4xx", "status:200", "status:>300", "ms:>500", "ms:100..500", "ip:10.0.0.0/8", "ip:2001:db8::/32", "country:CN", "path:~\"^/api\"", "~\"desk \\d\"",
	"kind:refused", "time:12:00:00..12:10:00", "time:-15m..", "bytes:>1KB", "id:1001", "file:access_log", "memo:*3", "result:\"\"", "name:0", "\"%\"", "'", "scope:admin",
})

var queries = rapid.Custom(func(t *rapid.T) string {
	q := terms.Draw(t, "term")
	for range rapid.IntRange(0, 3).Draw(t, "more") {
		q += rapid.SampledFrom([]string{" ", " OR ", " -", " NOT "}).Draw(t, "op") + terms.Draw(t, "term")
	}
	return q
})

// SQL selects exactly what the matcher matches.
func TestSQLIsMatch(t *testing.T) {
	s := openTest(t)
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		w := func(name string) string { return words.Draw(rt, name) }
		number := func(name string) int64 {
			return rapid.SampledFrom([]int64{Unknown, 0, 200, 404, 500, 501, 4096}).Draw(rt, name)
		}
		n++
		src := event.SourceID(fmt.Sprint("s", n))
		b := Batch{Source: src, File: logs, To: 1000}
		for i := range rapid.IntRange(1, 6).Draw(rt, "rows") {
			e := AccessEvent{
				At: At{Source: src, File: logs.ID, Path: logs.Path, Offset: event.Offset(i)}, Time: noon.Add(time.Duration(rapid.IntRange(-20, 20).Draw(rt, "minute")) * time.Minute),
				TimeText: w("time"), Kind: w("kind"), Scope: rapid.SampledFrom([]string{"", "administrator", "tenant"}).Draw(rt, "scope"), Account: w("account"), Name: w("name"),
				Company: w("company"), Memo: w("memo"), Path: w("path"), Result: w("result"), IP: w("ip"), Country: rapid.SampledFrom([]string{"", "CN", "cn", "AU"}).Draw(rt, "country"),
				Agent: w("agent"), Session: w("session"), RequestID: w("request"), Raw: w("raw"), Status: number("status"), MS: number("ms"), Bytes: number("bytes"),
			}
			if rapid.IntRange(0, 5).Draw(rt, "untimed") == 0 {
				e.Time = time.Time{}
			}
			b.Access = append(b.Access, e)
		}
		if err := s.Ingest(ctx, b); err != nil {
			rt.Fatal(err)
		}
		for range 4 {
			text := rapid.OneOf(queries, querytest.Query(1)).Draw(rt, "query")
			o := AccessLanguage()
			o.Clock = atNoon
			o.Case = rapid.Bool().Draw(rt, "case")
			q, _, err := query.Parse(text, o)
			if err != nil {
				continue
			}
			r, err := s.Access(ctx, Filter{Source: src, Query: q})
			if err != nil {
				rt.Fatal(text, err)
			}
			rows, err := r.Page(ctx, 0, 100)
			if err != nil {
				rt.Fatal(text, err)
			}
			got := map[event.Offset]bool{}
			for _, e := range rows {
				got[e.At.Offset] = true
			}
			for i := range b.Access {
				e := &b.Access[i]
				if want := q.Match(e.Record()); got[e.At.Offset] != want {
					where, args, _ := q.SQL(accessTable.columns())
					rt.Fatalf("%s on %+v: SQL %v, match %v\n%s %v", text, *e, !want, want, where, args)
				}
			}
		}
	})
}

var auditTerms = rapid.SampledFrom([]string{
	"action:delete", "actor:1001", "user:acme", "verb:acme*", "module:K", "type:refused", "target:*3", "result:ok", "outcome:refused", "reason:\"\"", "before:acme", "after:~\"^a\"",
	"has:before", "-has:after", "correlation:1002", "role:ok", "ip:10.0.0.0/8", "country:CN", "tenant:acme", "time:12:00:00..12:10:00", "你", "k",
})

// The same of audit records, whose fields and free text are others.
func TestAuditSQLIsMatch(t *testing.T) {
	s := openTest(t)
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		w := func(name string) string { return words.Draw(rt, name) }
		n++
		src := event.SourceID(fmt.Sprint("s", n))
		b := Batch{Source: src, File: logs, To: 1000}
		for i := range rapid.IntRange(1, 6).Draw(rt, "rows") {
			e := AuditEvent{
				At: At{Source: src, File: logs.ID, Path: logs.Path, Offset: event.Offset(i)}, Time: noon.Add(time.Duration(rapid.IntRange(-20, 20).Draw(rt, "minute")) * time.Minute),
				TimeText: w("time"), Account: w("account"), Name: w("name"), Role: w("role"), Company: w("company"), Memo: w("memo"), IP: w("ip"), Session: w("session"),
				Action: rapid.SampledFrom([]string{"delete", "modify", ""}).Draw(rt, "action"), Verb: w("verb"), Module: w("module"), TargetType: w("type"), TargetID: w("id"), Target: w("target"),
				Outcome: w("outcome"), Reason: w("reason"), Before: w("before"), After: w("after"), Correlation: w("correlation"), Raw: w("raw"),
			}
			if rapid.IntRange(0, 5).Draw(rt, "untimed") == 0 {
				e.Time = time.Time{}
			}
			b.Audit = append(b.Audit, e)
		}
		if err := s.Ingest(ctx, b); err != nil {
			rt.Fatal(err)
		}
		for range 4 {
			text := rapid.OneOf(auditTerms, querytest.Query(1), rapid.Map(rapid.SliceOfN(auditTerms, 2, 3), func(t []string) string { return strings.Join(t, " OR ") })).Draw(rt, "query")
			o := AuditLanguage()
			o.Clock, o.Case = atNoon, rapid.Bool().Draw(rt, "case")
			q, _, err := query.Parse(text, o)
			if err != nil {
				continue
			}
			r, err := s.Audit(ctx, Filter{Source: src, Query: q})
			if err != nil {
				rt.Fatal(text, err)
			}
			rows, err := r.Page(ctx, 0, 100)
			if err != nil {
				rt.Fatal(text, err)
			}
			got := map[event.Offset]bool{}
			for _, e := range rows {
				got[e.At.Offset] = true
			}
			for i := range b.Audit {
				if e := &b.Audit[i]; q.Match(e.Record()) == !got[e.At.Offset] {
					rt.Fatalf("%s on %+v: SQL %v", text, *e, got[e.At.Offset])
				}
			}
		}
	})
}

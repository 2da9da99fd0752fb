package store

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"cordwood/backend/event"
	"cordwood/backend/fault"
)

// operations are 40 audit records, one a minute, in turn by two accounts.
func operations(t *testing.T) *Store {
	t.Helper()
	s := openTest(t)
	b := Batch{Source: "s1", File: File{ID: "f2", Path: "audit_log.log", Family: "audit_log"}, To: 4000}
	for i := range 40 {
		b.Audit = append(b.Audit, AuditEvent{
			At: At{Offset: event.Offset(i * 100), Line: event.Line(i + 1)}, Time: noon.Add(time.Duration(i) * time.Minute),
			Account: fmt.Sprint(1001 + i%2), Action: []string{"add", "modify", "query", "modify", "delete"}[i%5], Module: []string{"queue", "agent"}[i%2],
			TargetID: fmt.Sprint(i % 4), Outcome: "ok", Before: `{"a":1}`, After: `{"a":2}`,
		})
	}
	b.Audit[39].Time, b.Audit[39].Outcome = time.Time{}, ""
	ingest(t, s, b)
	return s
}

func TestFacet(t *testing.T) {
	s := operations(t)
	r := must(s.Audit(ctx, Filter{Source: "s1"}))(t)
	f := func(field string, limit int, want Facet) {
		t.Helper()
		want.Field = field
		got := must(r.Facet(ctx, field, limit))(t)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, want %+v", field, got, want)
		}
		if n := must(r.Count(ctx))(t); n != got.Total() || n != 40 {
			t.Errorf("%s: %d counted, %d in the facet", field, n, got.Total())
		}
	}
	f("action", 10, Facet{Values: []Value{{"modify", 16}, {"add", 8}, {"delete", 8}, {"query", 8}}})
	f("action", 1, Facet{Values: []Value{{"modify", 16}}, Others: 24})
	f("outcome", 10, Facet{Values: []Value{{"ok", 39}}, Missing: 1})
	f("result", 10, Facet{Values: []Value{{"ok", 39}}, Missing: 1})
	f("company", 10, Facet{Missing: 40})
	if _, err := r.Facet(ctx, "colour", 1); fault.KindOf(err) != fault.Invalid {
		t.Errorf("an unknown field: %v", err)
	}
	part := must(s.Audit(ctx, Filter{Query: parse(t, "action:delete module:queue", AuditLanguage())}))(t)
	if got := must(part.Facet(ctx, "module", 5))(t); len(got.Values) != 1 || got.Values[0] != (Value{"queue", 4}) {
		t.Errorf("%+v", got)
	}
}

func TestHistogram(t *testing.T) {
	s := operations(t)
	r := must(s.Audit(ctx, Filter{Source: "s1"}))(t)
	for _, buckets := range []int{1, 2, 7, 39, 1000} {
		h := must(r.Histogram(ctx, buckets))(t)
		sum, marked := int64(0), int64(0)
		for i := range h.Counts {
			sum, marked = sum+h.Counts[i], marked+h.Marked[i]
		}
		end := h.Start.Add(time.Duration(len(h.Counts)) * h.Step)
		if len(h.Counts) > buckets || sum != 39 || h.Untimed != 1 || marked != 7 || !h.Start.Equal(noon) || end.Before(noon.Add(38*time.Minute)) {
			t.Errorf("%d buckets: %d of %v hold %d, %d marked, %d untimed", buckets, len(h.Counts), h.Step, sum, marked, h.Untimed)
		}
	}
	none := must(s.Audit(ctx, Filter{Source: "unknown"}))(t)
	if h := must(none.Histogram(ctx, 10))(t); h.Counts != nil {
		t.Errorf("%+v", h)
	}
}

func offsets(events []AuditEvent) (out []int) {
	for _, e := range events {
		out = append(out, int(e.At.Offset/100))
	}
	return out
}

func TestPivots(t *testing.T) {
	s := operations(t)
	ingest(t, s, visits(0, 100))
	f := func(got []AuditEvent, err error) func(...int) {
		return func(want ...int) {
			t.Helper()
			if err != nil || !reflect.DeepEqual(offsets(got), want) {
				t.Errorf("%v %v, want %v", offsets(got), err, want)
			}
		}
	}
	f(s.TargetHistory(ctx, "s1", "agent", "1", 4))(25, 29, 33, 37)
	f(s.TargetHistory(ctx, "s1", "agent", "9", 4))()
	f(s.LatestChanges(ctx, "s1", 3))(38, 36, 35)
	f(s.AuditAround(ctx, "s1", "1001", noon.Add(10*time.Minute), 3*time.Minute, 10))(8, 10, 12)
	near := must(s.Around(ctx, "s1", "1002", noon.Add(10*time.Second), 8*time.Second, 10))(t)
	if len(near) != 3 || near[0].At.Offset != 200 || near[2].At.Offset != 1600 {
		t.Errorf("%+v", near)
	}
	one := must(s.AuditRecord(ctx, must(s.LatestChanges(ctx, "s1", 1))(t)[0].ID))(t)
	if one.At.Line != 39 || one.After != `{"a":2}` || one.At.Path != "audit_log.log" {
		t.Errorf("%+v", one)
	}
	if _, err := s.AccessRecord(ctx, 1<<40); fault.KindOf(err) != fault.NotFound {
		t.Errorf("a record that is not there: %v", err)
	}
	if a := must(s.Accounts(ctx, "s1", 2))(t); len(a) != 2 || a[0].Account != "1000" || a[0].Visits != 15 || !a[0].First.Equal(noon) {
		t.Errorf("%+v", a)
	}
	sp := must(s.Span(ctx, "s1"))(t)
	if sp.Access != 100 || sp.Audit != 40 || !sp.AccessFirst.Equal(noon) || !sp.AuditLast.Equal(noon.Add(38*time.Minute)) {
		t.Errorf("%+v", sp)
	}
}

func TestRefusedByIP(t *testing.T) {
	s := openTest(t)
	b := visits(0, 20)
	for i := range b.Access {
		if i%2 == 0 {
			b.Access[i].Kind, b.Access[i].IP, b.Access[i].Account = "refused", []string{"203.0.113.1", "203.0.113.2"}[i/2%2], fmt.Sprint(i/2%3)
		}
	}
	ingest(t, s, b)
	got := must(s.RefusedByIP(ctx, "s1", event.TimeRange{To: noon.Add(8 * time.Second)}, 5))(t)
	want := []Refusals{
		{IP: "203.0.113.1", Count: 3, Accounts: 3, First: noon, Last: noon.Add(8 * time.Second)},
		{IP: "203.0.113.2", Count: 2, Accounts: 2, First: noon.Add(2 * time.Second), Last: noon.Add(6 * time.Second)},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func TestImportCountsWhatIsNew(t *testing.T) {
	s := openTest(t)
	if n := must(s.Import(ctx, visits(0, 10)))(t); n != 10 {
		t.Errorf("first %d", n)
	}
	if n := must(s.Import(ctx, visits(5, 12)))(t); n != 2 {
		t.Errorf("then %d, want 2", n)
	}
}

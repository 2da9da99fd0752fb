package store

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"cordwood/backend/query"
)

// The oracle goes over the rows.
func TestGroups(t *testing.T) {
	s := openTest(t)
	b := visits(0, 60)
	for i := range b.Access {
		e := &b.Access[i]
		e.Kind = []string{"visit", "visit", "refused"}[i%3]
		e.IP = []string{"10.0.0.1", "10.0.0.2", "", "203.0.113.7", "203.0.113.8"}[i%5]
		if i%11 == 0 {
			e.Time, e.Account = time.Time{}, ""
		}
	}
	ingest(t, s, b)
	r := must(s.Access(ctx, Filter{Source: "s1", Query: parse(t, "-path:/crm/7", AccessLanguage())}))(t)
	rows := must(r.Page(ctx, 0, 100))(t)
	for _, field := range []string{"account", "ip", "kind"} {
		want := map[string]*Group{}
		other := map[string]map[string]bool{}
		for i := range rows {
			e := &rows[i]
			k := map[string]string{"account": e.Account, "ip": e.IP, "kind": e.Kind}[field]
			g := cmp.Or(want[k], &Group{Value: k})
			want[k] = g
			g.Count++
			if e.Kind == "refused" {
				g.Refused++
			}
			if other[k] == nil {
				other[k] = map[string]bool{}
			}
			other[k]["a "+e.Account], other[k]["i "+e.IP] = e.Account != "", e.IP != ""
			if !e.Time.IsZero() && (g.First.IsZero() || e.Time.Before(g.First)) {
				g.First = e.Time
			}
			if e.Time.After(g.Last) {
				g.Last = e.Time
			}
		}
		for k, seen := range other {
			for v, there := range seen {
				switch {
				case there && v[0] == 'a':
					want[k].Accounts++
				case there:
					want[k].IPs++
				}
			}
		}
		got, all, err := Groups(ctx, r, field, "", false, 100)
		if err != nil || int(all) != len(want) || len(got) != len(want) {
			t.Fatalf("by %s: %d of %d groups, want %d: %v", field, len(got), all, len(want), err)
		}
		for i, g := range got {
			if w := *want[g.Value]; g != w {
				t.Errorf("by %s: %+v, want %+v", field, g, w)
			}
			if i > 0 && g.Count > got[i-1].Count {
				t.Errorf("by %s: %d stands below %d", field, g.Count, got[i-1].Count)
			}
		}
	}
}

func TestGroupsInOrder(t *testing.T) {
	s := openTest(t)
	ingest(t, s, visits(0, 24)) // accounts 1000 to 1006: four of the first three, three of the others
	r := must(s.Access(ctx, Filter{Source: "s1"}))(t)
	f := func(order string, asc bool, limit int, want string) {
		t.Helper()
		groups, all, err := Groups(ctx, r, "account", order, asc, limit)
		if err != nil || all != 7 {
			t.Fatal(all, err)
		}
		var got []string
		for _, g := range groups {
			got = append(got, strings.TrimPrefix(g.Value, "100"))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("by %q, asc %v: %s, want %s", order, asc, strings.Join(got, " "), want)
		}
	}
	f("", false, 9, "0 1 2 3 4 5 6")
	f("count", true, 9, "3 4 5 6 0 1 2")
	f("count", false, 2, "0 1")
	f("value", false, 9, "6 5 4 3 2 1 0")
	f("first", true, 3, "0 1 2")
	f("last", false, 3, "2 1 0")
	if _, _, err := Groups(ctx, r, "account", "size", false, 9); err == nil {
		t.Error("an order that there is not")
	}
	if _, _, err := Groups(ctx, r, "moon", "", false, 9); err == nil {
		t.Error("a field that there is not")
	}
}

func TestCountEach(t *testing.T) {
	s := openTest(t)
	b := visits(0, 20)
	b.Access[3].MS, b.Access[4].Memo = Unknown, "desk"
	ingest(t, s, b)
	r := must(s.Access(ctx, Filter{Source: "s1", Query: parse(t, "-path:/crm/0", AccessLanguage())}))(t)
	var qs []*query.Query
	for _, q := range []string{"ms:<10", "ms:10..14", "ms:>=15", "-has:ms", "has:memo", "-has:memo", "", `path:"/crm/1" OR path:"/crm/2"`} {
		qs = append(qs, parse(t, q, AccessLanguage()))
	}
	got := must(r.CountEach(ctx, qs))(t)
	if want := []int64{8, 5, 5, 1, 1, 18, 19, 2}; !slices.Equal(got, want) {
		t.Error(fmt.Sprint(got), want)
	}
}

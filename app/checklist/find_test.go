package checklist

import (
	"encoding/csv"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"cordwood/app"
)

var findChecks = map[int]check{
	28: bothDatesIncluded, 29: zoneShown, 30: keywordOverEveryColumn, 31: filters, 32: accessFacets, 33: accessDetail, 34: accessExport, 35: sorted,
}

func bothDatesIncluded(w *world) error {
	s, err := w.door()
	if err != nil {
		return err
	}
	all, err := w.objects("access_log")
	if err != nil {
		return err
	}
	a, b := all[len(all)/3].time().UnixMilli(), all[len(all)/2].time().UnixMilli()
	var want int64
	for _, o := range all {
		if ms := o.time().UnixMilli(); ms >= a && ms <= b {
			want++
		}
	}
	got, err := s.access(app.RecordRequest{Query: "file:access_log", From: &a, To: &b})
	if err != nil {
		return err
	}
	if err := same("visits from one to another, both included", got.Total, want); err != nil {
		return err
	}
	day := w.marker.End.AddDate(0, 0, -1).Format("2006-01-02")
	want = 0
	for _, o := range all {
		if o.time().In(w.marker.End.Location()).Format("2006-01-02") == day {
			want++
		}
	}
	text, _ := w.run("access", w.sample, "--from", day, "--to", day, "--count", "file:access_log")
	return same("visits of one day", text, fmt.Sprintln(want))
}

func zoneShown(w *world) error {
	s, err := w.door()
	if err != nil {
		return err
	}
	_, offset := w.marker.End.Zone()
	return first(same("minutes east", s.src.Zone.Minutes, offset/60), same("label", s.src.Zone.Label, "UTC+08:00"), same("origin", s.src.Zone.Origin, "found"))
}

// columns are what a keyword looks at.
func columns(v *app.AccessLine) map[string]string {
	return map[string]string{
		"account": v.Account, "name": v.Name, "company": v.Company, "memo": v.Memo, "path": v.Path, "page": v.Page, "result": v.Result,
		"ip": v.IP, "place": v.Place, "client": v.Client, "session": v.Session, "request": v.RequestID, "method": v.Method, "kind": v.Kind,
	}
}

func keywordOverEveryColumn(w *world) error {
	s, err := w.door()
	if err != nil {
		return err
	}
	visits, err := w.visits()
	if err != nil {
		return err
	}
	for column := range columns(&app.AccessLine{}) {
		word := ""
		for i := range visits {
			if word = columns(&visits[i])[column]; len(word) > 2 {
				break
			}
		}
		var least int64
		for i := range visits {
			if strings.Contains(strings.ToLower(columns(&visits[i])[column]), strings.ToLower(word)) {
				least++
			}
		}
		got, err := s.access(app.RecordRequest{Query: strconv.Quote(word)})
		if err != nil {
			return err
		}
		if got.Total < least || least == 0 {
			return fmt.Errorf("%q of column %s: %d found, %d have it", word, column, got.Total, least)
		}
	}
	// What is nowhere is not found.
	none, err := s.access(app.RecordRequest{Query: `"quagga no such word"`})
	if err != nil {
		return err
	}
	return same("a word that is nowhere", none.Total, 0)
}

func filters(w *world) error {
	s, err := w.door()
	if err != nil {
		return err
	}
	visits, err := w.visits()
	if err != nil {
		return err
	}
	hq := netip.MustParsePrefix("10.20.0.0/16")
	f := func(query string, keep func(v *app.AccessLine) bool) error {
		var want int64
		for i := range visits {
			if keep(&visits[i]) {
				want++
			}
		}
		got, err := s.access(app.RecordRequest{Query: query})
		if err != nil {
			return err
		}
		return first(same(query, got.Total, want), same(query+" finds something", want > 0, true))
	}
	return first(
		f("kind:refused", func(v *app.AccessLine) bool { return v.Kind == "refused" }),
		f("scope:admin", func(v *app.AccessLine) bool { return v.Scope == "administrator" }),
		f(`company:"Osprenne Travel"`, func(v *app.AccessLine) bool { return v.Company == "Osprenne Travel" }),
		f("tenant:*freight", func(v *app.AccessLine) bool { return strings.HasSuffix(v.Company, "Freight") }),
		f("status:4xx", func(v *app.AccessLine) bool { return v.Status != nil && *v.Status/100 == 4 }),
		f("ms:>100", func(v *app.AccessLine) bool { return v.Ms != nil && *v.Ms > 100 }),
		f("ip:10.20.0.0/16", func(v *app.AccessLine) bool { a, err := netip.ParseAddr(v.IP); return err == nil && hq.Contains(a) }),
		f("country:AT", func(v *app.AccessLine) bool { return v.Country == "AT" }),
		f("has:memo", func(v *app.AccessLine) bool { return v.Memo != "" }),
		f("-has:account", func(v *app.AccessLine) bool { return v.Account == "" }),
		f("path:/api/* -kind:visit OR account:7", func(v *app.AccessLine) bool {
			return strings.HasPrefix(v.Path, "/api/") && v.Kind != "visit" || v.Account == "7"
		}),
	)
}

func accessFacets(w *world) error {
	s, err := w.door()
	if err != nil {
		return err
	}
	visits, err := w.visits()
	if err != nil {
		return err
	}
	state, err := s.access(app.RecordRequest{})
	if err != nil {
		return err
	}
	f, err := call[app.Facet](s, "Access.Facet", state.Handle, "company")
	if err != nil {
		return err
	}
	count := map[string]int64{}
	for _, v := range visits {
		count[v.Company]++
	}
	for _, v := range f.Values {
		if err := same("company "+v.Text, v.Count, count[v.Text]); err != nil {
			return err
		}
	}
	return first(same("without a company", f.Missing, count[""]), same("companies", len(f.Values), len(count)-1))
}

func accessDetail(w *world) error {
	s, err := w.door()
	if err != nil {
		return err
	}
	state, err := s.access(app.RecordRequest{Query: "kind:sign-in file:access_log"})
	if err != nil {
		return err
	}
	page, err := get[app.AccessPage](s, "/data/access", "h", state.Handle, "n", "5")
	if err != nil {
		return err
	}
	for _, row := range page.Rows {
		d, err := call[app.AccessDetail](s, "Access.Record", s.src.ID, row.ID)
		if err != nil {
			return err
		}
		line, err := w.line(d.File, d.Line)
		if err != nil {
			return err
		}
		if err := first(same("raw", d.Raw, line), same("accounts from the address", len(d.FromIP) > 0, true), same("addresses of the account", len(d.OfAccount) > 0, true)); err != nil {
			return err
		}
	}
	return same("rows", len(page.Rows), 5)
}

func accessExport(w *world) error {
	s, err := w.door()
	if err != nil {
		return err
	}
	state, err := s.access(app.RecordRequest{Query: "kind:refused"})
	if err != nil {
		return err
	}
	export := func(format string) (string, error) {
		d, err := call[app.Download](s, "Downloads.Prepare", app.DownloadRequest{Source: s.src.ID, Kind: "access", Handle: state.Handle, Format: format})
		if err != nil {
			return "", err
		}
		text, err := s.fetch("/data/download", "id", d.ID)
		return string(text), err
	}
	table, err := export("csv")
	if err != nil {
		return err
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(table, "\ufeff"))).ReadAll()
	if err != nil {
		return err
	}
	lines, err := export("jsonl")
	if err != nil {
		return err
	}
	kept, err := jsonLines[app.AccessLine](lines)
	if err != nil {
		return err
	}
	for i, v := range kept {
		if err := first(same("kind", rows[i+1][1], "refused"), same("account", rows[i+1][3], v.Account), same("ip", rows[i+1][12], v.IP)); err != nil {
			return err
		}
	}
	return first(same("first column", rows[0][0], "time"), same("CSV rows", int64(len(rows)-1), state.Total), same("JSON lines", int64(len(kept)), state.Total))
}

func sorted(w *world) error {
	s, err := w.door()
	if err != nil {
		return err
	}
	visits, err := w.visits()
	if err != nil {
		return err
	}
	last := time.Time{}
	for i, v := range visits {
		if i > 0 && v.Time.After(last) {
			return fmt.Errorf("row %d is newer than the one before", i)
		}
		last = *v.Time
	}
	state, err := s.access(app.RecordRequest{Query: "has:ms", Sort: "ms"})
	if err != nil {
		return err
	}
	page, err := get[app.AccessPage](s, "/data/access", "h", state.Handle, "n", "2")
	if err != nil {
		return err
	}
	var most int64
	for _, v := range visits {
		if v.Ms != nil {
			most = max(most, *v.Ms)
		}
	}
	return same("longest first", *page.Rows[0].Ms, most)
}

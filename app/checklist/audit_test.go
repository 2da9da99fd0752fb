package checklist

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"

	"cordwood/app"
)

var auditChecks = map[int]check{
	43: operationField("time", func(v *app.AuditLine) string { return stamp(v.Time) }),
	44: operationField("action", func(v *app.AuditLine) string { return v.Action }),
	45: operationField("module", func(v *app.AuditLine) string { return v.Module }),
	46: operationField("account", func(v *app.AuditLine) string { return v.Account }),
	47: operationField("company", func(v *app.AuditLine) string { return v.Company }),
	48: operationField("ip", func(v *app.AuditLine) string { return v.IP }),
	49: operationField("target", func(v *app.AuditLine) string { return v.Target }),
	50: operationField("outcome", func(v *app.AuditLine) string { return v.Outcome }),
	51: lineOfCounts, 52: threeControls, 53: auditFreeText, 54: fieldByField, 55: secretsMasked, 56: historyOfTarget, 57: samePersonsVisits, 127: serversLines,
	58: ownActs, 59: importedTable, 60: emptyDesk,
}

// operationField compares one field of every operation with its line.
func operationField(name string, got func(*app.AuditLine) string) check {
	return func(w *world) error {
		acts, err := w.acts()
		if err != nil {
			return err
		}
		for i := range acts {
			v := &acts[i]
			line, err := w.line(v.File, v.Line)
			if err != nil {
				return err
			}
			o, err := parseObject(line)
			if err != nil {
				return err
			}
			want := o.text(name)
			if name == "time" {
				want = o.time().UTC().Format(time.RFC3339Nano)
			}
			if err := same(fmt.Sprintf("%s of %s:%d", name, v.File, v.Line), got(v), want); err != nil {
				return err
			}
		}
		return same("records", int64(len(acts)), w.marker.Manifest.Audit.Records)
	}
}

func lineOfCounts(w *world) error {
	s, err := w.door()
	if err != nil {
		return err
	}
	state, err := s.audit(app.RecordRequest{Action: "delete", Origin: "server"}) // one chosen: the line stays whole
	if err != nil {
		return err
	}
	count := map[string]int64{}
	for _, c := range state.Counts {
		count[c.Text] += c.Count
	}
	for action, n := range w.marker.Manifest.Audit.Actions {
		if err := same(action, count[action], n); err != nil {
			return err
		}
	}
	if err := same("chosen", state.Total, w.marker.Manifest.Audit.Actions["delete"]); err != nil {
		return err
	}
	all, err := s.audit(app.RecordRequest{Origin: "server"}) // the outcomes are those of the chosen action
	if err != nil {
		return err
	}
	for _, c := range all.Counts {
		if c.Text == "refused" {
			return same("refused", c.Count, w.marker.Manifest.Audit.Outcomes["refused"])
		}
	}
	return same("refused", 0, w.marker.Manifest.Audit.Outcomes["refused"])
}

func threeControls(w *world) error {
	s, err := w.door()
	if err != nil {
		return err
	}
	all, err := w.objects("audit_log")
	if err != nil {
		return err
	}
	for module, n := range w.marker.Manifest.Audit.Modules {
		got, err := s.audit(app.RecordRequest{Module: module})
		if err := first(err, same("module "+module, got.Total, n)); err != nil {
			return err
		}
	}
	a, b := all[len(all)/4].time().UnixMilli(), all[len(all)/2].time().UnixMilli()
	for _, action := range []string{"add", "delete", "modify", "query"} {
		var want int64
		for _, o := range all {
			if ms := o.time().UnixMilli(); o.text("action") == action && ms >= a && ms <= b {
				want++
			}
		}
		got, err := s.audit(app.RecordRequest{Action: action, From: &a, To: &b})
		if err := first(err, same(action+" in a range", got.Total, want)); err != nil {
			return err
		}
	}
	modules, err := call[[]app.Count](s, "Audit.Modules", s.src.ID)
	return first(err, same("modules to choose from", len(modules) >= len(w.marker.Manifest.Audit.Modules), true))
}

func auditFreeText(w *world) error {
	s, err := w.door()
	if err != nil {
		return err
	}
	name := w.marker.Manifest.Incident.CampaignName
	want := int64(0)
	for _, line := range w.lines("audit_log") {
		if o, _ := parseObject(line); strings.Contains(o.text("target"), name) {
			want++
		}
	}
	got, err := s.audit(app.RecordRequest{Query: `target:"` + name + `"`})
	if err != nil {
		return err
	}
	text, err := s.audit(app.RecordRequest{Query: `"` + strings.ToUpper(name) + `"`})
	return first(err, same("operations on "+name, got.Total, want), same("found by free text", text.Total >= want && want > 0, true))
}

// fieldByField compares the changed fields of every modification with what
// differs between its two states.
func fieldByField(w *world) error {
	s, err := w.door()
	if err != nil {
		return err
	}
	state, err := s.audit(app.RecordRequest{Action: "modify"})
	if err != nil {
		return err
	}
	page, err := get[app.AuditPage](s, "/data/audit", "h", state.Handle, "n", "60")
	if err != nil {
		return err
	}
	compared := 0
	for _, row := range page.Rows {
		d, err := call[app.AuditDetail](s, "Audit.Record", s.src.ID, row.ID)
		if err != nil {
			return err
		}
		line, err := w.line(d.File, d.Line)
		if err != nil {
			return err
		}
		o, err := parseObject(line)
		if err != nil {
			return err
		}
		before, _ := o["before"].(map[string]any)
		after, _ := o["after"].(map[string]any)
		if before == nil || after == nil {
			continue
		}
		compared++
		changed := map[string]bool{}
		for _, c := range d.Changes {
			if c.Kind != "same" {
				changed[strings.FieldsFunc(c.Path, func(r rune) bool { return strings.ContainsRune("./[", r) })[0]] = true
			}
		}
		for key := range before {
			if err := same(fmt.Sprintf("%s:%d %s differs", d.File, d.Line, key), changed[key], !reflect.DeepEqual(before[key], after[key])); err != nil {
				return err
			}
		}
	}
	return same("modifications with both states", compared > 10, true)
}

var secret = regexp.MustCompile(`"(?:api_token|carrier_password)":"([^"]{6,})"`)

func secretsMasked(w *world) error {
	secrets := map[string]bool{}
	for _, line := range w.lines("audit_log") {
		for _, m := range secret.FindAllStringSubmatch(line, -1) {
			secrets[m[1]] = true
		}
	}
	s, err := w.door()
	if err != nil {
		return err
	}
	state, err := s.audit(app.RecordRequest{})
	if err != nil {
		return err
	}
	shown, _ := w.run("audit", w.sample, "--json")
	for _, format := range []string{"csv", "jsonl"} {
		d, err := call[app.Download](s, "Downloads.Prepare", app.DownloadRequest{Source: s.src.ID, Kind: "audit", Handle: state.Handle, Format: format})
		if err != nil {
			return err
		}
		text, err := s.fetch("/data/download", "id", d.ID)
		if err != nil {
			return err
		}
		shown += string(text)
	}
	found, err := s.audit(app.RecordRequest{Query: "api_token"})
	if err != nil {
		return err
	}
	page, err := get[app.AuditPage](s, "/data/audit", "h", found.Handle, "n", "20")
	if err != nil {
		return err
	}
	for _, row := range page.Rows {
		d, err := call[app.AuditDetail](s, "Audit.Record", s.src.ID, row.ID)
		if err != nil {
			return err
		}
		shown += fmt.Sprint(d)
	}
	for value := range secrets {
		if strings.Contains(shown, value) {
			return fmt.Errorf("%s is shown", value)
		}
	}
	return first(same("there are secrets", len(secrets) > 0, true), same("mask", strings.Contains(shown, "••••"), true))
}

func historyOfTarget(w *world) error {
	s, err := w.door()
	if err != nil {
		return err
	}
	all, err := w.objects("audit_log")
	if err != nil {
		return err
	}
	id := w.marker.Manifest.Incident.Campaign
	state, err := s.audit(app.RecordRequest{Module: "Campaign", Action: "modify", Query: `target:"` + w.marker.Manifest.Incident.CampaignName + `"`})
	if err != nil {
		return err
	}
	page, err := get[app.AuditPage](s, "/data/audit", "h", state.Handle, "n", "1")
	if err != nil {
		return err
	}
	d, err := call[app.AuditDetail](s, "Audit.Record", s.src.ID, page.Rows[0].ID)
	if err != nil {
		return err
	}
	var times []int64
	for _, o := range slices.Backward(all) {
		if o.text("module") == "Campaign" && o.text("target_id") == id {
			times = append(times, o.time().UnixMilli())
		}
	}
	var got []int64
	for _, h := range d.History {
		got = append(got, *h.Time)
	}
	return first(same("history", fmt.Sprint(got), fmt.Sprint(times)), same("more than one", len(times) > 1, true))
}

func samePersonsVisits(w *world) error {
	s, err := w.door()
	if err != nil {
		return err
	}
	visits, err := w.visits()
	if err != nil {
		return err
	}
	state, err := s.audit(app.RecordRequest{Action: "modify"})
	if err != nil {
		return err
	}
	page, err := get[app.AuditPage](s, "/data/audit", "h", state.Handle, "n", "5")
	if err != nil {
		return err
	}
	for _, row := range page.Rows {
		d, err := call[app.AuditDetail](s, "Audit.Record", s.src.ID, row.ID)
		if err != nil {
			return err
		}
		var want int64
		at := time.UnixMilli(*row.Time)
		for _, v := range visits {
			if v.Account == row.Account && v.Time.Sub(at).Abs() <= 15*time.Minute {
				want++
			}
		}
		if err := same("visits around "+row.ID, d.Visits, want); err != nil {
			return err
		}
	}
	return same("rows", len(page.Rows), 5)
}

func ownActs(w *world) error {
	s, err := w.serve(w.copySample())
	if err != nil {
		return err
	}
	if _, err := call[app.Source](s, "Sources.Unlock", s.src.ID); err != nil {
		return err
	}
	own, err := s.audit(app.RecordRequest{Origin: "cordwood"})
	if err != nil {
		return err
	}
	page, err := get[app.AuditPage](s, "/data/audit", "h", own.Handle)
	if err != nil {
		return err
	}
	server, err := s.audit(app.RecordRequest{Origin: "server"})
	if err != nil {
		return err
	}
	report, err := call[app.TrailReport](s, "Audit.VerifyTrail")
	return first(err, same("verb", page.Rows[0].Verb, "unlock"), same("origin", page.Rows[0].Origin, "cordwood"),
		same("the server's own", server.Total, w.marker.Manifest.Audit.Records), same("rows of the trail", report.Rows > 0, true))
}

// importedTable takes in an audit page that another suite exported, with Chinese
// headers, once.
func importedTable(w *world) error {
	dir := w.copySample()
	table := filepath.Join(w.t.TempDir(), "audit-page.csv")
	text := "操作时间,操作人,操作类型,模块,操作对象,IP地址,结果\n2026-11-20 09:14:00,Tobin Ashgrove,修改,队列,Support EMEA,10.20.1.17,成功\n2026-11-20 09:20:00,Mara Quillon,删除,用户,Wei Lindqvist,10.20.1.12,成功\n"
	if err := os.WriteFile(table, []byte(text), 0o600); err != nil {
		return err
	}
	once, bad, code := w.runIn("", "audit", "import", dir, table)
	if err := first(same("exit code", code, 0), same("first time", once, "2 taken, 0 were there already, 0 not read\n")); err != nil {
		return fmt.Errorf("%w (%s)", err, bad)
	}
	again, _ := w.run("audit", "import", dir, table)
	rows, err := asked[app.AuditLine](w, "audit", dir, "--json", `target:"Support EMEA"`)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(rows, func(v app.AuditLine) bool { return strings.HasPrefix(v.File, "import: ") })
	return first(same("second time", again, "0 taken, 2 were there already, 0 not read\n"), same("action", rows[i].Action, "modify"),
		same("actor", rows[i].Account+rows[i].Name, "Tobin Ashgrove"), same("ip", rows[i].IP, "10.20.1.17"))
}

// emptyDesk: a source without operations says that there are none, not that
// none match.
func emptyDesk(w *world) error {
	dir := w.t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "application.log"), []byte("2026-11-22 10:00:00.000 [a] INFO  b - c\n"), 0o644); err != nil {
		return err
	}
	s, err := w.serve(dir)
	if err != nil {
		return err
	}
	state, err := s.audit(app.RecordRequest{Origin: "server"})
	if err != nil {
		return err
	}
	_, code := w.run("audit", dir)
	return first(same("handle", state.Handle != "", true), same("operations of the source", state.Of, 0), same("exit code for nothing", code, 1))
}

// serversLines counts the entries of the JSON families and of the gateway around
// an operation, as its record does, and the rest by a query.
func serversLines(w *world) error {
	s, err := w.door()
	if err != nil {
		return err
	}
	state, err := s.audit(app.RecordRequest{Action: "modify", Origin: "server"})
	if err != nil {
		return err
	}
	page, err := get[app.AuditPage](s, "/data/audit", "h", state.Handle, "n", "5")
	if err != nil {
		return err
	}
	for _, row := range page.Rows {
		d, err := call[app.AuditDetail](s, "Audit.Record", s.src.ID, row.ID)
		if err != nil {
			return err
		}
		at := time.UnixMilli(*row.Time)
		var near int64 // in the families whose lines say their time in JSON
		names := []string{"apps_objects", "inbox_channel", "crm_data", "access_log", "audit_log"}
		for _, family := range names {
			all, err := w.objects(family)
			if err != nil {
				return err
			}
			for _, o := range all {
				if o.time().Sub(at).Abs() <= 30*time.Second {
					near++
				}
			}
		}
		from, to := at.Add(-30*time.Second).UnixMilli(), at.Add(30*time.Second).UnixMilli()
		some, err := s.open(app.LogRequest{Families: names, From: &from, To: &to})
		if err != nil {
			return err
		}
		all, err := s.open(app.LogRequest{From: &from, To: &to})
		if err := first(err, same("entries of JSON families around "+row.ID, some.Total, near), same("entries around "+row.ID, d.Lines, all.Total), same("the operation itself", near > 0, true)); err != nil {
			return err
		}
	}
	return same("rows", len(page.Rows), 5)
}

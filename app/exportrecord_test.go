package app

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"cordwood/backend/event"
	"cordwood/backend/store"
)

// One operation leaves as a page that a manager can read, or as JSON; neither has a secret,
// and what a log says is no markup in it.
func TestExportOfOneRecord(t *testing.T) {
	w := newHeldWorld(t)
	o, err := w.app.source(w.id)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 18, 14, 3, 41, 0, time.UTC)
	act := func(i int, before, after string) store.AuditEvent {
		return store.AuditEvent{
			At: store.At{Offset: event.Offset(i), Line: event.Line(i + 1)}, Time: at.Add(time.Duration(i) * time.Minute), Action: "modify", Verb: "modify", Account: "7", Name: "Mara",
			Module: "Campaign", TargetType: "campaign", TargetID: "318", Target: "Autumn | <b>recall</b>", Outcome: "ok", Before: before, After: after,
		}
	}
	batch := store.Batch{Source: o.id, File: store.File{ID: "t", Path: "import: t.csv", Family: "import"}, To: 9, Audit: []store.AuditEvent{
		act(0, `{"calls":10}`, `{"calls":40}`),
		act(1, `{"calls":40,"agents":["1","2"],"password":"hunter2","name":"x"}`, `{"calls":400,"agents":["2","3","4"],"password":"s3cret","name":"x","note":"[x](https://y)\n\u202e"}`),
	}}
	if _, err := o.store.Import(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	open, err := w.app.Audit().Open(RecordRequest{Source: w.id, Query: "module:Campaign"})
	if err != nil || open.Total != 2 {
		t.Fatal(open.Total, err)
	}
	ans, err := w.app.answers.get(open.Handle)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := ans.audit.Page(t.Context(), 0, 1) // the newest
	if err != nil {
		t.Fatal(err)
	}
	id := auditRow(&rows[0]).ID
	written := func(format string) string {
		t.Helper()
		prepared, err := w.app.Downloads().Prepare(DownloadRequest{Source: w.id, Kind: "record", Files: []string{id}, Format: format})
		if err != nil {
			t.Fatal(err)
		}
		dl, err := w.app.downloads.take(prepared.ID)
		if err != nil {
			t.Fatal(err)
		}
		defer w.app.downloads.end(dl)
		var b bytes.Buffer
		if err := w.app.export(dl, func() error { return dl.write(dl.ctx, &b) }); err != nil {
			t.Fatal(err)
		}
		if s := b.String(); strings.Contains(s, "hunter2") || strings.Contains(s, "s3cret") {
			t.Errorf("%s shows a secret:\n%s", format, s)
		}
		return b.String()
	}
	page := written("md")
	for _, line := range []string{
		`# modify Campaign Autumn \| \<b\>recall\</b\>`,
		`| Account | 7 Mara |`,
		`| Calls | 40 | 400 | +360, ×10 |`,
		`| Agents | 1 | 3, 4 | 1 out, 2 in |`,
		`| Password | ••••• | ••••• | changed, masked |`,
		`| Note | – | \[x\](https\://y) U+202E | added |`,
		`1 more fields did not change.`,
		`## History of this target`,
		`| modify | Mara (this record) | 4 fields |`,
		`| modify | Mara | Calls 10 → 40 |`,
	} {
		if !strings.Contains(page, line) {
			t.Errorf("%q is not in\n%s", line, page)
		}
	}
	var file RecordFile
	if err := json.Unmarshal([]byte(written("json")), &file); err != nil || file.Record.TargetID != "318" || len(file.Changes) != 5 || len(file.History) != 2 {
		t.Errorf("%+v: %v", file, err)
	}
	for _, r := range []DownloadRequest{{Files: []string{id}, Format: "pdf"}, {Files: []string{"x"}, Format: "md"}, {Files: []string{"999999"}, Format: "md"}, {Format: "md"}} {
		r.Source, r.Kind = w.id, "record"
		if _, err := w.app.Downloads().Prepare(r); err == nil {
			t.Errorf("prepared %+v", r)
		}
	}
}

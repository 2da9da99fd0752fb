package app

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"cordwood/backend/change"
	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/query"
	"cordwood/backend/search"
	"cordwood/backend/store"
	"cordwood/backend/trail"
)

// Audit is the Audit Logs desk.
type Audit struct{ app *App }

const (
	visitsAround = 15 * time.Minute // of the same account, beside a record
	linesAround  = 30 * time.Second // of the server, beside a record
	maxHistory   = 200              // operations on one target
)

// Open asks for operations; an invalid query gives its errors and no handle.
func (d *Audit) Open(r RecordRequest) (RecordState, error) {
	o, err := d.app.source(r.Source)
	if err != nil {
		return RecordState{}, err
	}
	began := time.Now()
	q, state := o.parseRecords(r, store.AuditLanguage())
	if q == nil {
		return state, nil
	}
	a := d.app.answers.claim("audit/"+r.Slot, o, q)
	asked := query.And(q, ofOrigin(r.Origin), chosen("action", r.Action), chosen("module", r.Module))
	a.audit, err = o.store.Audit(a.ctx, store.Filter{Source: o.id, Query: asked, Range: timeRange(r.From, r.To), Sort: r.Sort, Desc: !r.Asc})
	if err != nil {
		return RecordState{}, err
	}
	if state.Counts, err = auditCounts(a.ctx, a.audit); err != nil {
		return RecordState{}, err
	}
	if state.Total, err = a.audit.Count(a.ctx); err != nil { // known from the counts where they are of all that was asked
		return RecordState{}, err
	}
	span, err := o.store.Span(a.ctx, o.id)
	state.Handle, state.Of, state.Since = a.handle, span.Audit, millis(span.AuditFirst)
	state.Took = time.Since(began).Milliseconds()
	return state, err
}

// Facet counts the values of a field over an open answer, whatever its query asks of this field.
func (d *Audit) Facet(handle, field string) (Facet, error) {
	a, err := d.app.answers.get(handle)
	if err != nil {
		return Facet{}, err
	}
	if a.audit == nil {
		return Facet{}, wrongAnswer(handle)
	}
	return facetOf(a.ctx, a.audit, field)
}

// auditCounts is the line of counts: each is what a press on it leaves, of everything else
// that is asked.
func auditCounts(ctx context.Context, r *store.AuditResult) ([]Count, error) {
	actions, err := countsOf(ctx, r, "action")
	if err != nil {
		return nil, err
	}
	outcomes, err := countsOf(ctx, r, "outcome")
	if err != nil {
		return nil, err
	}
	own, err := r.Without(ctx, "role")
	if err != nil {
		return nil, err
	}
	if own, err = own.And(ctx, ofOrigin("cordwood")); err != nil {
		return nil, err
	}
	n, err := own.Count(ctx)
	counts := []Count{{Text: "all", Count: actions.Total()}, {Text: "cordwood", Count: n}}
	for _, v := range actions.Values {
		if slices.Contains([]string{"add", "modify", "delete", "query"}, v.Text) {
			counts = append(counts, Count(v))
		}
	}
	for _, v := range outcomes.Values {
		if v.Text == "refused" || v.Text == "failed" {
			counts = append(counts, Count(v))
		}
	}
	return counts, err
}

// Modules lists the modules of a source with their counts.
func (d *Audit) Modules(source string) ([]Module, error) {
	o, err := d.app.source(source)
	if err != nil {
		return nil, err
	}
	all, err := o.modules(nil)
	if err != nil {
		return nil, err
	}
	acts, err := o.modules(ofOrigin("cordwood"))
	if err != nil {
		return nil, err
	}
	out := make([]Module, 0, len(all))
	for _, m := range all {
		row := Module{Text: m.Text, Count: m.Count, Own: said(fault.Said{})}
		for _, k := range ownKinds {
			if k.module.String() == m.Text && slices.Contains(acts, m) { // nobody else's
				row.Own = said(k.module)
			}
		}
		out = append(out, row)
	}
	return out, nil
}

// modules counts those of the operations that q matches.
func (o *opened) modules(q *query.Query) ([]Count, error) {
	res, err := o.store.Audit(o.ctx, store.Filter{Source: o.id, Query: q})
	if err != nil {
		return nil, err
	}
	f, err := res.Facet(o.ctx, "module", maxModules)
	return storeFacet(f).Values, err
}

// maxModules: a suite has dozens.
const maxModules = 500

// Record opens one operation: its differences, its target's history, and how
// much there is around it.
func (d *Audit) Record(source, id string) (AuditDetail, error) {
	o, err := d.app.source(source)
	if err != nil {
		return AuditDetail{}, err
	}
	n, err := recordID(id)
	if err != nil {
		return AuditDetail{}, err
	}
	e, err := o.store.AuditRecord(o.ctx, n)
	if err != nil {
		return AuditDetail{}, err
	}
	detail := AuditDetail{
		Row: auditRow(&e), Changes: []Change{}, History: []HistoryItem{},
		Before: change.Redact(e.Before), After: change.Redact(e.After), Raw: change.Redact(e.Raw),
		File: e.At.Path, Line: int64(e.At.Line), Session: e.Session, Correlation: e.Correlation,
	}
	for _, f := range change.Of(e.Before, e.After) {
		detail.Changes = append(detail.Changes, wireChange(f))
	}
	if detail.History, err = o.history(&e); err != nil {
		return AuditDetail{}, err
	}
	if e.Account != "" && !e.Time.IsZero() {
		visits, err := o.store.Access(o.ctx, store.Filter{
			Source: o.id, Query: query.Is("account", e.Account),
			Range: event.TimeRange{From: e.Time.Add(-visitsAround), To: e.Time.Add(visitsAround)},
		})
		if err != nil {
			return AuditDetail{}, err
		}
		if detail.Visits, err = visits.Count(o.ctx); err != nil {
			return AuditDetail{}, err
		}
	}
	detail.Lines, err = o.linesNear(e.Time)
	return detail, err
}

// linesNear counts the server's entries around a time, of all families, as far as
// they are known when a person would begin to wait.
func (o *opened) linesNear(at time.Time) (int64, error) {
	chains, err := o.chains(nil, "")
	if at.IsZero() || fault.KindOf(err) == fault.NotFound {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	view, err := o.engine.Open(o.ctx, search.Spec{Chains: chains, Range: event.TimeRange{From: at.Add(-linesAround), To: at.Add(linesAround)}})
	if err != nil {
		return 0, err
	}
	defer view.Close()
	select {
	case <-view.Done():
	case <-time.After(firstAnswer):
	}
	return view.State().Total, nil
}

// history is every operation on the record's target, newest first.
func (o *opened) history(e *store.AuditEvent) ([]HistoryItem, error) {
	out := []HistoryItem{}
	if e.TargetID == "" {
		return out, nil
	}
	past, err := o.store.TargetHistory(o.ctx, o.id, e.Module, e.TargetID, maxHistory)
	for i := len(past) - 1; i >= 0; i-- {
		p := &past[i]
		out = append(out, HistoryItem{
			ID: strconv.FormatInt(p.ID, 10), Time: millis(p.Time), Action: p.Action, Name: p.Name,
			What: said(changeSummary(change.Of(p.Before, p.After))), This: p.ID == e.ID,
		})
	}
	return out, err
}

func auditPage(a *answer, from int64, rows []store.AuditEvent, total int64) AuditPage {
	page := AuditPage{Handle: a.handle, From: from, Total: total, Rows: make([]AuditRow, 0, len(rows))}
	for i := range rows {
		r := auditRow(&rows[i])
		r.Marks = auditMarks(a.query, &r)
		page.Rows = append(page.Rows, r)
	}
	return page
}

func auditMarks(q *query.Query, r *AuditRow) []ColumnMarks {
	return columnMarks(q, [2]string{"account", r.Account}, [2]string{"name", r.Name}, [2]string{"company", r.Company},
		[2]string{"module", r.Module}, [2]string{"target", r.Target}, [2]string{"ip", r.IP}, [2]string{"outcome", r.Outcome})
}

func auditRow(e *store.AuditEvent) AuditRow {
	r := AuditRow{
		ID: strconv.FormatInt(e.ID, 10), Time: millis(e.Time), TimeText: e.TimeText, Action: e.Action, Verb: e.Verb,
		Account: e.Account, Name: e.Name, Role: e.Role, Company: e.Company, Module: e.Module, Type: e.TargetType,
		TargetID: e.TargetID, Target: e.Target, Changed: -1, IP: e.IP, Place: e.Place, PlaceOrigin: e.PlaceOrigin, Country: e.Country,
		Outcome: e.Outcome, Reason: e.Reason, Origin: originOf(e), Marks: []ColumnMarks{},
	}
	if r.Origin == "cordwood" {
		r.Own = ownWords(e)
	}
	if e.Before != "" || e.After != "" {
		r.Changed = change.Count(change.Of(e.Before, e.After))
	}
	return r
}

func wireChange(f change.Field) Change {
	return Change{
		Path: f.Path, Label: f.Label, Kind: string(f.Kind), Before: f.Before, After: f.After,
		Removed: orEmpty(f.Removed), Added: orEmpty(f.Added), List: f.List, Masked: f.Masked, Note: f.Note,
	}
}

// orEmpty keeps null out of TypeScript's arrays.
func orEmpty[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

// changeSummary names what changed in a line: "Simultaneous calls 400 → 60",
// "Agents, 4 in", or how many fields did.
func changeSummary(fields []change.Field) fault.Said {
	var one *change.Field
	n := 0
	for i := range fields {
		if fields[i].Kind != change.Same {
			one = &fields[i]
			n++
		}
	}
	switch {
	case n == 0:
		return fault.Said{}
	case n > 1:
		return fault.Say("{0} fields", n)
	case one.Masked:
		return fault.Say("{0}", one.Label)
	case one.List:
		return listSummary(one.Label, len(one.Removed), len(one.Added))
	}
	return fault.Say("{0}", one.Label+" "+one.Before+" → "+one.After)
}

func listSummary(label string, out, in int) fault.Said {
	switch {
	case out > 0 && in > 0:
		return fault.Say("{0}, {1} out, {2} in", label, out, in)
	case out > 0:
		return fault.Say("{0}, {1} out", label, out)
	case in > 0:
		return fault.Say("{0}, {1} in", label, in)
	}
	return fault.Say("{0}", label)
}

// chosen is a control's condition; "" is no condition.
func chosen(field, value string) *query.Query {
	if value == "" {
		return nil
	}
	return query.Is(field, value)
}

// ownRole marks Cordwood's own acts among a source's operations, importedFrom
// the rows of an imported table by their file's name.
const (
	ownRole      = "cordwood"
	importedFrom = "import: "
)

func ofOrigin(origin string) *query.Query {
	switch origin {
	case "cordwood":
		return query.Is("role", ownRole)
	case "server":
		return query.Not(query.Is("role", ownRole))
	}
	return nil
}

func originOf(e *store.AuditEvent) string {
	switch {
	case e.Role == ownRole:
		return "cordwood"
	case strings.HasPrefix(e.At.Path, importedFrom):
		return "import"
	}
	return "server"
}

// VerifyTrail checks Cordwood's own trail against its anchors.
func (d *Audit) VerifyTrail() (TrailReport, error) {
	r, err := trail.Verify(d.app.ctx, d.app.home.Data, trail.VerifyOptions{})
	return TrailReport{Rows: r.Rows, Code: int(r.Code), Text: said(r.Text), BadSeq: r.BadSeq}, err
}

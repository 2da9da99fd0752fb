package app

import (
	"time"

	"cordwood/backend/event"
	"cordwood/backend/health"
	"cordwood/backend/query"
	"cordwood/backend/rules"
	"cordwood/backend/source"
	"cordwood/backend/store"
)

// Health is the first desk.
type Health struct{ app *App }

const (
	latestChanges = 9 // rows in the box
	refusedRows   = 5
)

// View is the health of a source now; in a bundle, at its end.
func (d *Health) View(source string) (HealthView, error) {
	o, err := d.app.source(source)
	if err != nil {
		return HealthView{}, err
	}
	now := o.now()
	v := HealthView{Now: now.UnixMilli(), Findings: []Finding{}, Tiles: []Tile{}, Volume: o.volume(), Latest: []AuditRow{}, Refused: RefusedBox{From: []RefusedRow{}, Reasons: []Count{}}}
	today := health.Today{Now: now}
	for _, f := range o.inventory().Families {
		today.Families = append(today.Families, o.today(f.Name))
		tile, err := o.tile(now, f)
		if err != nil {
			return HealthView{}, err
		}
		v.Tiles = append(v.Tiles, tile)
	}
	if v.Volume.Known {
		today.Disk = &health.Disk{Total: v.Volume.Total, Free: v.Volume.Free, PerDay: v.Volume.PerDay}
	}
	if v.Refused, today.Refused, err = o.refused(now); err != nil {
		return HealthView{}, err
	}
	if v.Rules, today.Waiting, err = o.rulesBrief(); err != nil {
		return HealthView{}, err
	}
	if o.store != nil {
		latest, err := o.store.LatestChanges(o.ctx, o.id, latestChanges)
		if err != nil {
			return HealthView{}, err
		}
		for i := range latest {
			v.Latest = append(v.Latest, auditRow(&latest[i]))
		}
	}
	for _, f := range health.Findings(today) {
		v.Findings = append(v.Findings, wireFinding(f))
	}
	return v, nil
}

// findingDesks says where the rows of a finding are.
var findingDesks = map[string]string{"refused": "access", "waiting": "rules"}

func wireFinding(f health.Finding) Finding {
	out := Finding{
		Kind: f.Rule, Level: f.Severity.Band(), Family: f.Family, Text: f.Text, Count: f.Count, Before: f.Before,
		From: millis(f.From), To: millis(f.To), Desk: "serverlogs",
	}
	if f.Family != "" {
		out.Code = codeOf(f.Family)
	}
	if desk, ok := findingDesks[f.Rule]; ok {
		out.Desk = desk
	}
	switch f.Rule {
	case "errors":
		out.Query = "level:>=error"
	case "refused":
		out.Code, out.Query = "ACC", "kind:refused ip:"+f.Text
	}
	return out
}

func (o *opened) tile(now time.Time, f source.Family) (Tile, error) {
	row := o.familyRow(f)
	day := o.today(f.Name)
	t := Tile{
		Family: f.Name, Code: row.Code, File: row.File, Known: f.Known, State: row.State, Unit: "errors",
		Last: row.Last, Bytes: row.Bytes, Copies: row.Rotated, Percent: row.Percent, Spark: day.Errors[:],
	}
	counts := day.Errors
	if o.store != nil && (row.Code == "ACC" || row.Code == "AUD") {
		var err error
		if counts, err = o.recordDay(now, row.Code == "ACC"); err != nil {
			return t, err
		}
		t.Spark, t.Unit = counts[:], "changes"
		if row.Code == "ACC" {
			t.Unit = "refused"
		}
	}
	t.Hour, t.Day = health.Hour(counts), health.Day(counts)
	return t, nil
}

// recordDay counts refused visits, or changes, by half hours.
func (o *opened) recordDay(now time.Time, access bool) (slots [health.Slots]int64, err error) {
	from := dayBefore(now)
	filter := store.Filter{Source: o.id, Range: event.TimeRange{From: from, To: now}}
	var h store.Histogram
	if access {
		filter.Query = query.Is("kind", "refused")
		var res *store.AccessResult
		if res, err = o.store.Access(o.ctx, filter); err == nil {
			h, err = res.Histogram(o.ctx, 24*12)
		}
	} else {
		filter.Query = query.Not(query.Is("action", "query"))
		var res *store.AuditResult
		if res, err = o.store.Audit(o.ctx, filter); err == nil {
			h, err = res.Histogram(o.ctx, 24*12)
		}
	}
	for i, n := range h.Counts {
		middle := h.Start.Add(h.Step*time.Duration(i) + h.Step/2)
		if slot := int(middle.Sub(from) / (30 * time.Minute)); slot >= 0 && slot < health.Slots {
			slots[slot] += n
		}
	}
	return slots, err
}

// refused sums up refused sign-ins of the last day.
func (o *opened) refused(now time.Time) (RefusedBox, []health.Refused, error) {
	box := RefusedBox{From: []RefusedRow{}, Reasons: []Count{}}
	if o.store == nil {
		return box, nil, nil
	}
	day := event.TimeRange{From: dayBefore(now), To: now}
	by, err := o.store.RefusedByIP(o.ctx, o.id, day, 1000)
	if err != nil {
		return box, nil, err
	}
	var list []health.Refused
	for i, r := range by {
		if i < refusedRows {
			box.From = append(box.From, RefusedRow{IP: r.IP, Place: r.Place, Count: r.Count})
		}
		list = append(list, health.Refused{IP: r.IP, Count: r.Count, Accounts: r.Accounts, First: r.First, Last: r.Last})
		box.Day += r.Count
	}
	slots, err := o.recordDay(now, true)
	if err != nil {
		return box, nil, err
	}
	box.Hour = health.Hour(slots)
	res, err := o.store.Access(o.ctx, store.Filter{Source: o.id, Range: day, Query: query.Is("kind", "refused")})
	if err != nil {
		return box, nil, err
	}
	for field, into := range map[string]*int64{"account": &box.Accounts, "company": &box.Companies} {
		f, err := res.Facet(o.ctx, field, 1000)
		if err != nil {
			return box, nil, err
		}
		*into = int64(len(f.Values))
	}
	reasons, err := res.Facet(o.ctx, "result", 3)
	box.Reasons = storeFacet(reasons).Values
	return box, list, err
}

// rulesBrief is the box about rules, and the families that wait for a person.
func (o *opened) rulesBrief() (RulesBrief, []string, error) {
	if !o.files.Live() {
		return RulesBrief{Cleaner: string(rules.ByNone)}, nil, nil
	}
	v, err := o.rulesView()
	if err != nil {
		// A rule file that cannot be read is told here, not by losing the desk.
		return RulesBrief{Cleaner: string(rules.ByNone), Error: err.Error()}, nil, nil //nolint:nilerr // in Error
	}
	b := RulesBrief{
		Rev: v.Rev, AppliedAt: v.AppliedAt, Cleaner: v.Cleaner, Level: v.All.LevelNow, Copies: v.All.CopiesNow,
		Waiting: len(v.Effect.Waiting), Error: v.Error,
	}
	for _, f := range v.Families {
		if f.Level != nil || f.Copies != nil || f.Cleaning != nil {
			b.Own++
		}
		if f.CleaningNow != "off" {
			b.Cleaning++
		}
	}
	batches, err := o.held()
	for _, h := range batches {
		b.Held += len(h.Files)
		b.HeldBytes += h.Bytes()
	}
	var waiting []string
	for _, w := range v.Effect.Waiting {
		waiting = append(waiting, w.File)
	}
	return b, waiting, err
}

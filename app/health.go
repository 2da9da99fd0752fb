package app

import (
	"time"

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
		today.Families = append(today.Families, o.today(f.Name).Family)
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
		Kind: f.Rule, Level: f.Severity.Band(), Family: f.Family, Text: f.Text, Count: f.Count, Before: f.Before, Usual: f.Usual,
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
		Last: row.Last, Bytes: row.Bytes, Copies: row.Rotated, Percent: row.Percent,
	}
	if o.store != nil && (row.Code == "ACC" || row.Code == "AUD") {
		var err error
		if day, err = o.recordDay(now, row.Code == "ACC"); err != nil {
			return t, err
		}
		t.Unit = "changes"
		if row.Code == "ACC" {
			t.Unit = "refused"
		}
		if !o.ingested() {
			t.Percent = min(t.Percent, o.percent())
		}
	}
	t.Hour, t.Day, t.Spark, t.Until = day.hour, day.day, day.Errors[:], millis(day.until)
	return t, nil
}

// refused sums up refused sign-ins of the last day.
func (o *opened) refused(now time.Time) (RefusedBox, []health.Refused, error) {
	box := RefusedBox{From: []RefusedRow{}, Reasons: []Count{}}
	if o.store == nil {
		return box, nil, nil
	}
	day := lastly(aDay, now)
	by, err := o.store.RefusedByIP(o.ctx, o.id, day, 1000)
	if err != nil {
		return box, nil, err
	}
	usual := o.usualRefused(now)
	box.Usual = usual.all()
	var list []health.Refused
	for i, r := range by {
		if i < refusedRows {
			box.From = append(box.From, RefusedRow{IP: r.IP, Place: r.Place, PlaceOrigin: r.PlaceOrigin, Country: r.Country, Count: r.Count})
		}
		list = append(list, health.Refused{IP: r.IP, Count: r.Count, Accounts: r.Accounts, First: r.First, Last: r.Last, Usual: usual.of(r.IP)})
		box.Day += r.Count
	}
	counts, err := o.recordDay(now, true)
	if err != nil {
		return box, nil, err
	}
	box.Hour = counts.hour
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

// lastRun is the newest cleaning run of a folder's families, nil when there was none.
func lastRun(status *rules.Status) *CleaningRun {
	if status == nil {
		return nil
	}
	var last *CleaningRun
	for _, f := range status.Families {
		c := f.Cleaning
		if c == nil || c.At.IsZero() || last != nil && c.At.UnixMilli() <= last.At {
			continue
		}
		last = &CleaningRun{At: c.At.UnixMilli(), Files: c.Files, Bytes: c.Bytes}
	}
	return last
}

// nextCleaned is the first file that goes on a day to come, by the forecast; nil when none is
// known to go.
func nextCleaned(items []EffectItem) *EffectItem {
	var next *EffectItem
	for i := range items {
		if items[i].Day > 0 && (next == nil || items[i].At < next.At) {
			next = &items[i]
		}
	}
	return next
}

// rulesBrief is the box about rules, and the families that wait for a person.
func (o *opened) rulesBrief() (RulesBrief, []string, error) {
	if !o.files.Live() {
		return RulesBrief{Cleaner: string(rules.ByNone)}, nil, nil
	}
	v, err := o.rulesView()
	if err != nil {
		// A rule file that cannot be read is told here, not by losing the desk.
		return RulesBrief{Cleaner: string(rules.ByNone), Error: faulty(rules.TroubleOf(err))}, nil, nil //nolint:nilerr // in Error
	}
	b := RulesBrief{
		Rev: v.Rev, AppliedAt: v.AppliedAt, Cleaner: v.Cleaner, Level: v.All.LevelNow, Copies: v.All.CopiesNow,
		Waiting: len(v.Effect.Waiting), Error: v.Error, Frees: &v.Effect.Bytes, FreesLater: v.Effect.LaterBytes, Next: nextCleaned(v.Effect.Items),
	}
	status, err := o.ruleStatus()
	if err == nil {
		b.LastRun = lastRun(status)
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

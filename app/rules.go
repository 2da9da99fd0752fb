package app

import (
	"cmp"
	"context"
	"reflect"
	"slices"
	"time"

	"cordwood/backend/fault"
	"cordwood/backend/rules"
	"cordwood/backend/source"
)

// Rules is the Rule Setting desk.
type Rules struct{ app *App }

// View shows the rules of a source, who applies them, and what they do.
func (d *Rules) View(source string) (RulesView, error) {
	o, err := d.app.source(source)
	if err != nil {
		return RulesView{}, err
	}
	return o.rulesView()
}

// Preview computes what edited rules would do. Nothing is changed. Waiting are the
// families that would wait still: saving edits is a person's word to what they change.
func (d *Rules) Preview(source string, edits []RuleEdit) (Effect, error) {
	o, err := d.app.source(source)
	if err != nil {
		return Effect{}, err
	}
	f, err := o.loadRules()
	if err != nil {
		return Effect{}, err
	}
	next, err := edited(f, edits)
	if err != nil {
		return Effect{}, err
	}
	_, effect, err := o.effect(next, f)
	return effect, err
}

// Apply saves edited rules as the next revision; rev is the revision that the edits were
// made on. What was shown to go of the families whose cleaning the edits change may go;
// without edits, of each that is named. Edits that change nothing save nothing.
func (d *Rules) Apply(source string, edits []RuleEdit, shown []RuleShown, rev int64) (RulesView, error) {
	o, err := d.app.source(source)
	if err != nil {
		return RulesView{}, err
	}
	if err := o.operable("set rules"); err != nil {
		return RulesView{}, err
	}
	f, err := o.loadRules()
	if err != nil {
		return RulesView{}, err
	}
	after, err := edited(f, edits)
	if err != nil {
		return RulesView{}, err
	}
	same, err := edited(f, nil)
	if err != nil {
		return RulesView{}, err
	}
	if len(edits) > 0 && rev == f.Rev && o.cleaner(after) == f.Cleaner && reflect.DeepEqual(after.Set, same.Set) {
		return o.rulesView()
	}
	confirmed, err := o.confirm(after, f, edits, shown)
	if err != nil {
		return RulesView{}, err
	}
	next := rules.File{Version: rules.FileVersion, Cleaner: o.cleaner(after), WrittenBy: "Cordwood", WrittenAt: time.Now().UTC(), Set: after.Set, Confirmed: confirmed}
	act := changeOfRules{Folder: o.path, Rev: rev + 1, Before: inForce{f.Cleaner, f.Set}, After: inForce{next.Cleaner, next.Set}, FoundBy: f.WrittenBy, FoundAt: f.WrittenAt}
	err = d.app.witnessed(o, "set rules", o.path, act, func(ctx context.Context) error {
		_, err := rules.Save(ctx, o.path, next, rev)
		return err
	})
	if err != nil {
		return RulesView{}, err
	}
	o.touch()
	d.app.hub.emit(Tick{Kind: "rules", ID: string(o.id), Rev: rev + 1})
	return o.rulesView()
}

// confirm is what may go by the next rules without a question: what was shown of the
// families that the edits touch, or that are named without edits, and of the others what
// was confirmed before and waits for its run.
func (o *opened) confirm(next, f rules.File, edits []RuleEdit, shown []RuleShown) (*rules.Confirmed, error) {
	status, err := o.ruleStatus()
	if err != nil {
		return nil, err
	}
	touched := o.touched(next, f)
	c := &rules.Confirmed{At: time.Now().UTC(), Families: map[string]rules.ConfirmedFamily{}}
	if f.Confirmed != nil {
		for name, before := range f.Confirmed.Families {
			if !touched(name) && lastCleaning(status, name).Rev < f.Rev {
				c.Families[name] = before
			}
		}
	}
	for _, s := range shown {
		if len(edits) == 0 || touched(s.Family) {
			c.Families[s.Family] = rules.ConfirmedFamily{Files: s.Files, Bytes: s.Bytes, Last: s.Last}
		}
	}
	return c, nil
}

// touched says of which families next cleans otherwise than f.
func (o *opened) touched(next, f rules.File) func(family string) bool {
	return func(family string) bool {
		a, b := next.For(family), f.For(family)
		a.Level, b.Level = "", ""
		return a != b || o.cleaner(next) != o.cleaner(f)
	}
}

type changeOfRules struct {
	Folder string  `json:"folder"`
	Rev    int64   `json:"rev"`
	Before inForce `json:"before"`
	After  inForce `json:"after"`
	// Who saved Before, as the rule file told: perhaps not Cordwood, or elsewhere.
	FoundBy string    `json:"found_by,omitempty"`
	FoundAt time.Time `json:"found_at,omitzero"`
}

// inForce is what a revision of the rules says.
type inForce struct {
	Cleaner rules.Cleaner `json:"cleaner,omitempty"`
	rules.Set
}

// edited is the file with the edits made; the result is checked.
func edited(f rules.File, edits []RuleEdit) (rules.File, error) {
	families := map[string]rules.Override{}
	for name, ov := range f.Families {
		families[name] = ov
	}
	f.Families = families
	for _, e := range edits {
		if e.Family == "" {
			if err := editAll(&f, e); err != nil {
				return f, err
			}
			continue
		}
		if slices.Contains(e.Set, "cleaner") {
			return f, fault.New("set rules", fault.Invalid, e.Family, "who cleans is said for all families", nil)
		}
		ov := families[e.Family]
		if slices.Contains(e.Set, "level") {
			ov.Level = (*rules.Level)(e.Level)
		}
		if slices.Contains(e.Set, "copies") {
			ov.Copies = e.Copies
		}
		if slices.Contains(e.Set, "cleaning") {
			ov.Cleaning, ov.Action = nil, nil
			if e.Cleaning != nil {
				on, action := fromCleaning(*e.Cleaning)
				ov.Cleaning, ov.Action = &on, action
			}
		}
		if ov == (rules.Override{}) {
			delete(families, e.Family)
		} else {
			families[e.Family] = ov
		}
	}
	return f, f.Validate()
}

func editAll(f *rules.File, e RuleEdit) error {
	all := &f.All
	for _, what := range e.Set {
		switch {
		case what == "level" && e.Level != nil:
			all.Level = rules.Level(*e.Level)
		case what == "copies" && e.Copies != nil:
			all.Copies = *e.Copies
		case what == "cleaning" && e.Cleaning != nil:
			on, action := fromCleaning(*e.Cleaning)
			all.Cleaning = on
			if action != nil {
				all.Action = *action
			}
		case what == "cleaner" && e.Cleaner != nil:
			f.Cleaner = rules.Cleaner(*e.Cleaner)
			if f.Cleaner != rules.ByServerlog && f.Cleaner != rules.ByWindow && f.Cleaner != rules.ByNone {
				return fault.New("set rules", fault.Invalid, *e.Cleaner, "one of serverlog, window, none", nil)
			}
		default:
			return fault.New("set rules", fault.Invalid, what, "the rule for all families has nothing to inherit from", nil)
		}
	}
	return nil
}

func fromCleaning(s string) (on bool, action *rules.Action) {
	if s == "off" {
		return false, nil
	}
	a := rules.Action(s)
	return true, &a
}

func cleaningOf(r rules.Rule) string {
	if !r.Cleaning {
		return "off"
	}
	return string(r.Action)
}

// loadRules is the rule file of the source, or the default where none was saved.
func (o *opened) loadRules() (rules.File, error) {
	if !o.files.Live() {
		return rules.File{}, fault.New("read rules", fault.Unsupported, o.path, "a bundle is a copy; deleting and rules work only on a live folder", nil)
	}
	if err := o.answers("read rules"); err != nil {
		return rules.File{}, err
	}
	f, err := rules.Load(o.path)
	if fault.KindOf(err) == fault.NotFound {
		return rules.File{Set: rules.Default()}, nil
	}
	return f, err
}

// ruleStatus is what is reported of the rules, nil where nobody applies them.
func (o *opened) ruleStatus() (*rules.Status, error) {
	s, err := rules.LoadStatus(o.path)
	if fault.KindOf(err) == fault.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &s, nil
}

// answered reports whether a server ever answered for this folder; a status that
// cannot be read is an answer.
func (o *opened) answered() bool {
	s, err := o.ruleStatus()
	return err != nil || s != nil && s.Writer != ""
}

// cleaner is the one who cleans by the rules; where nobody was named the server's
// own library where it answers, else this window.
func (o *opened) cleaner(f rules.File) rules.Cleaner {
	switch {
	case f.Cleaner != "":
		return f.Cleaner
	case o.answered():
		return rules.ByServerlog
	}
	return rules.ByWindow
}

// idle says why nobody carries the rules out, nothing where somebody does.
func (o *opened) idle(f rules.File) fault.Said {
	switch o.cleaner(f) {
	case rules.ByWindow:
		return fault.Said{}
	case rules.ByServerlog:
		if o.answered() {
			return fault.Said{}
		}
		return fault.Say("no server has answered here, so nobody cleans: start the server, or let this window clean")
	case rules.ByAgent:
		return fault.Say("there is no agent yet, so nobody cleans: let the server or this window clean")
	}
	return fault.Say("nobody is to clean here: the rules are carried out when you choose who cleans")
}

func (o *opened) rulesView() (RulesView, error) {
	f, err := o.loadRules()
	if err != nil {
		return RulesView{}, err
	}
	v := RulesView{Rev: f.Rev, Cleaner: string(f.Cleaner), MaxBytes: f.All.MaxBytes, MaxCopies: rules.MaxCopies, AppliedBy: "none", Families: []RuleRow{}}
	if v.Cleaner == "" {
		v.Cleaner = string(rules.ByNone)
	}
	status, err := o.ruleStatus()
	if err != nil {
		v.Error = faulty(rules.TroubleOf(err))
	}
	switch {
	case status != nil && status.Writer != "":
		v.AppliedBy, v.Confirmed, v.Error = "serverlog", status.Rev, faulty(status.Trouble)
		if status.Rev == f.Rev {
			v.AppliedAt = millis(status.Time)
		}
	case f.Cleaner == rules.ByWindow:
		v.AppliedBy = "window"
	}
	v.Why = said(o.whyNot())
	v.CanSave = v.Why.Code == ""
	plan, effect, err := o.effect(f, f)
	if err != nil {
		return RulesView{}, err
	}
	v.Effect = effect
	v.All = allRow(f.Set, plan)
	v.All.Cleaner = &v.Cleaner
	for _, fam := range plan.Families {
		row := o.ruleRow(f.Set, fam, status)
		v.All.Bytes += row.Bytes
		v.Families = append(v.Families, row)
	}
	return v, nil
}

func allRow(set rules.Set, plan rules.Plan) RuleRow {
	level, cleaning := string(set.All.Level), cleaningOf(set.All)
	r := RuleRow{Level: &level, Copies: &set.All.Copies, Cleaning: &cleaning, LevelNow: level, CopiesNow: set.All.Copies, CleaningNow: cleaning, Can: []string{}, Waits: written(fault.Said{}, "")}
	for _, f := range plan.Families {
		r.Rotated += f.Have
	}
	return r
}

func (o *opened) ruleRow(set rules.Set, fam rules.FamilyPlan, status *rules.Status) RuleRow {
	own, now := set.Families[fam.Name], set.For(fam.Name)
	r := RuleRow{
		Family: fam.Name, Code: codeOf(fam.Name), File: fam.Name + ".log", Rotated: fam.Have, Bytes: o.rotatedBytes(fam.Name),
		Level: (*string)(own.Level), Copies: own.Copies, LevelNow: string(now.Level), CopiesNow: now.Copies,
		CleaningNow: cleaningOf(now), Can: []string{"copies", "cleaning"}, Waits: written(fault.Said{}, ""),
	}
	if own.Cleaning != nil || own.Action != nil {
		s := cleaningOf(now)
		r.Cleaning = &s
	}
	fs := familyStatus(status, fam.Name)
	answered := fs.Writer != ""
	if answered {
		r.Running = string(fs.Level)
		r.Can = []string{"level_live", "copies", "cleaning"}
	}
	r.Failed = faulty(fs.Trouble)
	if last := fs.Cleaning; last != nil {
		r.CleanedAt, r.Waits, r.Failed = millis(last.At), written(last.Waits, last.Waiting), faulty(cmp.Or(fs.Trouble, last.Trouble))
	}
	switch {
	case rules.AlwaysOn(fam.Name):
		r.LevelFixed, r.Running = "always_on", "" // the rule's level does not concern it
	case !answered:
		r.LevelFixed = "no_writer"
	}
	return r
}

func familyStatus(status *rules.Status, family string) rules.FamilyStatus {
	if status == nil {
		return rules.FamilyStatus{}
	}
	return status.Families[family]
}

// effect plans next over what lies in the folder now, f being in force. What nobody
// carries out has none.
func (o *opened) effect(next, f rules.File) (rules.Plan, Effect, error) {
	set, idle := next.Set, o.idle(next)
	if !idle.None() {
		set = set.Uncleaned()
	}
	inv, err := o.ruleInventory(f)
	if err != nil {
		return rules.Plan{}, Effect{}, err
	}
	now := time.Now()
	plan, touched := rules.MakePlan(set, inv, now), o.touched(next, f)
	e := Effect{ComputedAt: now.UnixMilli(), Idle: said(idle), Items: []EffectItem{}, Families: []EffectFamily{}, Waiting: []Notice{}}
	for _, fam := range plan.Families {
		row := EffectFamily{Family: fam.Name, Code: codeOf(fam.Name), Now: len(fam.Items), Bytes: fam.Bytes, Days: []int{}, Earliest: millis(fam.Earliest)}
		if n := len(fam.Items); n > 0 {
			row.Last = fam.Items[n-1].Copy.Path
		}
		e.Families = append(e.Families, row)
		e.Files += len(fam.Items)
		e.Bytes += fam.Bytes
		for _, it := range fam.Items {
			e.Items = append(e.Items, EffectItem{
				At: now.UnixMilli(), Family: fam.Name, Code: codeOf(fam.Name), Path: it.Copy.Path, Bytes: it.Copy.Size,
				Why: said(it.Reason), From: millis(it.Copy.First), UpTo: millis(it.Copy.Last),
			})
		}
		if !fam.Waiting.None() && !touched(fam.Name) {
			e.Waiting = append(e.Waiting, Notice{File: fam.Name, Kind: "waiting", Text: said(fam.Waiting)})
		}
	}
	o.forecast(&e, set, inv, now)
	return plan, e, nil
}

// ruleInventory is the folder in the words of rules.
func (o *opened) ruleInventory(f rules.File) (rules.Inventory, error) {
	inv := rules.Inventory{Root: o.path, Confirmed: f.Confirmed}
	for _, fam := range o.inventory().Families {
		spans := o.spans(fam.Name)
		rf := rules.Family{Name: fam.Name}
		for _, c := range fam.Copies {
			span := spans[c.ID]
			rf.Copies = append(rf.Copies, rules.Copy{
				Path: c.Path, Size: c.Stored, Modified: c.Modified, Date: c.Date, Index: c.Index, Live: c.Live,
				First: span.First, Last: span.Last,
			})
		}
		inv.Families = append(inv.Families, rf)
	}
	return inv, nil
}

func codeOf(family string) string {
	if k, ok := source.KnownAs(family); ok {
		return k.Code
	}
	return shortCode(family)
}

// operable reports why the source cannot be changed now, as an error.
func (o *opened) operable(op string) error {
	if err := o.answers(op); err != nil {
		return err
	}
	if why := o.whyNot(); !why.None() {
		return fault.New(op, fault.Locked, o.path, "unlock the source first", why)
	}
	return nil
}

package app

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"time"

	"cordwood/backend/fault"
	"cordwood/backend/rules"
)

const (
	// versionsKept is how many versions of a source's rules are offered.
	versionsKept = 50
	// changesTold bounds the words about one version; the reply stays small.
	changesTold = 20
)

// Versions lists the rules that a source had, the newest first, as Cordwood's trail
// and the rule file tell.
func (d *Rules) Versions(source string) (RuleVersions, error) {
	o, err := d.app.source(source)
	if err != nil {
		return RuleVersions{}, err
	}
	all, err := o.ruleVersions()
	if err != nil {
		return RuleVersions{}, err
	}
	out := RuleVersions{Versions: []RuleVersion{}, Older: written(fault.Said{}, "")}
	for i, v := range all {
		row := RuleVersion{Rev: v.rev, At: millis(v.at), By: said(v.by), Current: i == 0, First: i == len(all)-1, Changes: []RuleChange{}}
		if !row.First {
			changes := ruleChanges(all[i+1].inForce, v.inForce)
			row.More = max(0, len(changes)-changesTold)
			row.Changes = append(row.Changes, changes[:len(changes)-row.More]...)
		}
		out.Versions = append(out.Versions, row)
	}
	if n := len(all); n > 0 && n < versionsKept && all[n-1].rev > 1 {
		out.Older = said(fault.Say("Cordwood's trail on this computer begins with revision {0}: what came before was saved elsewhere", all[n-1].rev))
	}
	return out, nil
}

// EditsTo are the edits that bring the rules of a revision back. They are previewed
// and applied like any others. The size at which a file is rotated stays as it is:
// it is no edit.
func (d *Rules) EditsTo(source string, rev int64) ([]RuleEdit, error) {
	o, err := d.app.source(source)
	if err != nil {
		return nil, err
	}
	all, err := o.ruleVersions()
	if err != nil {
		return nil, err
	}
	for i, v := range all {
		if i > 0 && v.rev == rev {
			return ruleEdits(ruleChanges(all[0].inForce, v.inForce)), nil
		}
	}
	if len(all) > 0 && all[0].rev == rev {
		return []RuleEdit{}, nil
	}
	return nil, fault.New("restore rules", fault.NotFound, "revision "+strconv.FormatInt(rev, 10), "look at the list of versions", nil)
}

// ruleVersion is what the rules were.
type ruleVersion struct {
	rev  int64
	at   time.Time  // zero when not known
	by   fault.Said // nothing when not known
	seen bool       // this computer's trail has the act
	inForce
}

// ruleVersions has the rules in force first; none when no rule was ever saved. What
// another program or a person saved between two acts of the trail is there as the
// later act found it. Revisions that rise again going back are those
// of an earlier rule file, which is gone.
func (o *opened) ruleVersions() ([]ruleVersion, error) {
	f, err := o.loadRules()
	if err != nil || f.Rev == 0 {
		return nil, err
	}
	acts, err := o.app.trail.Acts("set rules", o.path, 2*versionsKept) // some failed
	if err != nil {
		return nil, err
	}
	all := []ruleVersion{{rev: f.Rev, at: f.WrittenAt, by: quoted(f.WrittenBy), inForce: inForce{f.Cleaner, f.Set}}}
	for _, act := range acts {
		var c changeOfRules
		if act.Outcome != "ok" || json.Unmarshal([]byte(act.Args), &c) != nil {
			continue
		}
		last := &all[len(all)-1]
		saved := ruleVersion{rev: c.Rev, at: act.Time, by: fault.Say("{0} on {1}", act.Actor, act.Host), seen: true, inForce: c.After}
		switch {
		case c.Rev == last.rev && c.After.same(last.inForce):
			*last = saved
		case c.Rev < last.rev || c.Rev == last.rev && !last.seen: // edited by hand, without a new revision
			all = append(all, saved)
		default:
			return all, nil
		}
		if c.Rev > 1 {
			all = append(all, ruleVersion{rev: c.Rev - 1, at: c.FoundAt, by: quoted(c.FoundBy), inForce: c.Before})
		}
		if len(all) > versionsKept {
			return all[:versionsKept], nil
		}
	}
	return all, nil
}

// same compares the rules as they are written, where none and no families are one.
func (a inForce) same(b inForce) bool {
	if len(a.Families) == 0 && len(b.Families) == 0 {
		a.Families, b.Families = nil, nil
	}
	return reflect.DeepEqual(a, b)
}

// ruleChanges are what a person sees as changed, all families first.
func ruleChanges(before, after inForce) []RuleChange {
	changes := []RuleChange{}
	add := func(family, code string, what RulePart, from, was, to string) {
		if was == to {
			return
		}
		c := RuleChange{Family: family, Code: code, What: what, From: from}
		if to != "" {
			c.To = &to
		}
		changes = append(changes, c)
	}
	a, b := own(before.All), own(after.All)
	for i, what := range ownParts {
		add("", "", what, a[i], a[i], b[i])
	}
	if before.Cleaner != "" && after.Cleaner != "" {
		add("", "", PartCleaner, string(before.Cleaner), string(before.Cleaner), string(after.Cleaner))
	}
	names := slices.Concat(slices.Collect(maps.Keys(before.Families)), slices.Collect(maps.Keys(after.Families)))
	slices.Sort(names)
	// The change for all families is made already, and a file of another hand may have
	// an override that inherits what cleaning does, but not whether.
	between := inForce{Set: rules.Set{All: after.All, Families: before.Families}}
	if !after.All.Cleaning {
		between.All.Action = before.All.Action // "off" says no action
	}
	for _, name := range slices.Compact(names) {
		now, a, b := own(before.For(name)), between.own(name), after.own(name)
		for i, what := range ownParts {
			add(name, codeOf(name), what, now[i], a[i], b[i])
		}
	}
	return changes
}

// ownParts are the parts of a rule that a family can have of its own.
var ownParts = [...]RulePart{PartLevel, PartCopies, PartCleaning}

// own is a rule part by part.
func own(r rules.Rule) [len(ownParts)]string {
	return [...]string{string(r.Level), strconv.Itoa(r.Copies), cleaningOf(r)}
}

// own is a family's rule part by part, "" for what it inherits.
func (a inForce) own(family string) [len(ownParts)]string {
	v, of := own(a.For(family)), a.Families[family]
	for i, inherits := range [...]bool{of.Level == nil, of.Copies == nil, of.Cleaning == nil && of.Action == nil} {
		if inherits {
			v[i] = ""
		}
	}
	return v
}

// ruleEdits are the edits that make the changes.
func ruleEdits(changes []RuleChange) []RuleEdit {
	edits := []RuleEdit{}
	for _, c := range changes {
		if n := len(edits); n == 0 || edits[n-1].Family != c.Family {
			edits = append(edits, RuleEdit{Family: c.Family, Set: []string{}})
		}
		e := &edits[len(edits)-1]
		e.Set = append(e.Set, string(c.What))
		switch c.What {
		case PartLevel:
			e.Level = c.To
		case PartCleaning:
			e.Cleaning = c.To
		case PartCleaner:
			e.Cleaner = c.To
		case PartCopies:
			if c.To != nil {
				n, _ := strconv.Atoi(*c.To) // our own text
				e.Copies = &n
			}
		}
	}
	return edits
}

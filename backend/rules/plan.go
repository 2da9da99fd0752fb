package rules

import (
	"path/filepath"
	"time"

	"cordwood/backend/fault"
)

const (
	// maxUnasked is how many bytes a run takes without a question: 10 GiB.
	maxUnasked int64 = 10 << 30
	// clockBack is how far a clock may go back without being called jumped;
	// time servers correct by seconds.
	clockBack = time.Hour
	// clockAhead: longer than this no server stays off and comes back with its
	// old logs; a battery-less clock jumps by decades.
	clockAhead = 400 * 24 * time.Hour
	// dateSlack: a local date is up to 14 h ahead of UTC, and files come from
	// hosts in other zones.
	dateSlack = 36 * time.Hour
)

// Plan is what the rules would do to an inventory; nothing has happened yet.
type Plan struct {
	At       time.Time
	Root     string
	Families []FamilyPlan
}

// FamilyPlan is the part of one family.
type FamilyPlan struct {
	Name     string
	Have     int    // copies there are
	Keep     int    // copies the rule keeps
	Items    []Item // what goes, oldest first
	Skipped  []Skipped
	Bytes    int64     // of Items
	Earliest time.Time // first entry of the oldest copy that stays; zero when unknown
	// Waiting says why nothing of it may happen without a person; empty when
	// the run may do it by itself.
	Waiting fault.Said
}

// Item is one copy that goes.
type Item struct {
	Family string
	Copy   Copy
	Action Action
	Reason fault.Said // "5 over 30": how many copies there are beyond the rule's number
}

// Skipped is a copy in excess that a guard protects.
type Skipped struct {
	Copy   Copy
	Reason fault.Said
}

// MakePlan is pure: the same arguments give the same plan. Families whose
// rule does not clean have no items. Whatever the rules say, the newest copy,
// the live file, a file that is open for writing and a path that leaves the
// root are never among the items.
func MakePlan(set Set, inv Inventory, now time.Time) Plan {
	p := Plan{At: now, Root: inv.Root}
	var unasked int64
	asked := make([]bool, len(inv.Families))
	for i, f := range inv.Families {
		fp := excess(set.For(f.Name), f)
		allowed := confirmed(inv.Confirmed, fp)
		asked[i] = allowed > 0
		switch {
		case len(fp.Items) == 0:
		case !clockTrouble(inv, f, now).None():
			fp.Waiting = clockTrouble(inv, f, now)
		case len(fp.Items) > allowed+f.Rotations:
			fp.Waiting = fault.Say("more files would go than rotations since the last run explain: {0} against {1}", len(fp.Items), f.Rotations)
		default:
			for _, item := range fp.Items[min(allowed, len(fp.Items)):] {
				unasked += item.Copy.Size
			}
		}
		p.Families = append(p.Families, fp)
	}
	if unasked > maxUnasked {
		for i := range p.Families {
			if f := &p.Families[i]; len(f.Items) > 0 && f.Waiting.None() {
				f.Waiting = fault.Say("the run would take {0} bytes, more than 10 GiB", unasked)
			}
		}
	}
	return p
}

func excess(rule Rule, f Family) FamilyPlan {
	copies := f.rotated()
	fp := FamilyPlan{Name: f.Name, Have: len(copies), Keep: max(rule.Copies, 1)}
	over := len(copies) - fp.Keep
	if !rule.Cleaning {
		over = 0
	}
	stays := func(c Copy) {
		if fp.Earliest.IsZero() || !c.First.IsZero() && c.First.Before(fp.Earliest) {
			fp.Earliest = c.First
		}
	}
	for i, c := range copies {
		switch {
		case i >= over:
			stays(c)
		case c.Open:
			fp.Skipped = append(fp.Skipped, Skipped{c, fault.Say("a process has it open for writing")})
			stays(c)
		case !filepath.IsLocal(filepath.FromSlash(c.Path)):
			fp.Skipped = append(fp.Skipped, Skipped{c, fault.Say("it lies outside the folder")})
			stays(c)
		default:
			reason := fault.Say("{0} over {1}", over, fp.Keep)
			fp.Items = append(fp.Items, Item{f.Name, c, rule.Action, reason})
			fp.Bytes += c.Size
		}
	}
	for _, c := range f.Copies {
		if c.Live {
			stays(c)
		}
	}
	return fp
}

// confirmed is how many of the items a person has accepted: those up to the
// newest that was shown, and none when there are more of them than were shown,
// because then files appeared that nobody saw.
func confirmed(c *Confirmed, fp FamilyPlan) int {
	if c == nil {
		return 0
	}
	shown := c.Families[fp.Name]
	for i, item := range fp.Items {
		if item.Copy.Path == shown.Last && i < shown.Files {
			return i + 1
		}
	}
	return 0
}

// clockTrouble says why the clock cannot be trusted, or nothing. A fresh
// confirmation of the family ends it: a person looked at the dates.
func clockTrouble(inv Inventory, f Family, now time.Time) fault.Said {
	if inv.Confirmed != nil && inv.Confirmed.Families[f.Name].Files > 0 {
		return fault.Said{}
	}
	if last := inv.LastRun; !last.IsZero() && ClockMoved(last, last, now) {
		const layout = "2006-01-02 15:04"
		return fault.Say("the clock moved: the last run was at {0}, now it is {1}", last.UTC().Format(layout), now.UTC().Format(layout))
	}
	for _, c := range f.Copies {
		at := c.Date
		if at.IsZero() {
			at = c.Modified
		}
		if at.After(now.Add(dateSlack)) {
			return fault.Say("the clock moved: {0} is from the future", c.Path)
		}
	}
	return fault.Said{}
}

// ClockMoved reports that now can hardly be: it lies before what has happened, or
// so long after what should have happened that a clock without a battery is
// likelier than a server that was off.
func ClockMoved(happened, due, now time.Time) bool {
	return now.Before(happened.Add(-clockBack)) || now.After(due.Add(clockAhead))
}

// Items are all items of the plan.
func (p Plan) Items() []Item {
	var all []Item
	for _, f := range p.Families {
		all = append(all, f.Items...)
	}
	return all
}

// Automatic are the items that may go without a person.
func (p Plan) Automatic() []Item {
	var all []Item
	for _, f := range p.Families {
		if f.Waiting.None() {
			all = append(all, f.Items...)
		}
	}
	return all
}

// Bytes is the size of all items.
func (p Plan) Bytes() int64 {
	var sum int64
	for _, f := range p.Families {
		sum += f.Bytes
	}
	return sum
}

// Accept is the plan with nothing waiting: a person saw it and said yes.
func (p Plan) Accept() Plan {
	families := make([]FamilyPlan, len(p.Families))
	for i, f := range p.Families {
		f.Waiting = fault.Said{}
		families[i] = f
	}
	p.Families = families
	return p
}

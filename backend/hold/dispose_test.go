package hold

import (
	"testing"

	"cordwood/backend/fault"
	"cordwood/backend/rules"
)

func TestDisposer(t *testing.T) {
	const name = "sub/email-2026-11-01.log.gz"
	f := func(action rules.Action, wantHeld int, wantArchived string) {
		t.Helper()
		root := t.TempDir()
		put(t, root, name, "data")
		c := seen(t, root, name)
		item := rules.Item{Family: "email", Action: action, Copy: rules.Copy{Path: name, Size: c.Size, Modified: c.Modified, Info: c.Info}}
		p := rules.Plan{Root: root, Families: []rules.FamilyPlan{{Name: "email", Items: []rules.Item{item}}}}
		d := &diary{}
		report, err := rules.Apply(ctx, p, d, Disposer{})
		if err != nil || len(report.Done) != 1 || len(d.lines) != 2 {
			t.Errorf("%s: %+v %v %v", action, report, err, d.lines)
		}
		if got := content(root, name); got != "(not_found)" {
			t.Errorf("%s: it is still there", action)
		}
		if all, err := List(root); err != nil || len(all) != wantHeld {
			t.Errorf("%s: %d batches, %v", action, len(all), err)
		}
		if got := content(root, ArchiveDir+"/"+name); got != wantArchived {
			t.Errorf("%s: archived %q", action, got)
		}
	}
	f(rules.Delete, 0, "(not_found)")
	f(rules.Hold, 1, "(not_found)")
	f(rules.Archive, 0, "data")
}

func TestDisposerRefuses(t *testing.T) {
	f := func(what string, action rules.Action, change func(root string, c *rules.Copy), kind fault.Kind) {
		t.Helper()
		root := t.TempDir()
		put(t, root, "a.log", "data")
		s := seen(t, root, "a.log")
		c := rules.Copy{Path: "a.log", Size: s.Size, Modified: s.Modified, Info: s.Info}
		change(root, &c)
		item := rules.Item{Action: action, Copy: c}
		p := rules.Plan{Root: root, Families: []rules.FamilyPlan{{Items: []rules.Item{item}}}}
		report, err := rules.Apply(ctx, p, &diary{}, Disposer{})
		if err != nil || len(report.Failed) != 1 || fault.KindOf(report.Failed[0].Err) != kind {
			t.Errorf("%s: %+v %v", what, report, err)
		}
		if content(root, "a.log") != "data" {
			t.Errorf("%s: it is gone", what)
		}
	}
	f("live", rules.Delete, func(_ string, c *rules.Copy) { c.Live = true }, fault.Invalid)
	f("changed", rules.Hold, func(_ string, c *rules.Copy) { c.Size++ }, fault.Changed)
	f("archived already", rules.Archive, func(root string, _ *rules.Copy) { put(t, root, ArchiveDir+"/a.log", "older") }, fault.Conflict)
	f("no such action", "shred", func(string, *rules.Copy) {}, fault.Unsupported)
}

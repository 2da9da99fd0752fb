package app

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"cordwood/backend/rules"
)

// Every version is there with what it changed, also those that somebody else saved
// between; and bringing one back is an edit like any other.
func TestRuleVersions(t *testing.T) {
	w := newHeldWorld(t)
	rev := int64(0)
	set := func(edits ...RuleEdit) {
		t.Helper()
		v, err := w.app.Rules().Apply(w.id, edits, nil, rev)
		if err != nil {
			t.Fatal(err)
		}
		rev = v.Rev
	}
	f := func(step string, want ...string) {
		t.Helper()
		all, err := w.app.Rules().Versions(w.id)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, v := range all.Versions {
			by := "elsewhere"
			if v.At != nil {
				by = v.By.Text
			}
			var changes []string
			for _, c := range v.Changes {
				to := "inherited"
				if c.To != nil {
					to = *c.To
				}
				changes = append(changes, fmt.Sprintf("%s%s %s>%s", c.Code, c.What, c.From, to))
			}
			got = append(got, fmt.Sprintf("%d %s: %s", v.Rev, by, strings.Join(changes, ", ")))
		}
		for i := range want {
			want[i] = strings.Replace(want[i], "us:", asker()+":", 1)
		}
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("%s:\n%s\nwant\n%s", step, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	f("no rule")
	five, nine, debug, hold := 5, 9, "DEBUG", "hold"
	set(RuleEdit{Set: []string{"copies"}, Copies: &five})
	set(RuleEdit{Family: "application", Set: []string{"level", "cleaning"}, Level: &debug, Cleaning: &hold})
	f("two of us", "2 us: APPlevel INFO>DEBUG, APPcleaning off>hold", "1 us: ")
	if _, err := w.app.Rules().Apply(w.id, []RuleEdit{{Set: []string{"copies"}, Copies: &nine}}, nil, 7); err == nil {
		t.Error("saved on another revision")
	}
	f("what was refused is none", "2 us: APPlevel INFO>DEBUG, APPcleaning off>hold", "1 us: ")

	file, err := rules.Load(w.dir)
	if err == nil {
		file.All.Copies, file.WrittenBy = 7, "ann"
		rev, err = rules.Save(t.Context(), w.dir, file, rev)
	}
	if err != nil {
		t.Fatal(err)
	}
	f("somebody else", "3 ann: copies 5>7", "2 us: APPlevel INFO>DEBUG, APPcleaning off>hold", "1 us: ")
	set(RuleEdit{Family: "application", Set: []string{"level"}})
	f("and we behind it", "4 us: APPlevel DEBUG>inherited", "3 ann: copies 5>7", "2 us: APPlevel INFO>DEBUG, APPcleaning off>hold", "1 us: ")

	edits, err := w.app.Rules().EditsTo(w.id, 2)
	if err != nil {
		t.Fatal(err)
	}
	set(edits...)
	f("brought back", "5 us: copies 7>5, APPlevel INFO>DEBUG", "4 us: APPlevel DEBUG>inherited", "3 ann: copies 5>7",
		"2 us: APPlevel INFO>DEBUG, APPcleaning off>hold", "1 us: ")
}

// Another computer's trail knows nothing of these rules, and says so; the rule file
// itself is the one version.
func TestRuleVersionsWithoutATrail(t *testing.T) {
	w := newHeldWorld(t)
	set := rules.Default()
	for rev := range int64(3) {
		set.All.Copies = 20 + int(rev)
		if _, err := rules.Save(t.Context(), w.dir, rules.File{Set: set, Cleaner: rules.ByNone, WrittenBy: "ann"}, rev); err != nil {
			t.Fatal(err)
		}
	}
	all, err := w.app.Rules().Versions(w.id)
	if err != nil || len(all.Versions) != 1 || all.Versions[0].Rev != 3 || !strings.Contains(all.Older.Text, "begins with revision 3") {
		t.Errorf("%+v, %v", all, err)
	}
	_ = w.app.trail.Close()
	if all, err := w.app.Rules().Versions(w.id); err == nil {
		t.Errorf("from a trail that cannot be read: %+v", all)
	}
}

// The edits between any two rules make of the one what the other says.
func TestRuleEditsBringBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from, to := anyRules(t, "from"), anyRules(t, "to")
		got, err := edited(rules.File{Version: 1, Rev: 1, Cleaner: from.Cleaner, Set: from.Set}, ruleEdits(ruleChanges(from, to)))
		if err != nil {
			t.Fatal(err)
		}
		if got.Cleaner != to.Cleaner || own(got.All) != own(to.All) {
			t.Fatalf("%+v, want %+v", got, to)
		}
		for _, family := range []string{"application", "email", "other"} {
			is := inForce{got.Cleaner, got.Set}
			if own(got.For(family)) != own(to.For(family)) || is.own(family) != to.own(family) {
				t.Fatalf("%s: %+v, want %+v", family, got.Families[family], to.Families[family])
			}
		}
	})
}

func anyRules(t *rapid.T, label string) inForce {
	actions := rapid.SampledFrom([]rules.Action{rules.Delete, rules.Hold, rules.Archive})
	r := inForce{Cleaner: rapid.SampledFrom([]rules.Cleaner{rules.ByServerlog, rules.ByWindow, rules.ByNone}).Draw(t, label), Set: rules.Default()}
	r.All.Level = rapid.SampledFrom(rules.Levels[:]).Draw(t, "level")
	r.All.Copies, r.All.Cleaning, r.All.Action = rapid.IntRange(1, 5).Draw(t, "copies"), rapid.Bool().Draw(t, "cleaning"), actions.Draw(t, "action")
	r.Families = map[string]rules.Override{}
	for _, family := range []string{"application", "email"} {
		var o rules.Override
		if rapid.Bool().Draw(t, "own level") {
			o.Level = new(rapid.SampledFrom(rules.Levels[:]).Draw(t, "level"))
		}
		if rapid.Bool().Draw(t, "own copies") {
			o.Copies = new(rapid.IntRange(1, 5).Draw(t, "copies"))
		}
		if rapid.Bool().Draw(t, "own cleaning") {
			o.Cleaning = new(rapid.Bool().Draw(t, "cleaning"))
		}
		if rapid.Bool().Draw(t, "own action") {
			o.Action = new(actions.Draw(t, "action"))
		}
		if o != (rules.Override{}) {
			r.Families[family] = o
		}
	}
	return r
}

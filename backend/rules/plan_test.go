package rules

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var now = time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)

func day(back int) time.Time {
	return time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC).AddDate(0, 0, -back)
}

// dailyCopies are n copies of a family, one a day, the newest of yesterday.
func dailyCopies(n int) Family {
	f := Family{Name: "email", Copies: []Copy{{Path: "email.log", Live: true, Size: 5, First: day(0), Modified: now}}}
	for i := n; i >= 1; i-- {
		name := Name{Family: "email", Date: day(i), Index: 1}
		f.Copies = append(f.Copies, Copy{Path: name.File() + ".gz", Size: 10, Date: day(i), Index: 1, Modified: day(i - 1), First: day(i), Last: day(i - 1)})
	}
	return f
}

func cleaning(copies int) Set {
	s := Default()
	s.All.Copies, s.All.Cleaning = copies, true
	return s
}

func paths(items []Item) string {
	var all []string
	for _, i := range items {
		all = append(all, strings.TrimSuffix(strings.TrimPrefix(i.Copy.Path, "email-2026-"), ".log.gz"))
	}
	return strings.Join(all, " ")
}

func TestMakePlan(t *testing.T) {
	f := func(what string, copies int, change func(*Inventory, *Set), goes, waits string) {
		t.Helper()
		inv := Inventory{Root: "/logs", Families: []Family{dailyCopies(5)}, LastRun: now.Add(-24 * time.Hour)}
		inv.Families[0].Rotations = 100
		set := cleaning(copies)
		if change != nil {
			change(&inv, &set)
		}
		p := MakePlan(set, inv, now)
		if got := paths(p.Items()); got != goes {
			t.Errorf("%s: %q goes, want %q", what, got, goes)
		}
		if got := p.Families[0].Waiting.String(); (got == "") != (waits == "") || !strings.Contains(got, waits) {
			t.Errorf("%s: waiting %q, want %q", what, got, waits)
		}
		if waits != "" && len(p.Automatic()) > 0 {
			t.Errorf("%s: it waits and runs", what)
		}
	}
	copyOf := func(inv *Inventory, i int) *Copy { return &inv.Families[0].Copies[i] }
	f("oldest first", 3, nil, "11-17 11-18", "")
	f("enough room", 5, nil, "", "")
	f("one copy stays", 1, nil, "11-17 11-18 11-19 11-20", "")
	f("never the newest, whatever the rule says", 0, nil, "11-17 11-18 11-19 11-20", "")
	f("no cleaning", 1, func(_ *Inventory, s *Set) { s.All.Cleaning = false }, "", "")
	f("order of the list does not matter", 4, func(inv *Inventory, _ *Set) { slices.Reverse(inv.Families[0].Copies) }, "11-17", "")
	f("open for writing", 3, func(inv *Inventory, _ *Set) { copyOf(inv, 1).Open = true }, "11-18", "")
	f("outside the root", 3, func(inv *Inventory, _ *Set) { copyOf(inv, 1).Path = "../email-2026-11-17.log.gz" }, "11-18", "")
	f("exactly explained", 3, func(inv *Inventory, _ *Set) { inv.Families[0].Rotations = 2 }, "11-17 11-18", "")
	f("one too many", 3, func(inv *Inventory, _ *Set) { inv.Families[0].Rotations = 1 }, "11-17 11-18", "explain: 2 against 1")
	f("10 GiB", 4, func(inv *Inventory, _ *Set) { copyOf(inv, 1).Size = maxUnasked }, "11-17", "")
	f("more than 10 GiB", 4, func(inv *Inventory, _ *Set) { copyOf(inv, 1).Size = maxUnasked + 1 }, "11-17", "10 GiB")
	f("clock back", 4, func(inv *Inventory, _ *Set) { inv.LastRun = now.Add(2 * time.Hour) }, "11-17", "clock moved")
	f("clock a little back", 4, func(inv *Inventory, _ *Set) { inv.LastRun = now.Add(time.Minute) }, "11-17", "")
	f("ten years on", 4, func(inv *Inventory, _ *Set) { inv.LastRun = now.AddDate(-10, 0, 0) }, "11-17", "clock moved")
	f("first run", 4, func(inv *Inventory, _ *Set) { inv.LastRun = time.Time{} }, "11-17", "")
	f("a copy from the future", 4, func(inv *Inventory, _ *Set) { copyOf(inv, 5).Date = day(-3) }, "11-17", "from the future")
	f("tomorrow is another zone", 4, func(inv *Inventory, _ *Set) { copyOf(inv, 5).Date = day(-1) }, "11-17", "")

	confirmed := func(files int, last string) func(*Inventory, *Set) {
		return func(inv *Inventory, _ *Set) {
			inv.Families[0].Rotations = 0
			inv.Confirmed = &Confirmed{Families: map[string]ConfirmedFamily{"email": {Files: files, Last: "email-2026-11-" + last + ".log.gz"}}}
		}
	}
	f("confirmed", 3, confirmed(2, "18"), "11-17 11-18", "")
	f("another family was confirmed", 3, func(inv *Inventory, set *Set) {
		confirmed(2, "18")(inv, set)
		inv.Confirmed.Families = map[string]ConfirmedFamily{"database": inv.Confirmed.Families["email"]}
	}, "11-17 11-18", "explain: 2 against ")
	f("confirmed although the clock moved", 3, func(inv *Inventory, set *Set) {
		confirmed(2, "18")(inv, set)
		inv.LastRun = now.Add(2 * time.Hour)
	}, "11-17 11-18", "")
	f("another was, and the clock moved", 3, func(inv *Inventory, set *Set) {
		confirmed(2, "18")(inv, set)
		inv.Confirmed.Families = map[string]ConfirmedFamily{"database": inv.Confirmed.Families["email"]}
		inv.LastRun = now.Add(2 * time.Hour)
	}, "11-17 11-18", "clock moved")
	f("confirmed one of two", 3, confirmed(1, "17"), "11-17 11-18", "explain: 2 against ")
	f("more files than were shown", 3, confirmed(1, "18"), "11-17 11-18", "explain: 2 against ")
	f("shown files are gone already", 3, confirmed(2, "12"), "11-17 11-18", "explain: 2 against ")
}

func TestPlanTellsTheEffect(t *testing.T) {
	inv := Inventory{Root: "/logs", Families: []Family{dailyCopies(5)}}
	p := MakePlan(cleaning(3), inv, now)
	f := p.Families[0]
	if f.Have != 5 || f.Keep != 3 || f.Bytes != 20 || p.Bytes() != 20 || !f.Earliest.Equal(day(3)) {
		t.Errorf("%+v", f)
	}
	if f.Items[0].Reason.String() != "2 over 3" || f.Items[0].Action != Delete {
		t.Errorf("%+v", f.Items[0])
	}
	if got := p.Accept().Automatic(); len(got) != 2 || len(p.Automatic()) != 0 {
		t.Errorf("accepted %d, by itself %d", len(got), len(p.Automatic()))
	}
	inv.Confirmed = &Confirmed{Families: map[string]ConfirmedFamily{"email": {Files: 2, Bytes: f.Bytes, Last: f.Items[1].Copy.Path}}}
	if again := MakePlan(cleaning(3), inv, now); len(again.Automatic()) != 2 {
		t.Errorf("what was confirmed waits: %q", again.Families[0].Waiting)
	}
}

// Thirty days of rotations: every day ends with exactly the number of copies,
// the newest ones, without a question.
func TestThirtySimulatedDays(t *testing.T) {
	for _, copies := range []int{1, 2, 3, 10} {
		fam, made, last := Family{Name: "email"}, []string{}, time.Time{}
		for d := range 30 {
			at := now.AddDate(0, 0, d)
			for i := range 1 + d%4 {
				n := Name{Family: "email", Date: at.Truncate(24 * time.Hour), Index: i + 1}
				fam.Copies = append(fam.Copies, Copy{Path: n.File(), Size: 1, Date: n.Date, Index: n.Index, Modified: at})
				fam.Rotations++
				made = append(made, n.File())
			}
			rand.Shuffle(len(fam.Copies), func(i, j int) { fam.Copies[i], fam.Copies[j] = fam.Copies[j], fam.Copies[i] })
			p := MakePlan(cleaning(copies), Inventory{Root: "/logs", Families: []Family{fam}, LastRun: last}, at)
			if !p.Families[0].Waiting.None() {
				t.Fatalf("day %d asks: %s", d, p.Families[0].Waiting)
			}
			fam.drop(p.Automatic())
			fam.Rotations, last = 0, at
			var left []string
			for _, c := range fam.rotated() {
				left = append(left, c.Path)
			}
			if want := made[max(0, len(made)-copies):]; !slices.Equal(left, want) {
				t.Fatalf("%d copies, day %d: %v, want %v", copies, d, left, want)
			}
		}
	}
}

// The plan against a model that knows only: sort, keep the last, and never take
// what is protected.
func TestPlanAgainstModel(t *testing.T) {
	trees := 500
	if os.Getenv("CORDWOOD_SOAK") != "" {
		trees = 10_000
	}
	wrong := 0
	for seed := range trees {
		wrong += wrongIn(t, seed)
	}
	if wrong > 0 {
		t.Errorf("%d wrong deletions in %d trees", wrong, trees)
	}
}

// wrongIn counts what the plan does wrong in the tree of that seed.
func wrongIn(t *testing.T, seed int) (wrong int) {
	tree := rapid.Custom(drawTree).Example(seed)
	p := MakePlan(tree.set, tree.inv, now)
	for i, f := range tree.inv.Families {
		want := modelExcess(f, tree.set.For(f.Name))
		var got []string
		for _, item := range p.Families[i].Items {
			got = append(got, item.Copy.Path)
		}
		sort.Strings(got)
		sort.Strings(want)
		if !slices.Equal(got, want) {
			wrong++
			t.Errorf("seed %d: %v goes, the model says %v", seed, got, want)
		}
		if n := len(got); n > f.Rotations && p.Families[i].Waiting.None() {
			wrong++
			t.Errorf("seed %d: %d go by themselves, %d rotations explain", seed, n, f.Rotations)
		}
	}
	return wrong
}

type tree struct {
	inv Inventory
	set Set
}

func drawTree(r *rapid.T) tree {
	var out tree
	out.set = cleaning(rapid.IntRange(1, 6).Draw(r, "copies"))
	out.set.Families = map[string]Override{"b": {Cleaning: ptr(rapid.Bool().Draw(r, "b cleans"))}}
	out.inv.Root = "/logs"
	for _, name := range []string{"a", "b", "c"} {
		f := Family{Name: name, Rotations: rapid.IntRange(0, 8).Draw(r, "rotations")}
		f.Copies = append(f.Copies, Copy{Path: name + ".log", Live: true, Modified: now})
		seen := map[string]bool{}
		for range rapid.IntRange(0, 12).Draw(r, "files") {
			n := Name{Family: name, Date: day(rapid.IntRange(0, 9).Draw(r, "day")), Index: rapid.IntRange(1, 4).Draw(r, "index")}
			c := Copy{Path: n.File(), Date: n.Date, Index: n.Index, Size: int64(rapid.IntRange(0, 1000).Draw(r, "size"))}
			c.Modified = day(rapid.IntRange(0, 400).Draw(r, "changed")) // a copied folder has any times
			c.Open = rapid.IntRange(0, 9).Draw(r, "open") == 0
			if rapid.IntRange(0, 19).Draw(r, "outside") == 0 {
				c.Path = "../" + c.Path
			}
			if !seen[c.Path] {
				seen[c.Path] = true
				f.Copies = append(f.Copies, c)
			}
		}
		out.inv.Families = append(out.inv.Families, f)
	}
	return out
}

// modelExcess sorts by a key made of the name alone.
func modelExcess(f Family, r Rule) []string {
	if !r.Cleaning {
		return nil
	}
	keys := map[string]Copy{}
	var order []string
	for _, c := range f.Copies {
		if !c.Live {
			// Two paths of one date and index keep apart by their time and text.
			key := fmt.Sprintf("%s %06d %s %s", c.Date.Format(dateLayout), c.Index, c.Modified.Format(dateLayout), c.Path)
			keys[key] = c
			order = append(order, key)
		}
	}
	sort.Strings(order)
	var gone []string
	for _, key := range order[:max(0, len(order)-r.Copies)] {
		if c := keys[key]; !c.Open && !strings.HasPrefix(c.Path, "..") {
			gone = append(gone, c.Path)
		}
	}
	return gone
}

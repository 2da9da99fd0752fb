package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"cordwood/app"
	"cordwood/backend/fault"
)

type rulesCmd struct {
	Show    rulesShowCmd    `cmd:"" default:"withargs" help:"Show the rules, who applies them, and what they do (the default)."`
	Set     rulesSetCmd     `cmd:"" help:"Change level, copies or cleaning; prints the effect, acts with --yes."`
	Rotate  rulesRotateCmd  `cmd:"" help:"Ask the running server to end a live file now."`
	Allow   rulesAllowCmd   `cmd:"" help:"Let a cleaning that waits go on; prints what goes, acts with --yes."`
	Cleaned rulesCleanedCmd `cmd:"" help:"List the files that a rule took, and where they are now."`
	History rulesHistoryCmd `cmd:"" help:"List the rules that were saved, and what changed."`
	Restore rulesRestoreCmd `cmd:"" help:"Bring the rules of a revision back; prints the effect, acts with --yes."`
}

type rulesShowCmd struct {
	place
}

// Run shows rules.
func (c *rulesShowCmd) Run(s *session) error {
	a, src, err := c.reading(s)
	if err != nil {
		return err
	}
	defer a.Close()
	v, err := a.Rules().View(src.ID)
	if err != nil {
		return err
	}
	out := s.output(c.JSON, src)
	defer out.w.Flush()
	if c.JSON {
		return out.value(v)
	}
	rows := [][]string{ruleCells("all families", v.All)}
	for _, r := range v.Families {
		rows = append(rows, ruleCells(r.File, r))
	}
	out.table("FAMILY\tLEVEL\tRUNNING\tCOPIES\tCLEANING\tROTATED\tSIZE", rows)
	out.printf("revision %d, in force %d, cleaned by %s, rotated at %d bytes\n", v.Rev, v.Confirmed, v.Cleaner, v.MaxBytes)
	printEffect(out, v.Effect)
	return nil
}

func ruleCells(name string, r app.RuleRow) []string {
	return []string{name, r.LevelNow, r.Running, strconv.Itoa(r.CopiesNow), r.CleaningNow, strconv.Itoa(r.Rotated), size(r.Bytes)}
}

func printEffect(out *output, e app.Effect) {
	out.printf("effect now: %s, %s\n", counted(e.Files, "file"), size(e.Bytes))
	if e.Idle.Text != "" {
		out.printf("no effect: %s\n", e.Idle.Text)
	}
	for _, it := range e.Items {
		if it.Day == 0 {
			out.printf("  %s  %s  %s\n", it.Path, size(it.Bytes), it.Why.Text)
		}
	}
	for _, w := range e.Waiting {
		out.printf("waiting: %s: %s\n", w.File, w.Text.Text)
	}
}

type rulesSetCmd struct {
	place
	Family   string `help:"One family (default: the rule for all)."`
	Level    string `help:"ERROR, WARN, INFO, DEBUG or TRACE; inherit."`
	Copies   string `help:"Rotated copies to keep; inherit."`
	Cleaning string `help:"off, delete, hold or archive; inherit."`
	Cleaner  string `help:"Who cleans: serverlog (the server, while it runs), window (Cordwood, while the folder is open and unlocked) or none."`
	Yes      bool   `short:"y" help:"Save it; without this the effect is printed and nothing happens."`
}

// Help is printed below the flags.
func (rulesSetCmd) Help() string {
	return `Examples:
  cordwood rules set /var/log/suite --family database --level DEBUG --yes
  cordwood rules set /var/log/suite --copies 30 --cleaning delete`
}

// Run previews, and saves with --yes.
func (c *rulesSetCmd) Run(s *session) error {
	edit, err := c.edit()
	if err != nil {
		return err
	}
	return c.apply(s, c.Yes, func(*app.App, source, app.RulesView) (saving, error) { return saving{edits: []app.RuleEdit{edit}}, nil })
}

// saving is what is saved of rules: edits, or that the cleaning of families goes on by
// the rules as they are.
type saving struct {
	edits []app.RuleEdit
	allow []string
}

// apply previews what is to be saved, and saves it when yes is said, with what was shown
// to go.
func (p *place) apply(s *session, yes bool, what func(*app.App, source, app.RulesView) (saving, error)) error {
	a, src, err := p.reading(s)
	if err != nil {
		return err
	}
	defer a.Close()
	before, err := a.Rules().View(src.ID)
	if err != nil {
		return err
	}
	save, err := what(a, src, before)
	if err != nil || len(save.edits)+len(save.allow) == 0 {
		return err
	}
	effect, err := a.Rules().Preview(src.ID, save.edits)
	if err != nil {
		return err
	}
	save.only(&effect)
	out := s.output(p.JSON, src)
	defer out.w.Flush()
	if !yes {
		if p.JSON {
			return out.value(effect)
		}
		printEdits(out, save.edits)
		printEffect(out, effect)
		fmt.Fprintln(s.stderr, "Nothing was saved. Add --yes to save it.")
		return nil
	}
	if _, err := a.Sources().Unlock(src.ID); err != nil {
		return err
	}
	after, err := a.Rules().Apply(src.ID, save.edits, shown(effect), before.Rev)
	switch {
	case err != nil:
		return err
	case p.JSON:
		return out.value(after)
	case after.Rev == before.Rev:
		fmt.Fprintln(s.stderr, "Nothing was saved: these rules are in force.")
		return nil
	}
	out.printf("revision %d saved\n", after.Rev)
	if len(save.allow) > 0 {
		effect.Waiting = nil
	}
	printEffect(out, effect)
	return nil
}

// only leaves of an effect what is about the families that are allowed.
func (w saving) only(e *app.Effect) {
	if len(w.allow) == 0 {
		return
	}
	other := func(family string) bool { return !slices.Contains(w.allow, family) }
	e.Items = slices.DeleteFunc(e.Items, func(it app.EffectItem) bool { return other(it.Family) })
	e.Families = slices.DeleteFunc(e.Families, func(f app.EffectFamily) bool { return other(f.Family) })
	e.Waiting = slices.DeleteFunc(e.Waiting, func(n app.Notice) bool { return other(n.File) })
	e.Files, e.Bytes = 0, 0
	for _, f := range e.Families {
		e.Files += f.Now
		e.Bytes += f.Bytes
	}
}

// shown is what an effect shows to go now.
func shown(e app.Effect) (all []app.RuleShown) {
	for _, f := range e.Families {
		if f.Now > 0 {
			all = append(all, app.RuleShown{Family: f.Family, Files: f.Now, Bytes: f.Bytes, Last: f.Last})
		}
	}
	return all
}

func printEdits(out *output, edits []app.RuleEdit) {
	for _, e := range edits {
		name := cmp.Or(e.Family, "all families")
		for _, what := range e.Set {
			to := map[string]*string{"level": e.Level, "cleaning": e.Cleaning, "cleaner": e.Cleaner}[what]
			if what == "copies" && e.Copies != nil {
				n := strconv.Itoa(*e.Copies)
				to = &n
			}
			out.printf("%s\n", changeWords(name, what, to))
		}
	}
}

// changeWords says "database copies 16".
func changeWords(name, what string, to *string) string {
	if to == nil {
		return name + " " + what + " inherited"
	}
	return name + " " + what + " " + *to
}

func (c *rulesSetCmd) edit() (app.RuleEdit, error) {
	e := app.RuleEdit{Family: c.Family}
	if c.Level != "" {
		e.Set = append(e.Set, "level")
		if c.Level != "inherit" {
			level := strings.ToUpper(c.Level)
			e.Level = &level
		}
	}
	if c.Copies != "" {
		e.Set = append(e.Set, "copies")
		if c.Copies != "inherit" {
			n, err := strconv.Atoi(c.Copies)
			if err != nil {
				return e, fault.New("set rules", fault.Invalid, c.Copies, "give a number of copies", err)
			}
			e.Copies = &n
		}
	}
	if c.Cleaning != "" {
		e.Set = append(e.Set, "cleaning")
		if c.Cleaning != "inherit" {
			e.Cleaning = &c.Cleaning
		}
	}
	if c.Cleaner != "" {
		e.Set = append(e.Set, "cleaner")
		e.Cleaner = &c.Cleaner
	}
	if len(e.Set) == 0 {
		return e, fault.New("set rules", fault.Invalid, "", "give --level, --copies, --cleaning or --cleaner", nil)
	}
	return e, nil
}

type rulesRotateCmd struct {
	place
	Family string `arg:"" help:"The family, or its live file."`
}

// Help is printed below the flags.
func (rulesRotateCmd) Help() string {
	return `The live file becomes a copy named after the date, and a new one begins; no line is lost. A copy too many then goes as the rule says.
Only a server that writes through backend/serverlog does it; what no server answers is withdrawn.

Examples:
  cordwood rules rotate /var/log/suite database`
}

// Run asks, and waits for the answer.
func (c *rulesRotateCmd) Run(s *session) error {
	a, src, err := c.reading(s)
	if err != nil {
		return err
	}
	defer a.Close()
	if _, err := a.Sources().Unlock(src.ID); err != nil {
		return err
	}
	did, err := a.Rules().Rotate(src.ID, strings.TrimSuffix(c.Family, ".log"))
	if err != nil {
		return err
	}
	out := s.output(c.JSON, src)
	defer out.w.Flush()
	if c.JSON {
		return out.value(did)
	}
	out.printf("rotated into %s\n", did.File)
	return nil
}

type rulesAllowCmd struct {
	place
	Family []string `arg:"" optional:"" help:"Families whose cleaning may go on (default: all that wait)."`
	Yes    bool     `short:"y" help:"Allow it; without this what goes is printed and nothing happens."`
}

// Help is printed below the flags.
func (rulesAllowCmd) Help() string {
	return `A cleaning waits when it would take more than the rotations since the last one explain, or more than 10 GiB. What is printed may go
then; the rules stay as they are, and more than that waits again.

Examples:
  cordwood rules allow /var/log/suite
  cordwood rules allow /var/log/suite email database --yes`
}

// Run previews, and confirms with --yes.
func (c *rulesAllowCmd) Run(s *session) error {
	return c.apply(s, c.Yes, func(_ *app.App, _ source, v app.RulesView) (saving, error) {
		var waiting []string
		for _, n := range v.Effect.Waiting {
			if len(c.Family) == 0 || slices.ContainsFunc(c.Family, func(f string) bool { return strings.EqualFold(f, n.File) }) {
				waiting = append(waiting, n.File)
			}
		}
		if len(waiting) == 0 {
			fmt.Fprintln(s.stderr, "No cleaning waits.")
		}
		return saving{allow: waiting}, nil
	})
}

type rulesCleanedCmd struct {
	place
}

// Help is printed below the flags.
func (rulesCleanedCmd) Help() string {
	return `The last 200, the newest first: those that Cordwood cleaned here, as its trail tells, and those that the server cleaned, as its audit log does.
What is held comes back by its batch.

Examples:
  cordwood rules cleaned /var/log/suite
  cordwood hold undo /var/log/suite BATCH`
}

// Run lists what rules took.
func (c *rulesCleanedCmd) Run(s *session) error {
	a, src, err := c.records(s)
	if err != nil {
		return err
	}
	defer a.Close()
	files, err := a.Rules().Cleaned(src.ID)
	if err != nil {
		return err
	}
	out := s.output(c.JSON, src)
	defer out.w.Flush()
	if len(files) == 0 {
		s.code = exitNothing
	}
	var rows [][]string
	for _, f := range files {
		if c.JSON {
			if err := out.value(f); err != nil {
				return err
			}
			continue
		}
		rows = append(rows, []string{out.millis(f.At), f.Path, f.Why.Text, f.By, whereNow(f)})
	}
	out.table("CLEANED\tFILE\tWHY\tBY\tNOW", rows)
	return nil
}

// whereNow says what became of a file that a rule took.
func whereNow(f app.CleanedFile) string {
	switch {
	case f.HoldID != "":
		return "held in " + f.HoldID
	case f.Archived != "":
		return "archived as " + f.Archived
	case f.Outcome == "ok":
		return "not held here"
	case f.Outcome == "failed":
		return "stayed: " + f.Failed.Text
	}
	return "not known whether it went"
}

type rulesHistoryCmd struct {
	place
}

// Help is printed below the flags.
func (rulesHistoryCmd) Help() string {
	return `The last 50 revisions, the newest first, from Cordwood's trail on this computer: when, by whom, and what changed. What was saved elsewhere
is there as the next act here found it. With --json "by" is a sentence as a whole ("text") and in parts: "code" with {0} for "args".

Examples:
  cordwood rules history /var/log/suite
  cordwood rules restore /var/log/suite 12`
}

// Run lists the versions.
func (c *rulesHistoryCmd) Run(s *session) error {
	a, src, err := c.reading(s)
	if err != nil {
		return err
	}
	defer a.Close()
	all, err := a.Rules().Versions(src.ID)
	if err != nil {
		return err
	}
	out := s.output(c.JSON, src)
	defer out.w.Flush()
	var rows [][]string
	for _, v := range all.Versions {
		if c.JSON {
			if err := out.value(v); err != nil {
				return err
			}
			continue
		}
		rows = append(rows, []string{strconv.FormatInt(v.Rev, 10), out.millis(v.At), cmp.Or(v.By.Text, "elsewhere"), changed(v)})
	}
	out.table("REVISION\tSAVED\tBY\tCHANGES", rows)
	if all.Older.Text != "" && !c.JSON {
		out.printf("%s\n", all.Older.Text)
	}
	if len(all.Versions) == 0 {
		s.code = exitNothing
	}
	return nil
}

// changed is what a version changed, in words.
func changed(v app.RuleVersion) string {
	var words []string
	for _, c := range v.Changes {
		words = append(words, changeWords(cmp.Or(c.Family, "all families"), string(c.What), c.To)+", was "+c.From)
	}
	switch {
	case v.More > 0:
		words = append(words, fmt.Sprintf("%d more", v.More))
	case v.First:
		return "the oldest that is known"
	case len(words) == 0:
		return "the same rules again"
	}
	return strings.Join(words, "; ")
}

type rulesRestoreCmd struct {
	place
	Rev int64 `arg:"" name:"revision" help:"As cordwood rules history lists it."`
	Yes bool  `short:"y" help:"Save it; without this the effect is printed and nothing happens."`
}

// Help is printed below the flags.
func (rulesRestoreCmd) Help() string {
	return `The rules of then become the next revision; nothing that was deleted meanwhile comes back by it.

Examples:
  cordwood rules restore /var/log/suite 12
  cordwood rules restore /var/log/suite 12 --yes`
}

// Run previews, and saves with --yes.
func (c *rulesRestoreCmd) Run(s *session) error {
	return c.apply(s, c.Yes, func(a *app.App, src source, _ app.RulesView) (saving, error) {
		edits, err := a.Rules().EditsTo(src.ID, c.Rev)
		if err == nil && len(edits) == 0 {
			fmt.Fprintln(s.stderr, "Nothing was saved: these rules are in force.")
		}
		return saving{edits: edits}, err
	})
}

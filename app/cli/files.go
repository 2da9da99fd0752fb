package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"cordwood/app"
	"cordwood/backend/fault"
)

// chosen finds the copies named by family or by file.
func chosen(a *app.App, src source, names []string) ([]string, error) {
	v, err := a.ServerLogs().Families(src.ID)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, name := range names {
		n := len(ids)
		for _, f := range v.Families {
			for _, c := range f.Copies {
				if c.Path == name || filepath.Base(c.Path) == name || f.Name == name {
					ids = append(ids, c.ID)
				}
			}
		}
		if len(ids) == n {
			return nil, fault.New("choose files", fault.NotFound, name, "cordwood files lists what there is", nil)
		}
	}
	return ids, nil
}

type deleteCmd struct {
	place
	Files   []string `arg:"" help:"Files (application-2026-11-18.log.gz) or families (application)."`
	ForGood bool     `help:"Remove at once; cannot be undone."`
	Yes     bool     `short:"y" help:"Do it; without this the plan is printed and nothing happens."`
}

// Help is printed below the flags.
func (deleteCmd) Help() string {
	return `The live file and files that a process has open are refused. Held files can be restored for seven days (cordwood hold).

Examples:
  cordwood delete /var/log/suite call_event-2026-11-10.log.gz
  cordwood delete /var/log/suite call_event-2026-11-10.log.gz --yes`
}

// Run plans, and acts with --yes.
func (c *deleteCmd) Run(s *session) error {
	a, src, err := c.reading(s)
	if err != nil {
		return err
	}
	defer a.Close()
	ids, err := chosen(a, src, c.Files)
	if err != nil {
		return err
	}
	plan, err := a.ServerLogs().PlanDelete(src.ID, ids)
	if err != nil {
		return err
	}
	out := s.output(c.JSON, src)
	defer out.w.Flush()
	if c.JSON {
		if err := out.value(plan); err != nil {
			return err
		}
	} else {
		var rows [][]string
		for _, it := range plan.Items {
			rows = append(rows, []string{it.Path, size(it.Bytes), out.millis(it.First), out.millis(it.Last), it.Refused.Text})
		}
		out.table("FILE\tSIZE\tFIRST\tLAST\tSTAYS BECAUSE", rows)
		out.printf("%s, %s\n", counted(plan.Files, "file"), size(plan.Bytes))
	}
	if !c.Yes {
		fmt.Fprintln(s.stderr, "Nothing was touched. Add --yes to do it.")
		return nil
	}
	mode, verb := app.DeleteHold, "held"
	if c.ForGood {
		mode, verb = app.DeletePurge, "removed"
	}
	if _, err := a.Sources().Unlock(src.ID); err != nil {
		return err
	}
	res, err := a.ServerLogs().Delete(src.ID, plan.ID, mode)
	if err != nil {
		return err
	}
	return s.done(out, res, verb)
}

// done prints what was done to files.
func (s *session) done(out *output, res app.DeleteResult, verb string) error {
	for _, f := range res.Failed {
		fmt.Fprintf(s.stderr, "%s: %s\n", neutral(f.File), neutral(f.Text.Text))
		s.code = exitPartial
	}
	if out.json {
		return out.value(res)
	}
	out.printf("%s %s, %s", counted(res.Done, "file"), verb, size(res.Bytes))
	if res.HoldID != "" {
		out.printf(" (%s)", res.HoldID)
	}
	out.printf("\n")
	return nil
}

type holdCmd struct {
	List  holdListCmd  `cmd:"" default:"withargs" help:"List what is held (the default)."`
	Undo  holdUndoCmd  `cmd:"" help:"Put held files back."`
	Purge holdPurgeCmd `cmd:"" help:"Remove held files for good."`
}

type holdListCmd struct {
	place
}

// Run lists held files.
func (c *holdListCmd) Run(s *session) error {
	a, src, err := c.reading(s)
	if err != nil {
		return err
	}
	defer a.Close()
	held, err := a.ServerLogs().Held(src.ID)
	if err != nil {
		return err
	}
	out := s.output(c.JSON, src)
	defer out.w.Flush()
	var rows [][]string
	for _, h := range held {
		if c.JSON {
			if err := out.value(h); err != nil {
				return err
			}
			continue
		}
		rows = append(rows, []string{h.HoldID, h.Path, size(h.Bytes), out.millis(&h.HeldAt), out.millis(&h.Purge)})
	}
	out.table("HELD AS\tFILE\tSIZE\tSINCE\tPURGED AFTER", rows)
	if len(held) == 0 {
		s.code = exitNothing
	}
	return nil
}

type holdUndoCmd struct {
	place
	ID string `arg:"" help:"As cordwood hold lists it."`
}

// Run restores.
func (c *holdUndoCmd) Run(s *session) error {
	return c.act(s, c.ID, "restored", func(a *app.App, src, id string) (app.DeleteResult, error) { return a.ServerLogs().Undo(src, id) })
}

type holdPurgeCmd struct {
	place
	ID  string `arg:"" help:"As cordwood hold lists it."`
	Yes bool   `short:"y" required:"" help:"It cannot be undone."`
}

// Run purges.
func (c *holdPurgeCmd) Run(s *session) error {
	return c.act(s, c.ID, "removed", func(a *app.App, src, id string) (app.DeleteResult, error) { return a.ServerLogs().Purge(src, id) })
}

func (p *place) act(s *session, id, verb string, f func(a *app.App, src, id string) (app.DeleteResult, error)) error {
	a, src, err := p.reading(s)
	if err != nil {
		return err
	}
	defer a.Close()
	held, err := a.ServerLogs().Held(src.ID)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(held, func(h app.HeldFile) bool { return h.HoldID == id }) {
		return fault.New("find held files", fault.NotFound, id, "", nil).
			Next(fault.Say("cordwood hold {0} lists what is held; what was restored or purged is not there any more", p.Src))
	}
	if _, err := a.Sources().Unlock(src.ID); err != nil {
		return err
	}
	res, err := f(a, src.ID, id)
	if err != nil {
		return err
	}
	out := s.output(p.JSON, src)
	defer out.w.Flush()
	return s.done(out, res, verb)
}

type downloadCmd struct {
	place
	Files []string `arg:"" help:"Files or families."`
	To    string   `short:"o" required:"" help:"File to write; several files become one zip." placeholder:"FILE"`
}

// Help is printed below the flags.
func (downloadCmd) Help() string {
	return `Examples:
  cordwood download /var/log/suite application.log -o application.log
  cordwood download bundle.tar.gz call_event -o call_event.zip`
}

// Run copies files out; an existing file is not replaced.
func (c *downloadCmd) Run(s *session) error {
	a, src, err := c.reading(s)
	if err != nil {
		return err
	}
	defer a.Close()
	ids, err := chosen(a, src, c.Files)
	if err != nil {
		return err
	}
	if _, err := os.Lstat(c.To); err == nil {
		return fault.New("download", fault.Conflict, c.To, "choose another name; nothing is replaced", nil)
	}
	kind := "files"
	if len(ids) > 1 || strings.EqualFold(filepath.Ext(c.To), ".zip") {
		kind = "zip"
	}
	saved, err := a.SaveTo(app.DownloadRequest{Source: src.ID, Kind: kind, Files: ids}, c.To)
	if err != nil {
		return err
	}
	out := s.output(c.JSON, src)
	defer out.w.Flush()
	if c.JSON {
		return out.value(saved)
	}
	out.printf("%s  %s  sha256 %s\n", saved.Path, size(saved.Bytes), saved.SHA256)
	return nil
}

type rulesCmd struct {
	Show rulesShowCmd `cmd:"" default:"withargs" help:"Show the rules, who applies them, and what they do (the default)."`
	Set  rulesSetCmd  `cmd:"" help:"Change level, copies or cleaning; prints the effect, acts with --yes."`
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
	a, src, err := c.reading(s)
	if err != nil {
		return err
	}
	defer a.Close()
	before, err := a.Rules().View(src.ID)
	if err != nil {
		return err
	}
	effect, err := a.Rules().Preview(src.ID, []app.RuleEdit{edit})
	if err != nil {
		return err
	}
	out := s.output(c.JSON, src)
	defer out.w.Flush()
	if !c.Yes {
		if c.JSON {
			return out.value(effect)
		}
		printEffect(out, effect)
		fmt.Fprintln(s.stderr, "Nothing was saved. Add --yes to save it.")
		return nil
	}
	if _, err := a.Sources().Unlock(src.ID); err != nil {
		return err
	}
	after, err := a.Rules().Apply(src.ID, []app.RuleEdit{edit}, before.Rev)
	if err != nil {
		return err
	}
	if c.JSON {
		return out.value(after)
	}
	out.printf("revision %d saved\n", after.Rev)
	printEffect(out, effect)
	return nil
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

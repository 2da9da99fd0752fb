package cli

import (
	"fmt"
	"path/filepath"
	"slices"
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
	Rotate  bool     `help:"Of a live file: ask its server to rotate it first, and take the copy."`
	Yes     bool     `short:"y" help:"Do it; without this the plan is printed and nothing happens."`
}

// Help is printed below the flags.
func (deleteCmd) Help() string {
	return `The live file and files that a process has open are refused. Held files can be restored for seven days (cordwood hold).
A live file is rotated first with --rotate, by a server that writes through backend/serverlog; where none answers, nothing goes.

Examples:
  cordwood delete /var/log/suite call_event-2026-11-10.log.gz
  cordwood delete /var/log/suite call_event-2026-11-10.log.gz --yes
  cordwood delete /var/log/suite call_event.log --rotate --yes`
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
	if err == nil && c.Yes {
		_, err = a.Sources().Unlock(src.ID)
	}
	if err == nil && c.Yes && c.Rotate {
		plan, err = rotated(a, src, plan)
	}
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
			stays := it.Refused.Text
			if c.Rotate && it.Rotatable {
				stays = "it is rotated first, and its copy goes"
			}
			rows = append(rows, []string{it.Path, size(it.Bytes), out.millis(it.First), out.millis(it.Last), stays})
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
	res, err := a.ServerLogs().Delete(src.ID, plan.ID, mode)
	if err != nil {
		return err
	}
	return s.done(out, res, verb)
}

// rotated asks the servers of the live files of a plan to rotate them, and plans anew
// with their copies.
func rotated(a *app.App, src source, plan app.DeletePlan) (app.DeletePlan, error) {
	var ids []string
	for _, it := range plan.Items {
		if it.Rotatable {
			did, err := a.Rules().Rotate(src.ID, it.Family)
			if err != nil {
				return plan, err
			}
			it.ID = did.ID
		}
		ids = append(ids, it.ID)
	}
	return a.ServerLogs().PlanDelete(src.ID, ids)
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

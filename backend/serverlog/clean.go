package serverlog

import (
	"context"
	"strings"

	"cordwood/backend/hold"
	"cordwood/backend/rules"
)

// clean makes one run over every family, when a good rule file says that it is
// ours to do. While the file is broken the rotations are counted on; while
// somebody else cleans they are his.
func (k *keeper) clean() {
	s := k.suite
	file, trouble := s.rules.inForce()
	if !s.opt.Rules || trouble != nil {
		return
	}
	for name, f := range s.families {
		copies, rotations, err := s.snapshot(f)
		if err != nil {
			continue // the compressing met the same and tells it
		}
		total, last := s.report.before(name)+rotations, s.report.cleaning(name)
		if file.Cleaner != rules.ByServerlog {
			last.Rotations = total
			s.report.cleaned(name, last)
			continue
		}
		inv := rules.Inventory{Root: s.opt.Dir, LastRun: last.At, Families: []rules.Family{copies}}
		inv.Families[0].Rotations = int(total - last.Rotations)
		if file.Rev > last.Rev {
			inv.Confirmed = file.Confirmed
		}
		s.report.cleaned(name, k.cleanFamily(file, inv, last, total))
	}
}

// cleanFamily plans and applies for the one family of the inventory.
func (k *keeper) cleanFamily(file rules.File, inv rules.Inventory, last rules.Cleaning, total int64) rules.Cleaning {
	s := k.suite
	now := s.opt.Clock()
	plan := rules.MakePlan(file.Set, inv, now)
	fp := plan.Families[0]
	if !fp.Waiting.None() {
		last.Wait(fp.Waiting) // and the rotations stay unexplained
		return last
	}
	report, err := rules.Apply(context.Background(), plan, s.opt.Witness, s.opt.Disposer)
	if err == nil && len(report.Failed) > 0 {
		err = report.Failed[0].Err
	}
	left := len(fp.Items) - len(report.Done) + len(fp.Skipped)
	return rules.Cleaning{
		At: now.UTC(), Rev: file.Rev, Files: len(report.Done), Bytes: report.Bytes,
		Rotations: total - int64(left), Trouble: rules.TroubleOf(err),
	}
}

// purge ends held copies whose date has come, where the cleaning is ours: a folder
// that nobody opens in a window would fill up with them. A batch whose times cannot
// be believed stays for a person.
func (k *keeper) purge() {
	s := k.suite
	now := s.opt.Clock()
	if file, trouble := s.rules.inForce(); !s.opt.Rules || trouble != nil || file.Cleaner != rules.ByServerlog || now.Before(k.purgeNext) {
		return
	}
	batches, err := hold.List(s.opt.Dir)
	if err != nil {
		k.purgeNext = now.Add(purgeAgain)
	}
	due, _ := hold.MakeDue(batches, now, hold.Room{})
	for _, d := range due {
		out, err := hold.PurgeDue(context.Background(), s.opt.Dir, d, s.opt.Witness)
		if err != nil || len(out.Failed) > 0 {
			k.purgeNext = now.Add(purgeAgain)
		}
	}
}

// copies is the inventory of one family. A copy that is there plain and
// compressed, because its compression is not finished, is one copy.
func (s *Suite) copies(family string, names []string) rules.Family {
	out := rules.Family{Name: family}
	plain := map[string]bool{}
	for _, name := range names {
		plain[name] = true
	}
	for _, name := range names {
		n, ok := rules.Dated(name)
		if !ok || n.Family != family || plain[strings.TrimSuffix(name, ".gz")] && strings.HasSuffix(name, ".gz") {
			continue
		}
		info, err := s.root.Lstat(name)
		if err != nil || !info.Mode().IsRegular() {
			continue
		}
		out.Copies = append(out.Copies, rules.Copy{
			Path: name, Size: info.Size(), Modified: info.ModTime(),
			Date: n.Date, Index: n.Index, Info: info,
		})
	}
	return out
}

// recorder is the Witness of a suite that was given none: two lines for each
// file, the first synced before the file is touched.
type recorder struct {
	suite  *Suite
	family *family
}

func newRecorder(s *Suite) *recorder {
	for _, name := range append([]string{auditFamily, "application"}, s.opt.Families...) {
		if f := s.families[name]; f != nil {
			return &recorder{s, f}
		}
	}
	return nil
}

func (r *recorder) Intent(_ context.Context, act rules.Act) (string, error) {
	ref := act.Op + " " + string(act.Action) + " " + act.Path
	return ref, r.record(ref, "intent", act.Reason)
}

func (r *recorder) Outcome(_ context.Context, ref string, err error) error {
	if err != nil {
		return r.record(ref, "failure", err.Error())
	}
	return r.record(ref, "success", "")
}

// record writes one line about an act, which ref names by its operation, what becomes
// of the file, and the file.
func (r *recorder) record(ref, outcome, reason string) error {
	verb, rest, _ := strings.Cut(ref, " ")
	action, path, _ := strings.Cut(rest, " ")
	var after any
	if action != "" {
		after = map[string]string{"action": action}
	}
	err := r.suite.record(r.family.familyName, struct {
		Time string `json:"time"`
		AuditRecord
	}{r.suite.stamp(r.suite.opt.Clock()), AuditRecord{
		Account: "serverlog", Action: "delete", Verb: verb, Module: "log files",
		TargetType: "log file", Target: path, Outcome: outcome, Reason: reason, After: after,
	}})
	if err != nil {
		return err
	}
	return r.family.sync()
}

package app

import (
	"time"

	"cordwood/backend/fault"
	"cordwood/backend/hold"
	"cordwood/backend/rules"
)

// cleanQuiet: that a run had nothing to do is written down once a day.
const cleanQuiet = 24 * time.Hour

// clean makes one run over each family of a folder whose rules name the window as
// the cleaner: where no server obeys them. It answers in the status file, as a
// server would; acted says that files went.
func (c *caretaker) clean(o *opened, s *tended, now time.Time) (acted bool) {
	file, err := o.loadRules()
	if err != nil || file.Cleaner != rules.ByWindow {
		return false // a broken rule file is told on the desk, and cleans nothing
	}
	status, err := o.ruleStatus()
	if err != nil {
		c.app.log.Warn().Err(err).Str("source", o.path).Msg("nothing is cleaned")
		return false
	}
	inv, err := o.ruleInventory(file)
	if err != nil {
		return false // the folder does not answer, which the source tells
	}
	if !s.acting.TryLock() {
		return false // a person is at it
	}
	defer s.acting.Unlock()
	runs := map[string]rules.Cleaning{}
	for _, f := range inv.Families {
		last := lastCleaning(status, f.Name)
		run := c.cleanFamily(o, file, f, last, now)
		acted = acted || run.Files > 0
		if run != last && (run.Files > 0 || run.Rev != last.Rev || run.Waiting != last.Waiting || run.Error != last.Error || run.At.Sub(last.At) >= cleanQuiet) {
			runs[f.Name] = run
		}
	}
	if len(runs) == 0 {
		return acted
	}
	err = rules.UpdateStatus(o.ctx, o.path, func(st *rules.Status) {
		if st.Writer == "" {
			st.Rev, st.Time = file.Rev, now.UTC()
		}
		for name, run := range runs {
			fs := st.Families[name]
			fs.Cleaning = &run
			st.Families[name] = fs
		}
	})
	if err != nil {
		c.app.log.Warn().Err(err).Str("source", o.path).Msg("the cleaning is not in the status file")
	}
	return acted
}

// cleanFamily plans and applies for one family.
func (c *caretaker) cleanFamily(o *opened, file rules.File, f rules.Family, last rules.Cleaning, now time.Time) rules.Cleaning {
	inv := rules.Inventory{Root: o.path, LastRun: last.At, Families: []rules.Family{f}}
	if !last.At.IsZero() {
		inv.Families[0].Rotations = f.Since(last.At)
	}
	if file.Rev > last.Rev {
		inv.Confirmed = file.Confirmed
	}
	plan := rules.MakePlan(file.Set, inv, now)
	if waiting := plan.Families[0].Waiting; !waiting.None() {
		last.Wait(waiting) // and the rotations stay unexplained
		return last
	}
	w := c.app.fileWitness(o)
	defer w.end()
	report, err := rules.Apply(o.ctx, plan, w, hold.Disposer{})
	if err == nil && len(report.Failed) > 0 {
		err = report.Failed[0].Err
	}
	run := rules.Cleaning{At: now.UTC(), Rev: file.Rev, Files: len(report.Done), Bytes: report.Bytes}
	if err != nil && fault.KindOf(err) != fault.Stopped {
		run.Trouble = rules.TroubleOf(err)
	}
	return run
}

// lastCleaning is the last run over a family, zero when there was none.
func lastCleaning(s *rules.Status, family string) rules.Cleaning {
	if last := familyStatus(s, family).Cleaning; last != nil {
		return *last
	}
	return rules.Cleaning{}
}

package app

import (
	"fmt"
	"time"

	"cordwood/backend/fault"
	"cordwood/backend/hold"
)

// purgeAgain is when a batch that could not be purged is tried again; each try is
// two lines in the trail.
const purgeAgain = time.Hour

// purge ends what is due in one source; acted says that it tried.
func (c *caretaker) purge(o *opened, s *tended, now time.Time) (acted bool) {
	batches, err := o.held()
	if err != nil {
		c.tell(o, s, map[string]fault.Said{"": fault.Why(err)})
		return false
	}
	var room hold.Room
	if total, free, err := c.space(o.root()); err == nil {
		room = hold.Room{Free: free, Total: total}
	}
	due, doubts := hold.MakeDue(batches, now, room)
	trouble := map[string]fault.Said{}
	for _, b := range batches {
		if !b.Problem.None() {
			trouble[b.ID] = b.Problem
		}
	}
	for _, d := range doubts {
		trouble[d.ID] = d.Why
	}
	acted = c.endAll(o, s, due, now, trouble)
	c.tell(o, s, trouble)
	return acted
}

// endAll purges the batches that are due and adds to trouble what was not purged.
func (c *caretaker) endAll(o *opened, s *tended, due []hold.Due, now time.Time, trouble map[string]fault.Said) (acted bool) {
	for _, d := range due {
		if now.Before(s.again[d.ID]) {
			trouble[d.ID] = s.why(d.ID)
			continue
		}
		if !s.acting.TryLock() {
			break // a person is at it
		}
		err := c.end(o, d)
		s.acting.Unlock()
		acted = true
		delete(s.again, d.ID)
		if o.ctx.Err() != nil || !o.whyNot().None() {
			break // closed or locked meanwhile, which is no trouble
		}
		if err != nil {
			s.again[d.ID], trouble[d.ID] = now.Add(purgeAgain), fault.Why(err)
		}
	}
	return acted
}

// end purges one batch. The source may have been locked since the round began.
func (c *caretaker) end(o *opened, d hold.Due) error {
	if err := o.operable("purge"); err != nil {
		return err
	}
	w := c.app.fileWitness(o)
	defer w.end()
	res, err := hold.PurgeDue(o.ctx, o.root(), d, w)
	if len(res.Done) > 0 {
		c.app.log.Info().Str("source", o.path).Str("held", d.ID).Int("files", len(res.Done)).Str("reason", d.Reason).Msg("purged")
	}
	switch n := len(res.Failed); {
	case fault.KindOf(err) == fault.NotFound:
		return nil // restored or purged since the round began
	case err == nil && n == 1:
		return res.Failed[0].Err
	case err == nil && n > 1:
		return fmt.Errorf("%w, and %d more", res.Failed[0].Err, n-1)
	}
	return err
}

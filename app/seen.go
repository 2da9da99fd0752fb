package app

import (
	"time"

	"cordwood/backend/store"
)

// seenAgain is how often the figures of an open source are kept while it is read.
const seenAgain = time.Minute

// keepSeen keeps in the home what the source holds, so that the start screen need not ask the
// source. Of a source that is not read to its end once, what was kept before stays.
func (o *opened) keepSeen(now time.Time) {
	if o.store == nil {
		return
	}
	inv := o.inventory()
	v := store.Seen{At: now, Families: len(inv.Families), Bytes: inv.Bytes}
	v.First, v.Last = o.span()
	_, east := o.clock().Zone()
	v.Zone = east / 60
	chains := o.reading.Chains()
	o.mu.Lock()
	for _, c := range chains {
		s, read := o.summaries[c.Family]
		if !read {
			o.mu.Unlock()
			return
		}
		v.Lines += s.Lines
	}
	due := now.Sub(o.seen) >= seenAgain
	if due {
		o.seen = now
	}
	o.mu.Unlock()
	if !due {
		return
	}
	if err := o.app.store.SetSeen(o.ctx, o.id, v); err != nil {
		o.app.log.Warn().Err(err).Str("source", o.path).Msg("its figures are not kept for the start screen")
	}
}

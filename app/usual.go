package app

import (
	"time"

	"cordwood/backend/event"
	"cordwood/backend/health"
)

// usualRefusals is how often sign-ins were refused over the days before the last one. It is
// counted in the background, because a week may have many visits, and again after an hour.
type usualRefusals struct {
	at       time.Time // when it was counted; zero before the first time
	counting bool
	ok       bool // the days are enough to tell
	from, to time.Time
	by       map[string]int64 // by address
	whole    bool             // by has all addresses
}

const (
	usualHolds  = time.Hour
	maxRefusers = 10_000
)

// all are the refused of a day, nil where it is not known.
func (u *usualRefusals) all() *float64 {
	if !u.ok || !u.whole {
		return nil
	}
	var sum int64
	for _, n := range u.by {
		sum += n
	}
	return health.Usual(sum, u.from, u.to, aDay)
}

// of are those of an address.
func (u *usualRefusals) of(ip string) *float64 {
	n, listed := u.by[ip]
	if !u.ok || !listed && !u.whole {
		return nil
	}
	return health.Usual(n, u.from, u.to, aDay)
}

// usualRefused is what is known now of the refused of the days before.
func (o *opened) usualRefused(now time.Time) usualRefusals {
	whole := o.ingested() // before, older records are still to come
	o.mu.Lock()
	defer o.mu.Unlock()
	due := o.refusals.at.IsZero() || now.Sub(o.refusals.at) >= usualHolds || now.Before(o.refusals.at)
	if whole && due && !o.refusals.counting && o.ctx.Err() == nil {
		o.refusals.counting = true
		o.work.Go(func() { o.countRefusals(now) })
	}
	return o.refusals
}

func (o *opened) countRefusals(now time.Time) {
	u := usualRefusals{at: now, by: map[string]int64{}}
	span, err := o.store.Span(o.ctx, o.id)
	if err == nil {
		u.from, u.to, u.ok = health.Base(now, span.AccessFirst)
	}
	if u.ok {
		rows, err := o.store.RefusedByIP(o.ctx, o.id, event.TimeRange{From: u.from, To: u.to}, maxRefusers)
		u.ok, u.whole = err == nil, len(rows) < maxRefusers
		for _, r := range rows {
			u.by[r.IP] = r.Count
		}
	}
	o.mu.Lock()
	o.refusals = u
	o.mu.Unlock()
	o.app.hub.emit(Tick{Kind: "source", ID: string(o.id)})
}

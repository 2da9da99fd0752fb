package app

import (
	"context"
	"time"

	"cordwood/backend/event"
	"cordwood/backend/health"
	"cordwood/backend/query"
	"cordwood/backend/search"
	"cordwood/backend/store"
)

// dayCount is a family's day up to the moment at which it was counted. The half
// hours are a picture; hour and day are exact, so that the rows between until
// and an hour or a day before it are as many.
type dayCount struct {
	health.Family
	until     time.Time // zero before the first count
	hour, day int64     // errors
}

// ages reports whether the count becomes wrong by the clock alone.
func (d dayCount) ages(o *opened) bool { return o.files.Live() && d.Entries != [health.Slots]int64{} }

// setHour takes the exact count of the last hour. A bucket of the histogram that
// straddles its beginning was given to one half hour whole; what belongs to the
// other goes over, so that the picture and the figures agree.
func (d *dayCount) setHour(n int64) {
	const first = health.Slots - 2 // of the hour
	over := n - health.Hour(d.Errors)
	d.hour = n
	d.Errors[first] += over
	d.Errors[first-1] -= over
}

// today is a family's last day, from its summary's view.
func (o *opened) today(family string) dayCount {
	o.mu.Lock()
	defer o.mu.Unlock()
	if t, ok := o.days[family]; ok {
		return t
	}
	return dayCount{Family: health.Family{Name: family}}
}

const (
	aDay  = health.Slots * 30 * time.Minute
	aHour = time.Hour
)

// lastly is the closed range of length d up to a millisecond, as a desk asks for it.
func lastly(d time.Duration, until time.Time) event.TimeRange {
	return timeRange(millis(until.Add(-d)), millis(until))
}

// slot is the half hour of a day in which t lies; what lies beyond its ends by a
// rounding belongs to the nearest.
func slot(t, until time.Time) int {
	return min(max(int(t.Sub(until.Add(-aDay))/(30*time.Minute)), 0), health.Slots-1)
}

// lastDay counts a family's entries and errors over the day that ends now (in a
// bundle: at its newest entry).
func (l *looking) lastDay(c search.Chain, s search.Summary) dayCount {
	day := dayCount{Family: health.Family{Name: c.Family, Last: s.Last}, until: l.o.now()}
	for _, f := range s.Files {
		if f.Problem != nil {
			day.Broken = append(day.Broken, f.Name)
		}
	}
	if s.Last.Before(day.until.Add(-aDay)) {
		return day
	}
	res, err := l.answered(c, lastly(aDay, day.until))
	if err != nil {
		return day
	}
	defer res.Close()
	// Five minutes are fine enough to tell half hours apart.
	h, err := res.Histogram(l.ctx, 24*12, time.UTC)
	if err != nil {
		return day
	}
	for i, counts := range h.Counts {
		at := slot(h.Edges[i].Add(h.Step/2), day.until)
		for _, n := range counts {
			day.Entries[at] += n
		}
		day.Errors[at] += severe(counts)
	}
	if day.day = severe(res.State().Levels); day.day == 0 {
		return day
	}
	hour, err := l.answered(c, lastly(aHour, day.until))
	if err != nil {
		return day
	}
	defer hour.Close()
	day.setHour(severe(hour.State().Levels))
	if health.Erring(day.until, day.Family) { // only then it is told
		day.Usual = l.usualErrors(c, s.First, day.until)
	}
	return day
}

// usualErrors are those of an hour over the days before.
func (l *looking) usualErrors(c search.Chain, first, until time.Time) *float64 {
	from, to, ok := health.Base(until, first)
	if !ok {
		return nil
	}
	res, err := l.answered(c, event.TimeRange{From: from, To: to})
	if err != nil {
		return nil
	}
	defer res.Close()
	return health.Usual(severe(res.State().Levels), from, to, aHour)
}

// answered is the whole answer about a family over a range.
func (l *looking) answered(c search.Chain, r event.TimeRange) (search.Result, error) {
	res, err := l.o.engine.Open(l.ctx, search.Spec{Chains: []search.Chain{c}, Range: r})
	if err != nil {
		return nil, err
	}
	select {
	case <-res.Done():
		return res, nil
	case <-l.ctx.Done():
		res.Close()
		return nil, l.ctx.Err()
	}
}

// recordDay counts refused visits, or changes: by half hours, and exactly.
func (o *opened) recordDay(until time.Time, access bool) (dayCount, error) {
	d := dayCount{until: until}
	day, err := o.records(lastly(aDay, until), access)
	if err != nil {
		return d, err
	}
	if d.day, err = day.Count(o.ctx); err != nil || d.day == 0 {
		return d, err
	}
	h, err := day.Histogram(o.ctx, 24*12)
	if err != nil {
		return d, err
	}
	for i, n := range h.Counts {
		d.Errors[slot(h.Start.Add(h.Step*time.Duration(i)+h.Step/2), until)] += n
	}
	hour, err := o.records(lastly(aHour, until), access)
	if err != nil {
		return d, err
	}
	n, err := hour.Count(o.ctx)
	if err == nil {
		d.setHour(n)
	}
	return d, err
}

// countedRecords is an answer over access or audit records.
type countedRecords interface {
	Count(ctx context.Context) (int64, error)
	Histogram(ctx context.Context, buckets int) (store.Histogram, error)
}

// records are the refused visits, or the changes, of a range.
func (o *opened) records(r event.TimeRange, access bool) (countedRecords, error) {
	f := store.Filter{Source: o.id, Range: r}
	if access {
		f.Query = query.Is("kind", "refused")
		return o.store.Access(o.ctx, f)
	}
	f.Query = query.Not(query.Is("action", "query"))
	return o.store.Audit(o.ctx, f)
}

package app

import (
	"context"
	"errors"

	"cordwood/backend/fault"
	"cordwood/backend/search"
	"cordwood/backend/source"
	"cordwood/backend/store"
)

// The command line walks whole answers; these are its loops.

var errEnough = errors.New("enough")

// Wait waits until a source is read as deep as it was opened: its first pass,
// its records.
func (a *App) Wait(ctx context.Context, source string) (Source, error) {
	o, err := a.source(source)
	if err == nil {
		err = a.waitFor(ctx, o)
	}
	if err != nil {
		return Source{}, err
	}
	return o.wire(), nil
}

// WaitRead is Wait that does not describe the source.
func (a *App) WaitRead(ctx context.Context, source string) error {
	o, err := a.source(source)
	if err != nil {
		return err
	}
	return a.waitFor(ctx, o)
}

func (a *App) waitFor(ctx context.Context, o *opened) error {
	ticks, cancel := a.hub.subscribe()
	defer cancel()
	if o.store != nil {
		select {
		case <-o.reading.Stored():
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	for o.depth > Files && !o.lookedAll() || o.resolvingNow() {
		select {
		case <-ticks:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// ZoneOf is the zone of a source's times.
func (a *App) ZoneOf(source string) (Zone, error) {
	o, err := a.source(source)
	if err != nil {
		return Zone{}, err
	}
	return zoneOf(o.zone(), o.reading.ZoneOrigin()), nil
}

// lookedAll reports whether every family had its first pass.
func (o *opened) lookedAll() bool {
	chains := o.reading.Chains()
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, c := range chains {
		if _, ok := o.summaries[c.Family]; !ok {
			return false
		}
	}
	return true
}

// WaitLog waits until a view is complete.
func (a *App) WaitLog(ctx context.Context, handle string) (LogState, error) {
	ans, err := a.logAnswer(handle)
	if err != nil {
		return LogState{}, err
	}
	select {
	case <-ans.log.Done():
	case <-ctx.Done():
		return LogState{}, ctx.Err()
	}
	return ans.logState(), nil
}

// EachEntry calls f for the rows of a view from a position on, until it returns
// false.
func (a *App) EachEntry(ctx context.Context, handle string, from int64, f func(row *search.Row, format string) bool) error {
	ans, err := a.logAnswer(handle)
	if err != nil {
		return err
	}
	for {
		rows, err := ans.log.Rows(ctx, from, 1000)
		if err != nil || len(rows) == 0 {
			return err
		}
		for i := range rows {
			if !f(&rows[i], ans.source.format(rows[i].File)) {
				return nil
			}
		}
		from += int64(len(rows))
	}
}

// EachAccess calls f for at most limit visits of an answer (0: all).
func (a *App) EachAccess(ctx context.Context, handle string, limit int64, f func(*store.AccessEvent) error) error {
	ans, err := a.answers.get(handle)
	if err != nil {
		return err
	}
	return upTo(limit, func(g func(*store.AccessEvent) error) error { return each(ctx, ans.access, g) }, f)
}

// EachAudit calls f for at most limit operations of an answer (0: all).
func (a *App) EachAudit(ctx context.Context, handle string, limit int64, f func(*store.AuditEvent) error) error {
	ans, err := a.answers.get(handle)
	if err != nil {
		return err
	}
	return upTo(limit, func(g func(*store.AuditEvent) error) error { return each(ctx, ans.audit, g) }, f)
}

func upTo[T any](limit int64, walk func(func(T) error) error, f func(T) error) error {
	n := int64(0)
	err := walk(func(v T) error {
		if err := f(v); err != nil {
			return err
		}
		if n++; n == limit {
			return errEnough
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}

// SaveTo prepares a download and writes it to path, where nothing may stand yet.
func (a *App) SaveTo(r DownloadRequest, path string) (Saved, error) {
	switch taken, err := source.Taken(path); {
	case err != nil:
		return Saved{}, err
	case taken:
		return Saved{}, fault.New("download", fault.Conflict, path, "choose another name; nothing is replaced", nil)
	}
	d, err := a.Downloads().Prepare(r)
	if err != nil {
		return Saved{}, err
	}
	dl, err := a.downloads.take(d.ID)
	if err != nil {
		return Saved{}, err
	}
	defer a.downloads.end(dl)
	return a.saveTo(dl, path)
}

package store

import (
	"context"
	"time"

	"cordwood/backend/event"
)

// TargetHistory is every operation on one target, oldest first, at most limit
// of the newest.
func (s *Store) TargetHistory(ctx context.Context, src event.SourceID, module, targetID string, limit int) ([]AuditEvent, error) {
	id, err := s.sourceID(ctx, src)
	if err != nil {
		return nil, err
	}
	return pick[AuditEvent](ctx, s, auditTable, `SELECT id FROM (SELECT id, time_ms FROM audit_event
		WHERE source = ? AND module = ? AND target_id = ? ORDER BY time_ms DESC, id DESC LIMIT ?) ORDER BY time_ms, id`,
		id, module, targetID, limit)
}

// Around is the account's visits within d of t, in time order, at most limit.
func (s *Store) Around(ctx context.Context, src event.SourceID, account string, t time.Time, d time.Duration, limit int) ([]AccessEvent, error) {
	id, err := s.sourceID(ctx, src)
	if err != nil {
		return nil, err
	}
	return pick[AccessEvent](ctx, s, accessTable, `SELECT id FROM access_event
		WHERE source = ? AND account = ? AND time_ms BETWEEN ? AND ? ORDER BY time_ms, id LIMIT ?`,
		id, account, t.Add(-d).UnixMilli(), t.Add(d).UnixMilli(), limit)
}

// AuditAround is the account's operations within d of t: the way back from a visit.
func (s *Store) AuditAround(ctx context.Context, src event.SourceID, account string, t time.Time, d time.Duration, limit int) ([]AuditEvent, error) {
	id, err := s.sourceID(ctx, src)
	if err != nil {
		return nil, err
	}
	return pick[AuditEvent](ctx, s, auditTable, `SELECT id FROM audit_event
		WHERE source = ? AND time_ms BETWEEN ? AND ? AND account = ? ORDER BY time_ms, id LIMIT ?`,
		id, t.Add(-d).UnixMilli(), t.Add(d).UnixMilli(), account, limit)
}

// LatestChanges is the newest additions, deletions and modifications, newest first.
func (s *Store) LatestChanges(ctx context.Context, src event.SourceID, limit int) ([]AuditEvent, error) {
	id, err := s.sourceID(ctx, src)
	if err != nil {
		return nil, err
	}
	return pick[AuditEvent](ctx, s, auditTable, `SELECT id FROM audit_event
		WHERE source = ? AND action IN ('add', 'delete', 'modify') ORDER BY time_ms DESC, id DESC LIMIT ?`, id, limit)
}

// Refusals is one address that was turned away.
type Refusals struct {
	IP, Place, PlaceOrigin, Country string
	Count                           int64
	Accounts                        int64 // different accounts tried
	First, Last                     time.Time
}

// RefusedByIP groups the refused visits of a range by address, most first.
func (s *Store) RefusedByIP(ctx context.Context, src event.SourceID, r event.TimeRange, limit int) ([]Refusals, error) {
	c, err := s.condition(ctx, accessTable, Filter{Source: src, Range: r})
	if err != nil {
		return nil, err
	}
	rows, err := s.readers.QueryContext(ctx, `SELECT ip, max(place), max(place_origin), max(country), count(*), count(DISTINCT nullif(account, '')),
		ifnull(min(nullif(time_ms, 0)), 0), max(time_ms) FROM access_event WHERE `+c.where+` AND kind = 'refused'
		GROUP BY ip ORDER BY count(*) DESC, ip LIMIT ?`, append(c.args, limit)...)
	if err != nil {
		return nil, s.wrap("refused", "", err)
	}
	defer rows.Close()
	var out []Refusals
	for rows.Next() {
		var f Refusals
		if err := rows.Scan(&f.IP, &f.Place, &f.PlaceOrigin, &f.Country, &f.Count, &f.Accounts, (*millis)(&f.First), (*millis)(&f.Last)); err != nil {
			return nil, s.wrap("refused", "", err)
		}
		out = append(out, f)
	}
	return out, s.wrap("refused", "", rows.Err())
}

// Account is one account that was seen.
type Account struct {
	Account, Name, Company string
	Visits                 int64
	First, Last            time.Time
}

// Accounts lists the different accounts of a source's visits, the most active first.
func (s *Store) Accounts(ctx context.Context, src event.SourceID, limit int) ([]Account, error) {
	c, err := s.condition(ctx, accessTable, Filter{Source: src})
	if err != nil {
		return nil, err
	}
	rows, err := s.readers.QueryContext(ctx, `SELECT account, max(name), max(company), count(*), ifnull(min(nullif(time_ms, 0)), 0), max(time_ms)
		FROM access_event WHERE `+c.where+` AND account <> '' GROUP BY account ORDER BY count(*) DESC, account LIMIT ?`, append(c.args, limit)...)
	if err != nil {
		return nil, s.wrap("accounts", "", err)
	}
	defer rows.Close()
	var out []Account
	for rows.Next() {
		var a Account
		if err := rows.Scan(&a.Account, &a.Name, &a.Company, &a.Visits, (*millis)(&a.First), (*millis)(&a.Last)); err != nil {
			return nil, s.wrap("accounts", "", err)
		}
		out = append(out, a)
	}
	return out, s.wrap("accounts", "", rows.Err())
}

package store

import (
	"context"
	"strings"

	"cordwood/backend/fault"
)

// load reads whole records in the order of ids. An id without its record (its
// source was forgotten meanwhile) is left out.
func load[T any, R record[T]](ctx context.Context, s *Store, t table, ids []int64) ([]T, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	rows, err := s.readers.QueryContext(ctx, selectSQL[T, R](t.name, "?"+strings.Repeat(", ?", len(ids)-1)), args...)
	if err != nil {
		return nil, s.wrap("read", t.name, err)
	}
	events, err := scan[T, R](rows)
	if err != nil {
		return nil, s.wrap("read", t.name, err)
	}
	at := make(map[int64]int, len(events))
	for i := range events {
		id, _, _ := R(&events[i]).head()
		at[*id] = i
	}
	out := make([]T, 0, len(events))
	for _, id := range ids {
		if i, ok := at[id]; ok {
			out = append(out, events[i])
		}
	}
	return out, nil
}

// pick reads the records whose ids a statement yields, in its order.
func pick[T any, R record[T]](ctx context.Context, s *Store, t table, sql string, args ...any) ([]T, error) {
	rows, err := s.readers.QueryContext(ctx, sql, args...)
	if err != nil {
		return nil, s.wrap("read", t.name, err)
	}
	defer rows.Close()
	var ids []int64
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, s.wrap("read", t.name, err)
		}
		ids = append(ids, id)
	}
	if err := rows.Err(); err != nil {
		return nil, s.wrap("read", t.name, err)
	}
	return load[T, R](ctx, s, t, ids)
}

// AccessRecord reads one access record by its id.
func (s *Store) AccessRecord(ctx context.Context, id int64) (AccessEvent, error) {
	return one[AccessEvent](ctx, s, accessTable, id)
}

// AuditRecord reads one audit record by its id.
func (s *Store) AuditRecord(ctx context.Context, id int64) (AuditEvent, error) {
	return one[AuditEvent](ctx, s, auditTable, id)
}

func one[T any, R record[T]](ctx context.Context, s *Store, t table, id int64) (e T, err error) {
	events, err := load[T, R](ctx, s, t, []int64{id})
	if err != nil {
		return e, err
	}
	if len(events) == 0 {
		return e, fault.New("read", fault.NotFound, t.name, "the record is not in the store any more", nil)
	}
	return events[0], nil
}

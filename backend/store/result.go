package store

import (
	"cmp"
	"context"
	"fmt"
	"sort"
	"strings"
	"sync"

	"cordwood/backend/fault"
	"cordwood/backend/query"
)

// Result is one answer, fixed when it was opened: records stored later are not
// in it, so positions do not move. It holds no connection and needs no closing.
// After a Forget its pages may be short. Safe for use by several goroutines.
type Result[T any] struct {
	store *Store
	t     table
	c     cond
	key   string // SQL expression of the sort order
	desc  bool
	read  func(ctx context.Context, ids []int64) ([]T, error)
	plain bool // no query: SQLite counts by index alone

	mu      sync.Mutex
	counted bool
	count   int64
	anchors []anchor // by position
}

// anchor remembers where a position is, so that a page far down starts there
// and not at the top.
type anchor struct {
	pos int64
	key any
	id  int64
}

type (
	// AccessResult is of visits and sign-ins.
	AccessResult = Result[AccessEvent]
	// AuditResult is of operations.
	AuditResult = Result[AuditEvent]
)

// MaxPage is the most rows a page may have.
const MaxPage = 1000

// anchorEvery rows Count leaves an anchor: a page then walks at most this far,
// and ten million rows need ten thousand anchors.
const anchorEvery = 1000

// Access opens an answer over access records.
func (s *Store) Access(ctx context.Context, f Filter) (*AccessResult, error) {
	return openResult[AccessEvent](ctx, s, accessTable, f)
}

// Audit opens an answer over audit records.
func (s *Store) Audit(ctx context.Context, f Filter) (*AuditResult, error) {
	return openResult[AuditEvent](ctx, s, auditTable, f)
}

func openResult[T any, R record[T]](ctx context.Context, s *Store, t table, f Filter) (*Result[T], error) {
	c, err := s.condition(ctx, t, f)
	if err != nil {
		return nil, err
	}
	key, err := t.field(cmp.Or(f.Sort, "time"))
	if err != nil {
		return nil, err
	}
	switch t.fields[key] {
	case query.Status, query.Duration, query.Bytes:
		key = "ifnull(" + key + ", -1)" // the unknown come before 0
	default:
		key += " COLLATE NOCASE"
	}
	if f.Sort == "" || strings.EqualFold(f.Sort, "time") {
		key = "time_ms" // as it stands in the index
	}
	// The newest id closes the answer; by then every earlier batch is whole.
	var last int64
	if err := s.readers.QueryRowContext(ctx, `SELECT ifnull(max(id), 0) FROM `+t.name).Scan(&last); err != nil {
		return nil, s.wrap("query", t.name, err)
	}
	c.and("id <= ?", last)
	read := func(ctx context.Context, ids []int64) ([]T, error) { return load[T, R](ctx, s, t, ids) }
	return &Result[T]{store: s, t: t, c: c, key: key, desc: f.Desc, read: read, plain: f.Query.Empty()}, nil
}

// order is the ORDER BY of the answer, and the operator of "behind".
func (r *Result[T]) order() (by, behind string) {
	if r.desc {
		return r.key + " DESC, id DESC", "<"
	}
	return r.key + ", id", ">"
}

// Count is the number of records in the answer. The first call may read the
// whole table; ctx stops it, and a later call starts again.
func (r *Result[T]) Count(ctx context.Context) (int64, error) {
	r.mu.Lock()
	n, done := r.count, r.counted
	r.mu.Unlock()
	if done {
		return n, nil
	}
	var anchors []anchor
	var err error
	if r.plain {
		err = r.store.readers.QueryRowContext(ctx, `SELECT count(*) FROM `+r.t.name+` WHERE `+r.c.where, r.c.args...).Scan(&n)
	} else {
		n, anchors, err = r.walk(ctx)
	}
	if err != nil {
		return 0, r.store.wrap("count", r.t.name, err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.count, r.counted = n, true
	if anchors != nil {
		r.anchors = anchors
	}
	return n, nil
}

// walk counts by going through the answer in its order, leaving anchors.
func (r *Result[T]) walk(ctx context.Context) (n int64, anchors []anchor, err error) {
	by, _ := r.order()
	rows, err := r.store.readers.QueryContext(ctx, `SELECT `+r.key+`, id FROM `+r.t.name+` WHERE `+r.c.where+` ORDER BY `+by, r.c.args...)
	if err != nil {
		return 0, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		if n%anchorEvery == 0 {
			a := anchor{pos: n}
			if err := rows.Scan(&a.key, &a.id); err != nil {
				return 0, nil, err
			}
			anchors = append(anchors, a)
		}
		n++
	}
	return n, anchors, rows.Err()
}

// Page returns up to n records (n <= MaxPage) from position from; past the end
// it is empty. It does not need Count.
func (r *Result[T]) Page(ctx context.Context, from int64, n int) ([]T, error) {
	if from < 0 || n < 0 || n > MaxPage {
		return nil, fault.New("page", fault.Invalid, "", "", fault.Say("rows {0} + {1}; a page has at most {2}", from, n, MaxPage))
	}
	r.mu.Lock()
	past := r.counted && from >= r.count
	r.mu.Unlock()
	if past {
		return nil, nil
	}
	ids, err := r.ids(ctx, from, n)
	if err != nil {
		return nil, err
	}
	return r.read(ctx, ids)
}

// ids finds the ids of a page, from the last anchor at or above it.
func (r *Result[T]) ids(ctx context.Context, from int64, n int) ([]int64, error) {
	by, behind := r.order()
	where, args, skip := r.c.where, append([]any(nil), r.c.args...), from
	if a, ok := r.above(from); ok {
		where += fmt.Sprintf(" AND (%s, id) %s= (?, ?)", r.key, behind)
		args = append(args, a.key, a.id)
		skip -= a.pos
	}
	// One row more tells where the next page starts.
	rows, err := r.store.readers.QueryContext(ctx, `SELECT `+r.key+`, id FROM `+r.t.name+` WHERE `+where+
		` ORDER BY `+by+` LIMIT ? OFFSET ?`, append(args, n+1, skip)...)
	if err != nil {
		return nil, r.store.wrap("page", r.t.name, err)
	}
	defer rows.Close()
	var ids []int64
	for rows.Next() {
		var a anchor
		if err := rows.Scan(&a.key, &a.id); err != nil {
			return nil, r.store.wrap("page", r.t.name, err)
		}
		if len(ids) == n {
			a.pos = from + int64(n)
			r.remember(a)
			break
		}
		ids = append(ids, a.id)
	}
	return ids, r.store.wrap("page", r.t.name, rows.Err())
}

func (r *Result[T]) above(pos int64) (anchor, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	i := sort.Search(len(r.anchors), func(i int) bool { return r.anchors[i].pos > pos })
	if i == 0 {
		return anchor{}, false
	}
	return r.anchors[i-1], true
}

// remember keeps an anchor unless one is near; scrolling leaves no more of them
// than Count does.
func (r *Result[T]) remember(a anchor) {
	r.mu.Lock()
	defer r.mu.Unlock()
	i := sort.Search(len(r.anchors), func(i int) bool { return r.anchors[i].pos > a.pos })
	if i > 0 && a.pos-r.anchors[i-1].pos < anchorEvery {
		return
	}
	r.anchors = append(r.anchors, anchor{})
	copy(r.anchors[i+1:], r.anchors[i:])
	r.anchors[i] = a
}

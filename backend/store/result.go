package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
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
	f     Filter
	last  int64 // id of the newest record in it
	c     cond
	key   string // SQL expression of the sort order
	desc  bool
	read  func(ctx context.Context, ids []int64) ([]T, error)

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

// anchorEvery rows a walk to a page leaves an anchor: the next page near there walks
// at most this far, and ten million rows need ten thousand anchors.
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
	// The newest id closes the answer; by then every earlier batch is whole.
	var last int64
	if err := s.readers.QueryRowContext(ctx, `SELECT ifnull(max(id), 0) FROM `+t.name).Scan(&last); err != nil {
		return nil, s.wrap("query", t.name, err)
	}
	read := func(ctx context.Context, ids []int64) ([]T, error) { return load[T, R](ctx, s, t, ids) }
	return (&Result[T]{store: s, t: t, last: last, read: read}).under(ctx, f)
}

// Without is the answer to what the query asks of other fields than this one, over the same
// records: a facet counts a field's values under it, so that choosing one does not hide the
// others. It is r itself where nothing is asked of the field.
func (r *Result[T]) Without(ctx context.Context, field string) (*Result[T], error) {
	f := r.f
	if f.Query = f.Query.Without(r.t.canonical(field)); f.Query == r.f.Query {
		return r, nil
	}
	return r.under(ctx, f)
}

// And is the answer to a narrower question, over the same records.
func (r *Result[T]) And(ctx context.Context, qs ...*query.Query) (*Result[T], error) {
	f := r.f
	f.Query = query.And(append([]*query.Query{f.Query}, qs...)...)
	return r.under(ctx, f)
}

// under is another answer over the records that r was opened over.
func (r *Result[T]) under(ctx context.Context, f Filter) (*Result[T], error) {
	s, t := r.store, r.t
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
	c.and("id <= ?", r.last)
	return &Result[T]{store: s, t: t, f: f, last: r.last, c: c, key: key, desc: f.Desc, read: r.read}, nil
}

// Count is the number of records in the answer. The first call may read every
// record, unless a Facet has; ctx stops it, and a later call starts again.
func (r *Result[T]) Count(ctx context.Context) (int64, error) {
	if n, done := r.known(); done {
		return n, nil
	}
	var n int64
	err := r.store.readers.QueryRowContext(ctx, `SELECT count(*) FROM `+r.t.name+` WHERE `+r.c.where, r.c.args...).Scan(&n)
	if err != nil {
		return 0, r.store.wrap("count", r.t.name, err)
	}
	r.learn(n)
	return n, nil
}

func (r *Result[T]) known() (n int64, done bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.count, r.counted
}

func (r *Result[T]) learn(n int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.count, r.counted = n, true
}

// Page returns up to n records (n <= MaxPage) from position from; past the end
// it is empty. It does not need Count.
func (r *Result[T]) Page(ctx context.Context, from int64, n int) ([]T, error) {
	if from < 0 || n < 0 || n > MaxPage {
		return nil, fault.New("page", fault.Invalid, "", "", fault.Say("rows {0} + {1}; a page has at most {2}", from, n, MaxPage))
	}
	if count, done := r.known(); done {
		n = int(min(int64(n), count-from))
	}
	if n <= 0 {
		return nil, nil
	}
	ids, err := r.ids(ctx, from, n)
	if err != nil {
		return nil, r.store.wrap("page", r.t.name, err)
	}
	return r.read(ctx, ids)
}

// ids finds the ids of a page, walking there from the anchor above it or, of a
// counted answer, from its last record, whichever is nearer.
func (r *Result[T]) ids(ctx context.Context, from int64, n int) ([]int64, error) {
	start, step, desc := r.above(from), int64(1), r.desc
	end := from + int64(n) // one row more tells where the next page starts
	count, counted := r.known()
	if counted && count-from < end-start.pos {
		start, step, desc, end = anchor{pos: count - 1}, -1, !desc, from
	}
	where, args := r.c.where, append([]any(nil), r.c.args...)
	by, behind := r.key+", id", ">"
	if desc {
		by, behind = r.key+" DESC, id DESC", "<"
	}
	if start.id != 0 {
		where += fmt.Sprintf(" AND (%s, id) %s= (?, ?)", r.key, behind)
		args = append(args, start.key, start.id)
	}
	rows, err := r.store.readers.QueryContext(ctx, `SELECT `+r.key+`, id FROM `+r.t.name+` WHERE `+where+
		` ORDER BY `+by+` LIMIT ?`, append(args, step*(end-start.pos)+1)...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var ids []int64
	for a := (anchor{pos: start.pos}); rows.Next(); a.pos += step {
		inside := from <= a.pos && a.pos < from+int64(n)
		if !inside && a.pos != end && a.pos%anchorEvery != 0 {
			continue
		}
		if err := rows.Scan(&a.key, &a.id); err != nil {
			return nil, err
		}
		if inside {
			ids = append(ids, a.id)
		}
		r.remember(a)
	}
	if step < 0 {
		slices.Reverse(ids)
	}
	return ids, rows.Err()
}

// above is the last anchor at or above pos; without one, the place before the first.
func (r *Result[T]) above(pos int64) anchor {
	r.mu.Lock()
	defer r.mu.Unlock()
	i := sort.Search(len(r.anchors), func(i int) bool { return r.anchors[i].pos > pos })
	if i == 0 {
		return anchor{}
	}
	return r.anchors[i-1]
}

// remember keeps an anchor unless one is near above: as many as walks leave, however
// somebody scrolls.
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

package search

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/index"
)

// result is an open answer. One goroutine (scan.go) owns its lanes; everybody
// else reads the view it published last.
type result struct {
	eng     *Local
	ctx     context.Context
	cancel  context.CancelFunc
	matcher *matcher
	merged  bool // there are several chains
	now     atomic.Pointer[view]
	done    chan struct{}
	combs   sync.Pool // of *comb

	mu    sync.Mutex
	grown map[string][]*file // chains that changed

	// The rest belongs to the scan.
	lanes   []lane
	base    int64 // position of the first row of what has joined
	given   int64 // rows of what has joined whose order is final
	hidden  int64 // of these in front of the waterline
	water   water
	seen    bool // rows were shown, of several chains once each has a file that has joined
	rev     int64
	above   int64 // a key above all that was given
	events  []Notice
	failed  map[*file]failure
	due     map[*file]time.Time     // when those that failed are tried again; see nextTry
	waits   map[*file]time.Duration // before that
	finish  sync.Once
	stopErr error
}

func (r *result) State() State { return r.now.Load().state() }

func (r *result) Done() <-chan struct{} { return r.done }

func (r *result) Close() {
	r.cancel()
	r.eng.forget(r)
}

// Rows reads at most n rows, and never more than maxRows.
func (r *result) Rows(ctx context.Context, from int64, n int) ([]Row, error) {
	if from < 0 || n < 0 {
		return nil, fault.New("read rows", fault.Invalid, "", "", nil)
	}
	v := r.now.Load()
	if from < v.base+v.hidden || from >= v.base+v.hidden+v.total {
		return nil, ctx.Err()
	}
	rows, err := v.rows(ctx, from-v.base, min(n, maxRows))
	for i := range rows {
		rows[i].Pos += v.base
	}
	return rows, err
}

func (r *result) SeekTime(ctx context.Context, t time.Time) (int64, bool, error) {
	v := r.now.Load()
	pos, ok, err := v.seekTime(ctx, t)
	return v.base + pos, ok, err
}

func (r *result) SeekLine(ctx context.Context, id event.FileID, line event.Line) (int64, bool, error) {
	v := r.now.Load()
	pos, ok, err := v.seekLine(ctx, id, line)
	return v.base + pos, ok, err
}

func (r *result) Histogram(ctx context.Context, buckets int, zone *time.Location) (Histogram, error) {
	return r.now.Load().histogram(ctx, buckets, zone)
}

func (r *result) Facet(ctx context.Context, field string, limit int) (Facet, error) {
	return r.now.Load().facet(ctx, field, limit)
}

// publish shows what the scan has. waiting is the lowest key that may still
// come; NoTime for the very start.
func (r *result) publish(exact bool, waiting int64) {
	r.join()
	v := &view{matcher: r.matcher, exact: exact, err: r.stopErr, lanes: make([]lane, len(r.lanes))}
	var total, certain int64
	for i, l := range r.lanes {
		v.lanes[i] = lane{chain: l.chain, family: l.family, parts: append([]part(nil), l.parts[l.first:]...)}
		for j := range v.lanes[i].parts {
			total += v.lanes[i].parts[j].rows()
		}
		lo, _, _, _ := v.lanes[i].under(waiting)
		certain += lo
	}
	r.waterline(r.ctx, v)
	switch {
	case !r.seen:
		r.given = 0
	case exact || !r.merged:
		r.given = total
	default:
		r.given = max(r.given, certain)
	}
	v.rev, v.base, v.hidden, v.total = r.rev, r.base, r.hidden, max(0, r.given-r.hidden)
	v.begin, v.seen = r.water.key, r.seen
	v.notices = r.notices()
	v.percent, v.unread = r.covered(exact)
	if exact || !r.merged { // rows of several lanes stand only then where they stay
		v.breaks = v.broken(r.ctx)
	}
	r.now.Store(v)
}

// covered is the percentage of the known bytes that was scanned, and how many were not.
func (r *result) covered(exact bool) (percent int, behind int64) {
	if exact {
		return 100, 0
	}
	var got, all int64
	for _, l := range r.lanes {
		for i := range l.parts {
			p := &l.parts[i]
			s, _, idle := p.file.state()
			size := s.Totals.Bytes
			if z, ok := p.file.source().(Sized); ok && !idle {
				size = max(size, z.Bytes())
			}
			got += int64(p.given)
			all += size
		}
	}
	if all == 0 {
		return 0, 0
	}
	return int(min(99, got*100/all)), max(0, all-got)
}

// notices are the troubles of the files and what happened to them.
func (r *result) notices() []Notice {
	out := append([]Notice(nil), r.events...)
	for _, l := range r.lanes {
		for i := range l.parts {
			f := l.parts[i].file
			if _, problem, _ := f.state(); problem != nil {
				out = append(out, Broken(f.source().Name(), problem))
			}
			if bad, ok := r.failed[f]; ok {
				out = append(out, bad.Notice)
			}
		}
	}
	return out
}

func (r *result) note(n Notice) {
	if len(r.events) == maxEvents {
		r.events = r.events[1:]
	}
	r.events = append(r.events[:len(r.events):len(r.events)], n)
}

func (r *result) newPart(f *file, above int64) part {
	p := part{file: f, merged: r.merged, from: above, arranged: above != index.NoTime, epoch: f.x.Snapshot().Epoch, sum: noSums}
	p.raise(above)
	return p
}

package search

import (
	"time"

	"cordwood/backend/fault"
)

// failure is why blocks of a file could not be read, and the first of them.
type failure struct {
	Notice
	at *task // nil for what is no failure: see TooLong
}

// passing reports whether what failed may be well later although the file did not
// change: a disk that did not read, a share that was away, a name that was another's.
func passing(kind fault.Kind) bool {
	switch kind {
	case fault.Damaged, fault.Limit, fault.Unsupported, fault.Invalid, fault.Stopped:
		return false
	}
	return true
}

// troubled calls f for the parts whose file could not be read, in its first pass or
// here, and may be read later.
func (r *result) troubled(f func(l *lane, i int, first bool)) {
	for n := range r.lanes {
		l := &r.lanes[n]
		for i := range l.parts {
			file := l.parts[i].file
			_, problem, _ := file.state()
			bad := r.failed[file]
			if problem != nil && passing(fault.KindOf(problem)) || bad.at != nil && passing(fault.Kind(bad.Kind)) {
				f(l, i, problem != nil)
			}
		}
	}
}

// nextTry comes when a file is to be tried again, each time after twice as long.
func (r *result) nextTry() <-chan time.Time {
	var next time.Time
	r.troubled(func(l *lane, i int, _ bool) {
		f := l.parts[i].file
		if _, known := r.due[f]; !known {
			r.waits[f] = min(max(2*r.waits[f], retryFirst), retryMost)
			r.due[f] = time.Now().Add(r.waits[f])
		}
		if next.IsZero() || r.due[f].Before(next) {
			next = r.due[f]
		}
	})
	if next.IsZero() {
		return nil
	}
	return time.After(time.Until(next))
}

// tryAgain reads the block that could not be read, alone: only when that is done now
// the file is scanned again, for rows that were given move by it.
func (r *result) tryAgain() {
	r.troubled(func(l *lane, i int, first bool) {
		p := &l.parts[i]
		if due, known := r.due[p.file]; !known || time.Now().Before(due) {
			return
		}
		delete(r.due, p.file)
		if first {
			p.file.update()
		}
		bad := r.failed[p.file]
		if bad.at == nil {
			return
		}
		if _, _, err := p.file.body(r.ctx, p.epoch, bad.at.blocks, bad.at.block); err == nil {
			r.afresh(l, i)
		}
	})
}

// heal scans files again of which a Grow says that they can be read now: their share
// answers, or their new name is known.
func (r *result) heal(l *lane) {
	for i := range l.parts {
		switch fault.Kind(r.failed[l.parts[i].file].Kind) {
		case fault.Away, fault.Changed, fault.NotFound:
			r.afresh(l, i)
		}
	}
}

func (r *result) afresh(l *lane, i int) {
	delete(r.failed, l.parts[i].file)
	r.reset(l, i, i+1)
}

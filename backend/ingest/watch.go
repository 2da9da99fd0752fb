package ingest

import (
	"context"
	"slices"
	"time"

	"cordwood/backend/source"
)

// watch looks at the place again when it says that something changed. A place
// that cannot be watched any more is looked at every second.
func (s *Source) watch() {
	tick := make(chan struct{}, 1)
	s.work.Go(func() {
		if s.opt.Unhurried {
			pause(s.ctx, retryAfter)
		}
		for s.ctx.Err() == nil {
			err := s.files.Watch(s.ctx, func() {
				select {
				case tick <- struct{}{}:
				default:
				}
			})
			if s.ctx.Err() != nil || err == nil && !s.files.Live() {
				return
			}
			if err != nil {
				s.hear(err)
			}
			pause(s.ctx, retryAfter)
			select {
			case tick <- struct{}{}:
			default:
			}
		}
	})
	// What changed between the scan and the beginning of the watch.
	settled := time.After(retryAfter)
	if s.opt.Unhurried {
		settled = time.After(2 * retryAfter)
	}
	for {
		select {
		case <-tick:
			s.look()
		case <-s.again:
			pause(s.ctx, retryAfter)
			s.look()
		case <-settled:
			if s.files.Live() {
				s.look()
			}
		case <-s.ctx.Done():
			return
		}
	}
}

// look scans again and passes on what changed.
func (s *Source) look() {
	inv, err := s.files.Scan(s.ctx)
	s.hear(err)
	if err != nil {
		return
	}
	if s.opt.Companions != nil && !slices.Equal(inv.Companions, s.Inventory().Companions) {
		defer s.opt.Companions()
	}
	if s.opt.Listed != nil && !slices.EqualFunc(inv.Families, s.Inventory().Families, listedAlike) {
		defer s.opt.Listed()
	}
	changed := s.take(inv)
	if s.back() {
		changed = s.Chains()
	}
	for _, c := range changed {
		if s.opt.Changed != nil {
			s.opt.Changed(c)
		}
		s.want(c.Family)
	}
}

// listedAlike says whether a family has the files that it had.
func listedAlike(a, b source.Family) bool {
	return a.Name == b.Name && slices.EqualFunc(a.Copies, b.Copies, func(a, b source.Copy) bool {
		return a.Path == b.Path && a.Problem == b.Problem
	})
}

// want tells the recorder that a family has something new.
func (s *Source) want(family string) {
	s.mu.Lock()
	s.waiting[family] = true
	s.mu.Unlock()
	select {
	case s.wanted <- struct{}{}:
	default:
	}
}

func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}

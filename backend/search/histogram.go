package search

import (
	"context"
	"time"

	"cordwood/backend/fault"
	"cordwood/backend/index"
)

// histogram counts by the blocks' own sums; only a block that lies over the
// edge of a bucket is read again.
func (v *view) histogram(ctx context.Context, buckets int, zone *time.Location) (Histogram, error) {
	if buckets < 1 {
		return Histogram{}, fault.New("histogram", fault.Invalid, "", "", nil)
	}
	all := noSums
	for i := range v.lanes {
		for j := range v.lanes[i].parts {
			s := v.lanes[i].parts[j].all()
			all.span(s.min, s.max)
		}
	}
	h, at := Histogram{Rev: v.rev, Step: time.Hour}, scale{}
	if all.min != index.NoTime {
		at = newScale(all.min, all.max, min(buckets, maxBuckets), zone)
		h.Step, h.Counts = at.step, make([][7]int64, len(at.edges)-1)
		for _, e := range at.edges {
			h.Edges = append(h.Edges, index.Time(e))
		}
	}
	err := v.eachHit(func(l *lane, p *part, i int) error {
		b := p.hit(i)
		h.Untimed += int64(b.untimed)
		if b.min == index.NoTime {
			return ctx.Err()
		}
		if i := at.find(b.min); b.untimed == 0 && i >= 0 && i == at.find(b.max) {
			for band, n := range b.levels {
				h.Counts[i][band] += int64(n)
			}
			return ctx.Err()
		}
		c, ms, err := v.matches(ctx, l, p, i)
		if err != nil {
			return err
		}
		for _, m := range ms {
			if s := &c.Entries[m.entry]; s.Time != index.NoTime {
				if i := at.find(s.Time); i >= 0 {
					h.Counts[i][s.Severity.Band()]++
				}
			}
		}
		return nil
	})
	return h, err
}

// eachHit visits the blocks with matches, chain by chain.
func (v *view) eachHit(visit func(l *lane, p *part, block int) error) error {
	for i := range v.lanes {
		for j := range v.lanes[i].parts {
			p := &v.lanes[i].parts[j]
			for b := range p.scanned() {
				if p.count(b) == 0 {
					continue
				}
				if err := visit(&v.lanes[i], p, b); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

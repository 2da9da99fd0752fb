package search

import (
	"context"
	"time"

	"cordwood/backend/fault"
	"cordwood/backend/index"
)

// steps are the sizes of a bar; longer spans take weeks, doubled as needed.
var steps = []time.Duration{
	10 * time.Millisecond, 20 * time.Millisecond, 50 * time.Millisecond,
	100 * time.Millisecond, 200 * time.Millisecond, 500 * time.Millisecond,
	time.Second, 2 * time.Second, 5 * time.Second, 10 * time.Second, 30 * time.Second,
	time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute, 30 * time.Minute,
	time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour, 7 * 24 * time.Hour,
}

// scale chooses the smallest step with which [lo, hi] fits in so many buckets,
// and the start of the first bucket, a multiple of the step since 1970 UTC.
func scale(lo, hi int64, buckets int) (start, step int64, n int) {
	for i := 0; ; i++ {
		if i < len(steps) {
			step = int64(steps[i])
		} else {
			step *= 2
		}
		start = floorDiv(lo, step) * step
		if count := floorDiv(hi, step) - floorDiv(lo, step) + 1; count <= int64(buckets) {
			return start, step, int(count)
		}
	}
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// histogram counts by the blocks' own sums; only a block that lies over the
// edge of a bucket is read again.
func (v *view) histogram(ctx context.Context, buckets int) (Histogram, error) {
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
	h := Histogram{}
	start, step := int64(0), int64(time.Hour)
	if all.min != index.NoTime {
		var n int
		start, step, n = scale(all.min, all.max, min(buckets, maxBuckets))
		h.Counts = make([][7]int64, n)
		h.Start = index.Time(start)
	}
	h.Step = time.Duration(step)
	err := v.eachHit(func(l *lane, p *part, i int) error {
		b := p.hit(i)
		h.Untimed += int64(b.untimed)
		if b.min == index.NoTime {
			return ctx.Err()
		}
		if at := (b.min - start) / step; b.untimed == 0 && at == (b.max-start)/step {
			for band, n := range b.levels {
				h.Counts[at][band] += int64(n)
			}
			return ctx.Err()
		}
		c, ms, err := v.matches(ctx, l, p, i)
		if err != nil {
			return err
		}
		for _, m := range ms {
			if s := &c.Entries[m.entry]; s.Time != index.NoTime {
				if at := (s.Time - start) / step; at >= 0 && at < int64(len(h.Counts)) {
					h.Counts[at][s.Severity.Band()]++
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

package search

import "context"

// broken finds where the files of the view broke off, at most maxEvents of them. One
// that cannot be placed is left to the notices.
func (v *view) broken(ctx context.Context) []Break {
	var out []Break
	for i := range v.lanes {
		l, rows := &v.lanes[i], int64(0)
		for j := range l.parts {
			p := &l.parts[j]
			rows += p.rows()
			snap, problem, _ := p.file.state()
			if problem == nil || len(out) == maxEvents {
				continue
			}
			pos, err := v.behind(ctx, i, j, rows)
			if err == nil {
				out = append(out, Break{v.base + pos, snap.Totals.Lines, Broken(p.file.source().Name(), problem)})
			}
		}
	}
	return out
}

// behind is the position behind the last of the rows of lane at up to its part.
func (v *view) behind(ctx context.Context, at, part int, rows int64) (int64, error) {
	l := &v.lanes[at]
	for part >= 0 && l.parts[part].rows() == 0 {
		part--
	}
	if part < 0 || len(v.lanes) == 1 {
		return rows, nil // it is the first of all, or there is nothing to merge with
	}
	p := &l.parts[part]
	block := p.findRow(p.rows() - 1)
	_, found, err := v.matches(ctx, l, p, block)
	if err != nil || len(found) == 0 {
		return 0, err
	}
	pos, err := v.position(ctx, at, rows-1, found[len(found)-1].key)
	return pos + 1, err
}

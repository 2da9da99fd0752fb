package search

import (
	"cmp"
	"context"
	"slices"

	"cordwood/backend/event"
	"cordwood/backend/index"
)

// tally counts values, not more than facetValues of them.
type tally struct {
	counts        map[string]int64
	others, empty int64
	exact         bool
}

func (t *tally) add(value string, n int64) {
	if n == 0 {
		return
	}
	if value == "" {
		t.empty += n
		return
	}
	if _, known := t.counts[value]; !known && len(t.counts) == facetValues {
		t.others += n
		t.exact = false
		return
	}
	t.counts[value] += n
}

// facet counts the values of a field over the matches. "level" and "file" come
// from the blocks' sums; any other field is read, from at most facetRows matches.
func (v *view) facet(ctx context.Context, field string, limit int) (Facet, error) {
	t := &tally{counts: map[string]int64{}, exact: v.exact}
	var err error
	switch field {
	case "level":
		v.levelTally(t)
	case "file":
		for _, l := range v.lanes {
			for i := range l.parts {
				t.add(l.family, l.parts[i].rows())
			}
		}
	default:
		err = v.fieldTally(ctx, field, t)
	}
	return t.facet(field, limit), err
}

func (v *view) levelTally(t *tally) {
	for band, n := range v.state().Levels {
		if n > 0 {
			t.add(event.Severity(4*band).String(), n)
		}
	}
}

// fieldTally reads every stride-th block with matches; each stands for stride.
func (v *view) fieldTally(ctx context.Context, field string, t *tally) error {
	all := int64(0)
	for _, l := range v.lanes {
		for i := range l.parts {
			all += l.parts[i].rows()
		}
	}
	stride := int(all/facetRows) + 1
	t.exact = t.exact && stride == 1
	visited := 0
	return v.eachHit(func(l *lane, p *part, b int) error {
		visited++
		if (visited-1)%stride != 0 {
			return ctx.Err()
		}
		c, ms, err := v.matches(ctx, l, p, b)
		if err != nil {
			return err
		}
		fields, err := p.file.fields(ctx)
		if err != nil {
			return err
		}
		for _, m := range ms {
			e := c.Event(int(m.entry), fields)
			value, _ := index.Field(fields, &e, field, l.family)
			t.add(value, int64(stride))
		}
		return nil
	})
}

func (t *tally) facet(field string, limit int) Facet {
	f := Facet{Field: field, Others: t.others, Missing: t.empty, Exact: t.exact}
	for text, n := range t.counts {
		f.Values = append(f.Values, Value{text, n})
	}
	slices.SortFunc(f.Values, func(a, b Value) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Text, b.Text))
	})
	if limit = max(limit, 0); len(f.Values) > limit {
		for _, rest := range f.Values[limit:] {
			f.Others += rest.Count
		}
		f.Values = f.Values[:limit]
	}
	return f
}

package tail

import (
	"cmp"
	"context"
	"slices"

	"cordwood/backend/fault"
	"cordwood/backend/index"
	"cordwood/backend/search"
)

// Begin hands out the last n entries that match, in the order of their times,
// and stands at the present ends of the files. The newest file of a chain and the
// one before it are followed; what is older does not change any more. An error
// says that a file moved meanwhile: Begin again with the chains as they are then.
func (t *Tail) Begin(ctx context.Context, sift search.Sifting, chains []search.Chain, n int) error {
	t.ctx, t.strands = ctx, nil
	var all []dated
	for _, c := range chains {
		s := t.strand(c.Family)
		last := &lastOf{n: n}
		for i, f := range slices.Backward(c.Files) {
			sp := &spot{tail: t, strand: s, file: f, state: state{grew: t.opt.Now()}}
			s.spots = append(s.spots, sp)
			found, err := sp.begin(ctx, sift, last.room(), i >= len(c.Files)-2 && !sequential(f))
			if err != nil {
				return err
			}
			last.entries = slices.Concat(found, last.entries)
		}
		slices.Reverse(s.spots)
		all = append(all, last.dated()...)
	}
	slices.SortStableFunc(all, func(a, b dated) int { return cmp.Compare(a.key, b.key) })
	for _, d := range all[max(0, len(all)-n):] {
		t.opt.Give(&d.Entry)
	}
	return nil
}

// begin returns the last n matches of a file, and stands at its end if it is to
// be followed. A file that cannot be read is told, and left out.
func (sp *spot) begin(ctx context.Context, sift search.Sifting, n int, follow bool) (found []Entry, err error) {
	switch {
	case follow:
		found, err = sp.stand(ctx, sift, n)
	case n > 0:
		sp.done = true
		found, err = sp.sifted(ctx, sift, n, -1)
	default:
		sp.done = true
	}
	switch kind := fault.KindOf(err); {
	case err == nil || ctx.Err() != nil || kind == fault.Changed || kind == fault.NotFound:
		return found, cmp.Or(ctx.Err(), err)
	default:
		sp.done = true
		sp.tail.opt.Tell(search.Notice{File: sp.file.Name(), Kind: string(kind), Text: err.Error()})
	}
	return found, nil
}

func sequential(f search.File) bool {
	s, ok := f.(search.Sequential)
	return ok && s.Sequential()
}

// lastOf keeps the last n entries.
type lastOf struct {
	n       int
	entries []Entry
}

func (l *lastOf) room() int { return max(0, l.n-len(l.entries)) }

func (l *lastOf) add(e *Entry) {
	if e.More || l.n == 0 {
		return
	}
	if len(l.entries) == l.n {
		l.entries = l.entries[1:]
	}
	l.entries = append(l.entries, *e)
}

// dated is an entry with its key: the latest time in its chain up to it.
type dated struct {
	Entry
	key int64
}

func (l *lastOf) dated() []dated {
	out, key := make([]dated, 0, len(l.entries)), index.NoTime
	for _, e := range l.entries {
		nanos, _ := index.Look(e.Fielder, e.Text)
		key = max(key, nanos)
		out = append(out, dated{e, key})
	}
	return out
}

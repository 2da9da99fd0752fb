package search

import (
	"context"
	"time"

	"cordwood/backend/event"
	"cordwood/backend/gram"
	"cordwood/backend/index"
	"cordwood/backend/query"
)

// matcher finds the entries of a block that a spec asks for.
type matcher struct {
	query    *query.Query
	within   event.TimeRange
	literals [][]string
	ask      *gram.Ask
	lacking  *Lacking
}

func newMatcher(s Spec) *matcher {
	m := &matcher{query: s.Query, within: s.Range, lacking: NewLacking(s.Query)}
	m.literals = s.Query.Literals()
	m.ask = gram.NewAsk(m.literals)
	return m
}

// bounds are how many entries of a block match, as far as its levels and times
// tell: at least and at most so many.
func (m *matcher) bounds(b *index.Block) (least, most int64) {
	z := query.Zone{First: index.Time(b.Min), Last: index.Time(b.Max), Untimed: b.Untimed > 0}
	for band, n := range b.Levels {
		if n == 0 {
			continue
		}
		z.Band = band
		may, must := m.query.Decide(z)
		mayToo, mustToo := z.Within(m.within)
		if must && mustToo {
			least += int64(n)
		}
		if may && mayToo {
			most += int64(n)
		}
	}
	return least, most
}

// entries lists the matching entries of a chunk, in order.
func (m *matcher) entries(ctx context.Context, c *index.Chunk, f Fielder, family string) ([]int32, error) {
	least, most := m.bounds(&c.Block)
	if least == int64(len(c.Entries)) {
		found := make([]int32, len(c.Entries))
		for i := range found {
			found[i] = int32(i)
		}
		return found, nil
	}
	text := string(c.Text)
	if most == 0 || !m.possible(text) {
		return nil, nil
	}
	var found []int32
	r := record{ctx: ctx, chunk: c, fields: f, family: family, lacking: m.lacking}
	for i := range c.Entries {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		s := &c.Entries[i]
		r.i, r.text, r.parsed = i, text[s.From:s.To], false
		if m.query.Match(&r) && (m.within == event.TimeRange{} || m.within.Contains(r.instant())) {
			found = append(found, int32(i))
		}
	}
	return found, ctx.Err()
}

// possible reports whether the block holds one text of each group that every
// match has.
func (m *matcher) possible(text string) bool {
	for _, group := range m.literals {
		any := false
		for _, want := range group {
			any = any || query.ContainsFold(text, want)
		}
		if !any {
			return false
		}
	}
	return true
}

// record is an entry as the query sees it; it is parsed only when a field is
// asked for.
type record struct {
	ctx     context.Context
	chunk   *index.Chunk
	fields  Fielder
	family  string
	lacking *Lacking
	i       int
	text    string
	parsed  bool
	event   event.Event
}

func (r *record) instant() time.Time {
	return index.Time(r.chunk.Entries[r.i].Time)
}

func (r *record) Text() string { return r.text }

// Stopped is for what takes long over one entry.
func (r *record) Stopped() bool { return r.ctx.Err() != nil }

func (r *record) Time() (time.Time, bool) {
	t := r.instant()
	return t, !t.IsZero()
}

func (r *record) Severity() event.Severity {
	return r.chunk.Entries[r.i].Severity
}

// Field is index.Field of the entry.
func (r *record) Field(name string) (string, bool) {
	if !r.parsed {
		r.event, r.parsed = r.chunk.Event(r.i, r.fields), true
	}
	v, ok := index.Field(r.fields, &r.event, name, r.family)
	r.lacking.asked(name, ok)
	return v, ok
}

package search

import (
	"bytes"
	"context"

	"cordwood/backend/event"
	"cordwood/backend/index"
	"cordwood/backend/match"
	"cordwood/backend/query"
)

// comb goes over the entries of pieces, as raw bytes, and hands out those that
// match. It belongs to one goroutine, and at a time to one file.
type comb struct {
	query    *query.Query
	within   event.TimeRange
	finder   finder
	physical bool // entries are physical lines
	numbered bool // entries know their line
	lacking  *Lacking

	ctx     context.Context
	family  string
	fielder Fielder
	skim    func(line []byte) (head bool, nanos int64, sev event.Severity, sure bool)
	e       raw
	ends    []int
	text    []byte // what was read last, to be used again
	looked  int    // bytes of entries since the context was asked
	givenUp bool   // an entry was, amid its text
	cut     bool   // of an entry of the file only the first index.MaxText was looked at
}

// enter begins with a file, or with more of one. A look has some kilobytes of its own.
func (c *comb) enter(ctx context.Context, family string, f Fielder) {
	if f != c.fielder {
		c.fielder, c.skim = f, index.Skim(f)
	}
	c.ctx, c.family, c.givenUp, c.cut = ctx, family, false, false
	if c.finder.m != nil {
		match.Stop(c.finder.m, c.stopped)
	}
}

func (c *comb) stopped() bool { return c.ctx.Err() != nil }

// pause hears the context once in so many bytes of entries.
func (c *comb) pause(length int64) error {
	if c.looked += entryCost + int(min(length, index.MaxText)); c.looked < heardBytes {
		return nil
	}
	c.looked = 0
	return c.ctx.Err()
}

// piece hands out the entries of a piece that match; each is valid until the next.
func (c *comb) piece(p *index.Piece, hit func(e *raw) error) error {
	if err := c.ctx.Err(); err != nil {
		return err
	}
	switch {
	case p.Long != nil:
		return c.chunk(p.Long, hit)
	case !c.physical && bytes.IndexByte(p.Text, 0) >= 0, c.physical && !c.finder.literal && index.Holed(p.Text):
		return c.holed(p, hit)
	case c.finder.m == nil:
		return c.all(p, hit)
	}
	return c.some(p, hit)
}

// holed cuts a piece as the index does.
func (c *comb) holed(p *index.Piece, hit func(e *raw) error) error {
	held, err := index.CutBlock(bytes.Clone(p.Text), c.fielder, index.Block{Offset: p.Offset, Line: 1, Length: int64(len(p.Text))}, true)
	if err != nil {
		return err
	}
	return c.chunk(held, hit)
}

// some looks at the entries in which the finder finds something.
func (c *comb) some(p *index.Piece, hit func(e *raw) error) error {
	text, counted, line, from := p.Text, 0, event.Line(1), 0
	if c.ends = match.Ends(c.finder.m, text, c.ends[:0]); c.stopped() {
		return c.ctx.Err()
	}
	if c.physical && c.finder.literal && len(c.ends) > 0 && index.Holed(text) {
		return c.holed(p, hit)
	}
	for _, end := range c.ends {
		for at := max(end-1, 0); at <= end && at < len(text); at++ {
			if at < from || at == end != opens(text, end) && (at == end || c.physical) {
				continue
			}
			start, next := c.around(text, from, at)
			if c.numbered {
				line += event.Line(bytes.Count(text[counted:start], newline))
				counted, c.e.first = start, line
			}
			if err := c.entry(p, start, next, hit); err != nil {
				return err
			}
			from = next
		}
	}
	return nil
}

// opens reports whether a match that ends at end may be an empty one of the line
// that begins there; in physical lines it is one.
func opens(text []byte, end int) bool { return end == 0 || text[end-1] == '\n' }

// around begins the entry that holds at; no entry begins between from and its
// start but it.
func (c *comb) around(text []byte, from, at int) (start, next int) {
	start, end, next := lineAround(text, from, at)
	c.e = raw{comb: c}
	if c.physical {
		return start, next
	}
	for start > from && !c.head(text[start:end]) {
		start, end, _ = lineAround(text, from, start-1)
	}
	if start == from {
		c.e.known = false // that line was not looked at
	}
	return start, c.entryEnd(text, next)
}

// entryEnd is where the next entry begins at or behind a line's begin.
func (c *comb) entryEnd(text []byte, at int) int {
	for at < len(text) {
		_, end, next := lineAround(text, at, at)
		if head, _, _, _ := c.skim(cutCR(text[at:end])); head {
			return at
		}
		at = next
	}
	return at
}

// all looks at every entry.
func (c *comb) all(p *index.Piece, hit func(e *raw) error) error {
	text, start, line := p.Text, 0, event.Line(1)
	held := raw{comb: c, first: 1}
	for at := 0; at < len(text); line++ {
		_, end, next := lineAround(text, at, at)
		c.e = raw{comb: c, first: line}
		switch head := c.head(text[at:end]); {
		case at == 0:
			held = c.e
			held.known = held.known && head
		case head:
			c.e, held = held, c.e
			if err := c.entry(p, start, at, hit); err != nil {
				return err
			}
			start = at
		}
		at = next
	}
	c.e = held
	return c.entry(p, start, len(text), hit)
}

// head looks at a line and keeps its time and severity.
func (c *comb) head(line []byte) (head bool) {
	head, c.e.nanos, c.e.severity, c.e.known = c.skim(cutCR(line))
	return head
}

// entry hands out the entry at text[start:end] if it matches.
func (c *comb) entry(p *index.Piece, start, end int, hit func(e *raw) error) error {
	e := &c.e
	e.bytes, e.offset, e.length = p.Text[start:end], p.Offset+event.Offset(start), int64(end-start)
	if err := c.pause(e.length); err != nil {
		return err
	}
	// In a physical line all that was found matches, in an entry only what is kept of it.
	switch {
	case c.finder.sure && (c.physical || end-start <= index.MaxText):
	case c.physical && end-start > index.MaxText:
		l := c.long()
		_, _ = l.Write(bytes.TrimSuffix(e.bytes, newline))
		if matches := c.heard(longAnswer(l)); !matches || c.stopped() {
			return c.ctx.Err()
		}
	default:
		c.cut = c.cut || end-start > index.MaxText && !c.query.Empty()
		if !c.query.Match(e) {
			return nil
		}
	}
	if !c.inside(e) {
		return nil
	}
	if c.givenUp { // and did not match, perhaps
		return c.ctx.Err()
	}
	return hit(e)
}

func (c *comb) inside(e *raw) bool {
	return c.within == event.TimeRange{} || c.within.Contains(e.instant())
}

// chunk looks at entries whose text is held apart.
func (c *comb) chunk(held *index.Chunk, hit func(e *raw) error) error {
	for i := range held.Entries {
		at := &held.Entries[i]
		c.e = raw{comb: c, offset: at.Offset, length: at.Length, first: at.Line, lines: int(at.Lines), text: string(held.Entry(i)), made: true}
		if err := c.pause(int64(len(c.e.text))); err != nil {
			return err
		}
		if said, ok := held.Heard[i]; ok {
			if matches := c.heard(said.(answer)); c.stopped() {
				return c.ctx.Err()
			} else if !matches || !c.inside(&c.e) {
				continue
			}
		} else {
			c.cut = c.cut || !c.physical && len(c.e.text) >= index.MaxText && at.Length > index.MaxText && !c.query.Empty()
			if !c.query.Match(&c.e) || !c.inside(&c.e) {
				continue
			}
		}
		if c.givenUp {
			return c.ctx.Err()
		}
		if err := hit(&c.e); err != nil {
			return err
		}
	}
	return nil
}

// answer is what a query says of a physical line that is longer than index.MaxText.
type answer struct{ match, known bool }

func longAnswer(l *query.Long) (a answer) {
	a.match, a.known = l.End()
	return a
}

// long matches such a line in parts.
func (c *comb) long() *query.Long {
	return c.query.Long(func(pattern string) (query.Stream, error) { return match.NewStream(pattern, c.stopped) })
}

// heard reports whether the line matches; where that is not known, the file tells.
func (c *comb) heard(a answer) bool {
	c.cut = c.cut || !a.known
	return a.match
}

// listening matches such lines as they are read: it is an index.LongLines.
type listening struct {
	*comb
	line *query.Long // nil between lines
}

// everyLine takes physical lines for entries; long ones are matched as they are read.
func (c *comb) everyLine() Fielder { return index.EveryLineTo(&listening{comb: c}) }

func (l *listening) Write(part []byte) (int, error) {
	if l.line == nil {
		l.line = l.long()
	}
	return l.line.Write(part)
}

func (l *listening) End() any {
	a := longAnswer(l.line)
	l.line = nil
	return a
}

package search

import (
	"bytes"
	"context"
	"time"

	"cordwood/backend/event"
	"cordwood/backend/index"
	"cordwood/backend/match"
)

// sifter is one worker of Sift.
type sifter struct {
	Sieve
	finder finder
	buf    []byte

	// of the unit at work
	ctx     context.Context
	unit    *unit
	fielder Fielder
	skim    func(line []byte) (head bool, nanos int64, sev event.Severity, sure bool)
	batch   []Found
	held    int // bytes of text in batch
}

func (s *sifter) sift(ctx context.Context, u *unit) error {
	f := index.EveryLine
	if !s.Lines {
		var err error
		if f, err = u.file.Fielder(ctx); err != nil {
			return err
		}
	}
	if s.buf == nil && u.at != nil {
		s.buf = index.RangeBuffer(rangeBytes)
	}
	s.ctx, s.unit, s.fielder, s.batch, s.held = ctx, u, f, nil, 0
	s.skim = index.Skim(f)
	err := u.pieces(ctx, f, s.buf, s.piece)
	s.flush()
	return err
}

// piece counts or hands out what matches in a piece.
func (s *sifter) piece(p *index.Piece) error {
	if err := s.ctx.Err(); err != nil {
		return err
	}
	switch {
	case p.Long != nil:
		return s.chunk(p.Long)
	case s.Lines && s.Count && s.finder.sure:
		s.unit.counted += int64(match.CountLines(s.finder.m, p.Text))
	case !s.Lines && bytes.IndexByte(p.Text, 0) >= 0:
		c, err := index.CutBlock(bytes.Clone(p.Text), s.fielder, index.Block{Offset: p.Offset, Line: 1, Length: int64(len(p.Text))}, true)
		if err != nil {
			return err
		}
		return s.chunk(c)
	case s.finder.m == nil:
		return s.all(p)
	default:
		return s.some(p)
	}
	return nil
}

// some looks at the entries in which the finder finds something.
func (s *sifter) some(p *index.Piece) error {
	text, counted := p.Text, 0
	e := &raw{sifter: s, first: 1}
	for from := 0; from < len(text); {
		at := s.finder.next(text, from)
		if at < 0 {
			break
		}
		start, end, next := lineAround(text, from, at)
		e.known = false
		if !s.Lines {
			for start > from && !s.head(e, text[start:end]) {
				start, _, _ = lineAround(text, from, start-1)
				end = start + bytes.IndexByte(text[start:], '\n')
			}
			next = s.entryEnd(text, next)
			if start == from {
				e.known = false // the line was not looked at
			}
		}
		if !s.Count {
			e.first += event.Line(bytes.Count(text[counted:start], newline))
			counted = start
		}
		if err := s.entry(e, p, start, next); err != nil {
			return err
		}
		from = next
	}
	if !s.Count {
		s.unit.lines += event.Line(bytes.Count(text, newline))
	}
	return nil
}

// entryEnd is where the next entry begins at or behind a line's begin.
func (s *sifter) entryEnd(text []byte, at int) int {
	for at < len(text) {
		_, end, next := lineAround(text, at, at)
		if head, _, _, _ := s.skim(cutCR(text[at:end])); head {
			return at
		}
		at = next
	}
	return at
}

// all looks at every entry.
func (s *sifter) all(p *index.Piece) error {
	e := &raw{sifter: s, first: 1}
	text, start, line := p.Text, 0, event.Line(1)
	for at := 0; at < len(text); {
		_, end, next := lineAround(text, at, at)
		var look raw
		if head := s.head(&look, text[at:end]); head && at > 0 {
			if err := s.entry(e, p, start, at); err != nil {
				return err
			}
			start, e.first = at, line
			e.known, e.nanos, e.severity = look.known, look.nanos, look.severity
		} else if at == 0 && head {
			e.known, e.nanos, e.severity = look.known, look.nanos, look.severity
		}
		line++
		at = next
	}
	err := s.entry(e, p, start, len(text))
	s.unit.lines += line - 1
	return err
}

// head looks at a line and keeps its time and severity.
func (s *sifter) head(e *raw, line []byte) (head bool) {
	head, e.nanos, e.severity, e.known = s.skim(cutCR(line))
	return head
}

// entry takes the entry at text[start:end] if it matches.
func (s *sifter) entry(e *raw, p *index.Piece, start, end int) error {
	e.family, e.text, e.parsed = s.unit.family, "", false
	e.bytes = p.Text[start:end]
	if !s.matches(e) {
		return nil
	}
	if s.Count {
		s.unit.counted++
		return nil
	}
	lines := bytes.Count(e.bytes, newline)
	if e.bytes[len(e.bytes)-1] != '\n' {
		lines++
	}
	return s.put(Found{
		File: s.unit.file, Fielder: s.fielder, Line: s.unit.lines + e.first, Lines: lines,
		Offset: p.Offset + event.Offset(start), Length: int64(end - start), Text: e.Text(),
	})
}

func (s *sifter) matches(e *raw) bool {
	if !(s.finder.sure && len(e.bytes) <= index.MaxText) && !s.Query.Match(e) {
		return false
	}
	return s.Range == event.TimeRange{} || s.Range.Contains(e.instant())
}

// chunk looks at the entries of what is held as a chunk.
func (s *sifter) chunk(c *index.Chunk) error {
	for i := range c.Entries {
		at := &c.Entries[i]
		e := &raw{sifter: s, family: s.unit.family, text: string(c.Entry(i)), plain: true, first: at.Line}
		if !s.Query.Match(e) || s.Range != (event.TimeRange{}) && !s.Range.Contains(e.instant()) {
			continue
		}
		if s.Count {
			s.unit.counted++
			continue
		}
		err := s.put(Found{
			File: s.unit.file, Fielder: s.fielder, Line: s.unit.lines + at.Line, Lines: int(at.Lines),
			Offset: at.Offset, Length: at.Length, Text: e.text,
		})
		if err != nil {
			return err
		}
	}
	s.unit.lines += event.Line(c.Block.Lines)
	return nil
}

func (s *sifter) put(f Found) error {
	s.batch, s.held = append(s.batch, f), s.held+len(f.Text)
	if len(s.batch) < batchRows && s.held < batchBytes {
		return nil
	}
	return s.flush()
}

func (s *sifter) flush() error {
	if len(s.batch) == 0 {
		return nil
	}
	select {
	case s.unit.out <- s.batch:
	case <-s.ctx.Done():
	}
	s.batch, s.held = nil, 0
	return s.ctx.Err()
}

var newline = []byte{'\n'}

// cutCR drops the carriage return of a line end.
func cutCR(line []byte) []byte { return bytes.TrimSuffix(line, []byte{'\r'}) }

// raw is an entry of a piece as the query sees it.
type raw struct {
	*sifter
	bytes    []byte
	family   string
	first    event.Line // in the unit
	text     string     // made when it is asked for
	plain    bool       // text is set
	known    bool       // nanos and severity are
	nanos    int64
	severity event.Severity
	parsed   bool
	event    event.Event
}

// Text is the entry as a query sees it.
func (e *raw) Text() string {
	if e.text == "" && !e.plain {
		e.text = entryText(e.bytes, e.Lines)
	}
	return e.text
}

// entryText joins the lines of an entry, without carriage returns; a physical
// line stays as it is.
func entryText(b []byte, line bool) string {
	b = bytes.TrimSuffix(b, newline)
	if !line && bytes.IndexByte(b, '\r') >= 0 {
		b = bytes.ReplaceAll(append(bytes.Clone(b), '\n'), []byte("\r\n"), newline)
		b = b[:len(b)-1]
	}
	return string(b[:min(len(b), index.MaxText)])
}

func (e *raw) look() {
	if !e.known {
		e.nanos, e.severity = index.Look(e.fielder, e.Text())
		e.known = true
	}
}

func (e *raw) instant() time.Time {
	e.look()
	return index.Time(e.nanos)
}

// Time is false for an entry without one, and for a physical line.
func (e *raw) Time() (time.Time, bool) {
	t := e.instant()
	return t, !t.IsZero()
}

// Severity is None for a physical line.
func (e *raw) Severity() event.Severity {
	e.look()
	return e.severity
}

// Field gives the entry's own fields, and the family as "file".
func (e *raw) Field(name string) (string, bool) {
	if e.Lines {
		return "", false
	}
	if !e.parsed {
		e.event, e.parsed = e.fielder.Event([]byte(e.Text())), true
	}
	if v, ok := e.event.Field(name); ok {
		return v, v != ""
	}
	if name == "file" {
		return e.family, true
	}
	return "", false
}

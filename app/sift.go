package app

import (
	"context"
	"fmt"

	"cordwood/backend/event"
	"cordwood/backend/search"
)

// sieve is what a request asks of the engine, once over its files; a nil query says
// that the request is not valid, and the state why.
func (a *App) sieve(r LogRequest, lines bool) (o *opened, chains []search.Chain, s search.Sieve, state LogState, err error) {
	if o, err = a.source(r.Source); err != nil {
		return o, nil, s, state, err
	}
	s.Lines = lines
	if s.Query, state = o.parseLogs(r); s.Query != nil {
		s.Lacking = search.NewLacking(s.Query)
		chains, err = o.chains(r.Families, event.FileID(r.File))
	}
	return o, chains, s, state, err
}

// Sift goes once over the files of a request, as far as no index that is kept
// rules them out: entries, or physical lines split at \n only, as grep does. f gets
// each match, family by family, until it returns false; without f they are only
// counted. A file that breaks off is told, and the others are read. Where the query
// is not valid, the state says so and nothing is read.
func (a *App) Sift(ctx context.Context, r LogRequest, lines bool, f func(*search.Found) bool) (LogState, error) {
	o, chains, s, state, err := a.sieve(r, lines)
	if err != nil || s.Query == nil {
		return state, err
	}
	s.Count = f == nil
	ended := false
	n, broken, err := o.engine.Sift(ctx, chains, s, func(m *search.Found) bool {
		ended = !f(m)
		return !ended
	})
	return state.sifted(n, broken, s.Lacking, !ended && err == nil), err
}

// SiftAround is Sift that hands out n entries, or lines, before and behind each
// match too; after limit matches (0: no limit) it ends.
func (a *App) SiftAround(ctx context.Context, r LogRequest, lines bool, n int, limit int64, f func(search.Near) bool) (LogState, error) {
	o, chains, s, state, err := a.sieve(r, lines)
	if err != nil || s.Query == nil {
		return state, err
	}
	total, broken, err := search.Around(ctx, o.engine.Sift, chains, s, n, limit, f)
	return state.sifted(total, broken, s.Lacking, err == nil && (limit == 0 || total < limit)), err
}

func (s LogState) sifted(n int64, broken []search.Notice, l *search.Lacking, whole bool) LogState {
	s.Total, s.Lacking = n, lacking(l.Names(), whole)
	for _, b := range broken {
		s.Notices = append(s.Notices, found(b))
	}
	return s
}

// Families is how many families of a source have a readable file.
func (a *App) Families(source string) (int, error) {
	o, err := a.source(source)
	if err != nil {
		return 0, err
	}
	chains, err := o.chains(nil, "")
	return len(chains), err
}

// FoundJSON is a match of Sift as `parse` prints entries.
func FoundJSON(f *search.Found) EventLine {
	e := f.Fielder.Event([]byte(f.Text))
	e.Line, e.Lines, e.Offset, e.Length = f.Line, f.Lines, f.Offset, f.Length
	line := EventJSON(&e)
	line.Format, line.File, line.MoreBytes = f.Fielder.Format(), f.File.Name(), f.Beyond()
	return line
}

// RowJSON is a row of a view so.
func RowJSON(row *search.Row, format string) EventLine {
	line := EventJSON(&row.Event)
	line.Format, line.File, line.MoreBytes = format, row.Name, row.Beyond()
	return line
}

// Printed is the text of an entry, and how many bytes of it were not kept.
func Printed(text string, beyond int64) string {
	if beyond > 0 {
		text += fmt.Sprintf(" … %d bytes more", beyond)
	}
	return text
}

package app

import (
	"context"

	"cordwood/backend/event"
	"cordwood/backend/search"
)

// Sift goes once over the files of a request, without an index: entries, or
// physical lines split at \n only, as grep does. f gets each match, family by
// family, until it returns false; without f they are only counted. A file that
// breaks off is told, and the others are read. Where the query is not valid, the
// state says so and nothing is read.
func (a *App) Sift(ctx context.Context, r LogRequest, lines bool, f func(*search.Found) bool) (LogState, error) {
	o, err := a.source(r.Source)
	if err != nil {
		return LogState{}, err
	}
	q, state := o.parseLogs(r)
	if q == nil {
		return state, nil
	}
	chains, err := o.chains(r.Families, event.FileID(r.File))
	if err != nil {
		return state, err
	}
	n, broken, err := o.engine.Sift(ctx, chains, search.Sieve{Query: q, Lines: lines, Count: f == nil}, f)
	state.Total = n
	for _, b := range broken {
		state.Notices = append(state.Notices, Notice{File: b.File, Kind: b.Kind, Text: b.Text})
	}
	return state, err
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
	line.Format, line.File = f.Fielder.Format(), f.File.Name()
	return line
}

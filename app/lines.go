package app

import (
	"context"
	"time"

	"cordwood/backend/decode"
	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/search"
)

// EachLine calls f for every physical line that matches the query, split at \n
// only, as grep does; it stops when f returns false. No entries are made. A file
// that breaks off is told, and the others are read.
func (a *App) EachLine(ctx context.Context, r LogRequest, f func(file string, line int64, text string) bool) ([]Notice, error) {
	o, err := a.source(r.Source)
	if err != nil {
		return nil, err
	}
	q, state := o.parseLogs(r)
	if q == nil {
		last := state.Query[len(state.Query)-1]
		return nil, fault.New("read query", fault.Invalid, "", last.Text, nil)
	}
	chains, err := o.chains(r.Families, event.FileID(r.File))
	if err != nil {
		return nil, err
	}
	var broken []Notice
	for _, c := range chains {
		for _, file := range c.Files {
			more, err := eachLineOf(ctx, file, func(line int64, text []byte) bool {
				return !q.Match(lineRecord(text)) || f(file.Name(), line, string(text))
			})
			switch {
			case ctx.Err() != nil:
				return broken, ctx.Err()
			case err != nil:
				broken = append(broken, Notice{File: file.Name(), Kind: string(fault.KindOf(err)), Text: err.Error()})
			case !more:
				return broken, nil
			}
		}
	}
	return broken, nil
}

func eachLineOf(ctx context.Context, file search.File, f func(line int64, text []byte) bool) (more bool, err error) {
	r, err := file.Reader(ctx, 0)
	if err != nil {
		return false, err
	}
	defer r.Close()
	lines := decode.NewLines(r, 0, 1)
	for lines.Next() {
		if l := lines.Line(); !f(int64(l.Number), l.Text) {
			return false, nil
		}
	}
	return true, lines.Err()
}

// lineRecord is one line as a query sees it: text, without fields.
type lineRecord []byte

func (l lineRecord) Text() string                { return string(l) }
func (l lineRecord) Field(string) (string, bool) { return "", false }
func (l lineRecord) Time() (time.Time, bool)     { return time.Time{}, false }
func (l lineRecord) Severity() event.Severity    { return event.None }

package app

import (
	"context"
	"strings"
	"unicode/utf8"

	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/search"
)

// Limits of a row in a list; an entry alone is shown whole up to 1 MiB.
const (
	maxListText = 2000 // bytes of the first line
	maxMore     = 200  // further lines
	maxMoreText = 400  // bytes of each further line
	maxRowBytes = 900  // bytes a row on average: 256 rows stay under 256 KB
)

// logPage is a page of rows for the list.
func logPage(a *answer, from int64, rows []search.Row) LogPage {
	s := a.log.State()
	page := LogPage{Handle: a.handle, Rev: s.Rev, From: from, Total: s.Total, Rows: make([]LogRow, 0, len(rows))}
	budget := maxRowBytes * max(len(rows), 64)
	for i := range rows {
		r := listRow(a, &rows[i], budget)
		for _, m := range r.More {
			budget -= len(m)
		}
		budget -= len(r.Text)
		page.Rows = append(page.Rows, r)
	}
	return page
}

// listRow cuts an entry for the list; budget is what the page has left for
// continuation lines.
func listRow(a *answer, row *search.Row, budget int) LogRow {
	first, rest, _ := strings.Cut(row.Body, "\n")
	text := cutText(first, maxListText)
	r := LogRow{
		Pos: row.Pos, File: string(row.File), Name: row.Name, Family: row.Family, Line: int64(row.Line), Lines: row.Lines,
		Time: millis(row.Time), TimeText: row.TimeText, Level: row.Severity.Band(), LevelText: row.LevelText,
		Text: text, Cut: int64(len(first) - len(text)), Marks: marks(a.query, text), More: []string{},
	}
	if rest == "" {
		r.Cut += row.Beyond()
	}
	for rest != "" && len(r.More) < maxMore && budget > 0 {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		r.More = append(r.More, cutText(line, min(maxMoreText, budget)))
		budget -= len(line)
	}
	return r
}

// cutText cuts s to at most n bytes, never inside a character.
func cutText(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// entry is the entry at pos, whole.
func (a *answer) entry(ctx context.Context, pos int64) (LogEntry, error) {
	rows, err := a.log.Rows(ctx, pos, 1)
	if err != nil {
		return LogEntry{}, err
	}
	if len(rows) == 0 {
		return LogEntry{}, fault.New("open entry", fault.NotFound, "", "the view has fewer entries now", nil)
	}
	row := &rows[0]
	e := LogEntry{Row: listRow(a, row, maxRowBytes), Raw: row.Text, Beyond: row.Beyond(), Zone: zoneKinds[row.Zone], Format: a.source.format(row.File), Fields: []Field{}}
	for _, f := range row.Fields {
		e.Fields = append(e.Fields, Field{Name: f.Name, Value: f.Value, Kind: fieldKinds[f.Kind]})
	}
	return e, nil
}

var (
	zoneKinds  = map[event.ZoneKind]string{event.ZoneNone: "none", event.ZoneAssumed: "assumed", event.ZoneKnown: "known"}
	fieldKinds = map[event.FieldKind]string{event.Text: "text", event.Number: "number", event.Bool: "bool", event.JSON: "json"}
)

// histogram counts an answer by time.
func (a *answer) histogram(ctx context.Context, buckets int) (Histogram, error) {
	switch {
	case a.log != nil:
		h, err := a.log.Histogram(ctx, buckets, a.source.zone())
		return logHistogram(h), err
	case a.access != nil:
		h, err := a.access.Histogram(ctx, buckets)
		return recordHistogram(h), err
	}
	h, err := a.audit.Histogram(ctx, buckets)
	return recordHistogram(h), err
}

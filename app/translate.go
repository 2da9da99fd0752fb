package app

import (
	"errors"
	"time"
	"unicode/utf8"

	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/query"
	"cordwood/backend/rules"
	"cordwood/backend/search"
	"cordwood/backend/store"
)

// said is a sentence as it crosses.
func said(s fault.Said) Said {
	return Said{Code: Sentence(s.Code()), Args: s.Args(), Text: s.String()}
}

// notice is an error on a file.
func notice(file string, err error) Notice {
	n := Notice{File: file, Kind: string(fault.KindOf(err)), Text: said(fault.Why(err))}
	n.Text.Text = err.Error()
	return n
}

// written is a sentence of another program's file, which may be in no language of
// ours: then it is a quotation.
func written(s fault.Said, text string) Said {
	if s.None() {
		s = quoted(text)
	}
	out := said(s)
	out.Text = text
	return out
}

// quoted is a text of others, nothing for "".
func quoted(text string) fault.Said {
	if text == "" {
		return fault.Said{}
	}
	return fault.Say("{0}", text)
}

// faulty is what a status file says of a fault, nil for none.
func faulty(t rules.Trouble) *Notice {
	if t.Error == "" {
		return nil
	}
	said := t.Fault.Said
	if t.Fault == (rules.Told{}) {
		said = fault.Say("{0}", t.Error)
	}
	n := Notice{File: t.Fault.Path, Kind: string(t.Fault.Kind), Text: written(said, "")}
	n.Text.Text = t.Error
	return &n
}

// saidAll is a text in parts as it crosses.
func saidAll(parts []fault.Said) []Said {
	out := make([]Said, len(parts))
	for i, p := range parts {
		out[i] = said(p)
	}
	return out
}

// found is a notice of the engine.
func found(n search.Notice) Notice {
	text := said(n.Said)
	text.Text = n.Text
	return Notice{File: n.File, Kind: n.Kind, Text: text}
}

// millis is a time as it crosses: null for none.
func millis(t time.Time) *int64 {
	if t.IsZero() {
		return nil
	}
	ms := t.UnixMilli()
	return &ms
}

func fromMillis(ms *int64) time.Time {
	if ms == nil {
		return time.Time{}
	}
	return time.UnixMilli(*ms).UTC()
}

func timeRange(from, to *int64) event.TimeRange {
	r := event.TimeRange{From: fromMillis(from), To: fromMillis(to)}
	if to != nil {
		// A bound names its millisecond, and both ends belong to the range.
		r.To = r.To.Add(time.Millisecond - time.Nanosecond)
	}
	return r
}

// known is a number of the store: null where the record carried none.
func known(n int64) *int64 {
	if n == store.Unknown {
		return nil
	}
	return &n
}

// queryNotices translates what the parser has to say, its error among them.
func queryNotices(notices []query.Notice, err error) []QueryNotice {
	out := []QueryNotice{}
	for _, n := range notices {
		out = append(out, QueryNotice{Col: n.Col, End: n.End, Code: string(n.Code), Text: said(n.Msg), Incomplete: n.Incomplete})
	}
	var bad *query.SyntaxError
	if errors.As(err, &bad) {
		out = append(out, QueryNotice{Col: bad.Col, End: bad.End, Code: string(bad.Code), Text: said(bad.Msg), Fix: bad.Fix, Error: true, Incomplete: bad.Incomplete})
	}
	return out
}

// marks finds what the query's text terms matched in text, in UTF-16 units, as
// the page counts.
func marks(q *query.Query, text string) []Span {
	out := []Span{}
	if q.Empty() {
		return out
	}
	at, units := 0, 0
	to := func(end int) int {
		for at < end {
			r, n := utf8.DecodeRuneInString(text[at:])
			units++
			if r > 0xffff {
				units++
			}
			at += n
		}
		return units
	}
	for _, s := range q.Highlights(text) {
		start := to(s.Start)
		out = append(out, Span{Start: start, End: to(s.End)})
	}
	return out
}

// columnMarks is marks over named columns, those without any left out.
func columnMarks(q *query.Query, columns ...[2]string) []ColumnMarks {
	out := []ColumnMarks{}
	if q.Empty() {
		return out
	}
	for _, c := range columns {
		if m := marks(q, c[1]); len(m) > 0 {
			out = append(out, ColumnMarks{Column: c[0], Spans: m})
		}
	}
	return out
}

func storeFacet(f store.Facet) Facet {
	out := Facet{Field: f.Field, Values: []Count{}, Others: f.Others, Missing: f.Missing, Exact: true}
	for _, v := range f.Values {
		out.Values = append(out.Values, Count(v))
	}
	return out
}

func logHistogram(h search.Histogram) Histogram {
	out := Histogram{Rev: h.Rev, Step: h.Step.Milliseconds(), Buckets: []Bucket{}, Untimed: h.Untimed}
	for i, c := range h.Counts {
		out.Buckets = append(out.Buckets, Bucket{At: h.Edges[i].UnixMilli(), Counts: c[:]})
		out.End = h.Edges[i+1].UnixMilli()
	}
	return out
}

// recordHistogram is a histogram of records: they have no level, so they are
// counted in the band "none", and those that stand out (refused, deleted) in WARN.
func recordHistogram(h store.Histogram) Histogram {
	out := Histogram{Step: h.Step.Milliseconds(), Buckets: []Bucket{}, Untimed: h.Untimed}
	for i, n := range h.Counts {
		counts := make([]int64, 7)
		counts[0], counts[4] = n-h.Marked[i], h.Marked[i]
		at := h.Start.Add(h.Step * time.Duration(i))
		out.Buckets = append(out.Buckets, Bucket{At: at.UnixMilli(), Counts: counts})
		out.End = at.Add(h.Step).UnixMilli()
	}
	return out
}

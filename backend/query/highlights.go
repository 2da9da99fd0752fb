package query

import (
	"cmp"
	"slices"
)

// Span is a range of bytes in a text: Start <= i < End.
type Span struct{ Start, End int }

// maxSpans bounds what is underlined in one text.
const maxSpans = 1000

type spans struct{ list []Span }

func (s *spans) full() bool { return len(s.list) >= maxSpans }

func (s *spans) add(start, end int) {
	if start < end && !s.full() {
		s.list = append(s.list, Span{start, end})
	}
}

// Highlights finds what the text terms of the query that are not negated found
// in a text: words, quoted texts, expressions, phone numbers and ids. Spans are
// in order and do not touch each other.
func (q *Query) Highlights(text string) []Span {
	if q.Empty() {
		return nil
	}
	var s spans
	q.written.spans(text, &s)
	slices.SortFunc(s.list, func(a, b Span) int { return cmp.Or(a.Start-b.Start, a.End-b.End) })
	merged := s.list[:0]
	for _, sp := range s.list {
		if last := len(merged) - 1; last >= 0 && sp.Start <= merged[last].End {
			merged[last].End = max(merged[last].End, sp.End)
			continue
		}
		merged = append(merged, sp)
	}
	return merged
}

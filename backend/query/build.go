package query

import (
	"strings"

	"cordwood/backend/event"
)

// Queries that a desk asks besides what its user typed.

// And asks for all of the queries.
func And(qs ...*Query) *Query {
	var kids []node
	for _, q := range qs {
		if q.Empty() {
			continue
		}
		if a, ok := q.root.(*and); ok {
			kids = append(kids, a.kids...)
		} else {
			kids = append(kids, q.root)
		}
	}
	switch len(kids) {
	case 0:
		return &Query{}
	case 1:
		return &Query{kids[0]}
	}
	return &Query{&and{kids}}
}

// Not asks for everything else; of the empty query it is nothing.
func Not(q *Query) *Query {
	if q.Empty() {
		return &Query{&not{newText("", false)}}
	}
	return &Query{&not{q.root}}
}

// Is asks that a known text field has this value, in any case.
func Is(name, value string) *Query {
	return &Query{&field{name: strings.ToLower(name), test: newEqual(value, false)}}
}

// AtLeast asks for the band of a severity and all above it.
func AtLeast(s event.Severity) *Query {
	first := firstOf(max(s.Band(), 1))
	return &Query{&field{name: "level", test: levels{lo: first, hi: topSeverity, src: ">=" + strings.ToLower(first.String())}}}
}

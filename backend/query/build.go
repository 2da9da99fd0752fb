package query

import "strings"

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

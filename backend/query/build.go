package query

import (
	"slices"
	"strings"
)

// Queries that a desk asks besides what its user typed.

// And asks for all of the queries.
func And(qs ...*Query) *Query {
	var kids []node
	for _, q := range qs {
		if q.Empty() {
			continue
		}
		if a, ok := q.written.(*and); ok {
			kids = append(kids, a.kids...)
		} else {
			kids = append(kids, q.written)
		}
	}
	return newQuery(joinAnd(kids))
}

// Not asks for everything else; of the empty query it is nothing.
func Not(q *Query) *Query {
	if q.Empty() {
		return newQuery(&not{newText("", false)})
	}
	return newQuery(&not{q.written})
}

// Is asks that a known text field has this value, in any case.
func Is(name, value string) *Query {
	return newQuery(&field{name: strings.ToLower(name), test: newEqual(value, false)})
}

// Without leaves out of what must hold what is asked of this field alone: the values of a
// field are counted under the rest, so that choosing one does not hide the others. It is q
// itself where there is nothing to leave out.
func (q *Query) Without(name string) *Query {
	if q.Empty() {
		return q
	}
	if rest := without(q.written, name); rest != q.written {
		return newQuery(rest)
	}
	return q
}

// without is nil when nothing is left.
func without(n node, name string) node {
	if asksOnly(n, name) {
		return nil
	}
	a, ok := n.(*and)
	if !ok {
		return n
	}
	var kids []node
	changed := false
	for _, k := range a.kids {
		rest := without(k, name)
		changed = changed || rest != k
		if rest != nil {
			kids = append(kids, rest)
		}
	}
	switch {
	case !changed:
		return n
	case len(kids) == 1:
		return kids[0]
	}
	return &and{kids} // of none is left only what asksOnly knows
}

// asksOnly reports whether all that n asks is asked of the field.
func asksOnly(n node, name string) bool {
	all := func(kids []node) bool {
		return !slices.ContainsFunc(kids, func(k node) bool { return !asksOnly(k, name) })
	}
	switch n := n.(type) {
	case *and:
		return all(n.kids)
	case *or:
		return all(n.kids)
	case *not:
		return asksOnly(n.kid, name)
	case *field:
		return n.name == name
	}
	return false
}

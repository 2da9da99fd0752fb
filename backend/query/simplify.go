package query

import (
	"reflect"
	"slices"
)

// simplify gives what has the same answers and no repetition: nested ANDs and ORs are
// one, doubles are dropped, a double negation is none, and "a (a OR b)" is "a".
func simplify(n node) node {
	switch n := n.(type) {
	case *not:
		kid := simplify(n.kid)
		if inner, ok := kid.(*not); ok {
			return inner.kid
		}
		return &not{kid}
	case *and:
		kids := flatten(n.kids, func(k node) []node {
			if a, ok := k.(*and); ok {
				return a.kids
			}
			return nil
		})
		return joinAnd(absorb(kids, func(k node) []node {
			if o, ok := k.(*or); ok {
				return o.kids
			}
			return nil
		}))
	case *or:
		kids := flatten(n.kids, func(k node) []node {
			if o, ok := k.(*or); ok {
				return o.kids
			}
			return nil
		})
		return join(absorb(kids, func(k node) []node {
			if a, ok := k.(*and); ok {
				return a.kids
			}
			return nil
		}), func(kids []node) node { return &or{kids} })
	}
	return n
}

// flatten simplifies the kids, takes those of the same sort apart and drops doubles.
func flatten(kids []node, same func(node) []node) []node {
	var out []node
	var seen nodes
	add := func(n node) {
		if seen.add(n) {
			out = append(out, n)
		}
	}
	for _, k := range kids {
		k = simplify(k)
		inner := same(k)
		if inner == nil {
			add(k)
		}
		for _, i := range inner {
			add(i)
		}
	}
	return out
}

// absorb drops a kid of the other sort that has one of the kids among its own.
func absorb(kids []node, other func(node) []node) []node {
	var alone nodes
	for _, k := range kids {
		alone.add(k)
	}
	var out []node
	for _, k := range kids {
		absorbed := false
		for _, inner := range other(k) {
			absorbed = absorbed || alone.has(inner)
		}
		if !absorbed {
			out = append(out, k)
		}
	}
	return out
}

// nodes is a set. Some that are printed alike ask another thing: a desk's terms are in
// any case, whatever the user set.
type nodes map[string][]node

func (s nodes) has(n node) bool {
	return slices.ContainsFunc(s[n.print()], func(o node) bool { return reflect.DeepEqual(o, n) })
}

// add is false where it is there already.
func (s *nodes) add(n node) bool {
	if s.has(n) {
		return false
	}
	if *s == nil {
		*s = nodes{}
	}
	(*s)[n.print()] = append((*s)[n.print()], n)
	return true
}

package query

import (
	"strings"

	"cordwood/backend/fault"
)

// and and or have at least two kids.
type (
	and struct{ kids []node }
	or  struct{ kids []node }
	not struct{ kid node }
)

func (n *and) match(r Record) bool {
	for _, k := range n.kids {
		if !k.match(r) {
			return false
		}
	}
	return true
}

func (n *or) match(r Record) bool {
	for _, k := range n.kids {
		if k.match(r) {
			return true
		}
	}
	return false
}

func (n *not) match(r Record) bool { return !n.kid.match(r) }

func (n *and) print() string {
	var b strings.Builder
	for i, k := range n.kids {
		if i > 0 {
			b.WriteByte(' ')
		}
		switch k.(type) {
		case *and, *or:
			b.WriteString("(" + k.print() + ")")
		default:
			b.WriteString(k.print())
		}
	}
	return b.String()
}

func (n *or) print() string {
	var b strings.Builder
	for i, k := range n.kids {
		if i > 0 {
			b.WriteString(" OR ")
		}
		if _, ok := k.(*or); ok {
			b.WriteString("(" + k.print() + ")")
		} else {
			b.WriteString(k.print())
		}
	}
	return b.String()
}

func (n *not) print() string {
	switch n.kid.(type) {
	case *and, *or:
		return "-(" + n.kid.print() + ")"
	case *not:
		return "NOT " + n.kid.print()
	}
	return "-" + n.kid.print()
}

func (n *and) explain(not bool) []fault.Said { return explainKids(n.kids, fault.Say(" and "), not) }
func (n *or) explain(not bool) []fault.Said  { return explainKids(n.kids, fault.Say(" or "), not) }
func (n *not) explain(not bool) []fault.Said { return n.kid.explain(!not) }

var (
	opened = fault.Say("{0}", "(")
	closed = fault.Say("{0}", ")")
)

func explainKids(kids []node, between fault.Said, not bool) []fault.Said {
	var parts []fault.Said
	if not {
		parts = append(parts, fault.Say("not ("))
	}
	for i, k := range kids {
		if i > 0 {
			parts = append(parts, between)
		}
		if compound(k) {
			parts = append(append(append(parts, opened), k.explain(false)...), closed)
		} else {
			parts = append(parts, k.explain(false)...)
		}
	}
	if not {
		parts = append(parts, closed)
	}
	return parts
}

// compound reports whether the explanation of n is a list; that of a negated
// list brings its own brackets.
func compound(n node) bool {
	switch n := n.(type) {
	case *and, *or:
		return true
	case *not:
		if inner, ok := n.kid.(*not); ok {
			return compound(inner.kid)
		}
	}
	return false
}

func (n *and) literals() [][]string {
	var all [][]string
	for _, k := range n.kids {
		all = append(all, k.literals()...)
	}
	return all
}

// literals of an OR is one group made of each side's best group; a side that
// requires nothing leaves nothing to require.
func (n *or) literals() [][]string {
	var group []string
	for _, k := range n.kids {
		best := bestGroup(k.literals())
		if best == nil {
			return nil
		}
		group = append(group, best...)
	}
	return [][]string{group}
}

func (n *not) literals() [][]string {
	if inner, ok := n.kid.(*not); ok {
		return inner.kid.literals()
	}
	return nil
}

// bestGroup is the group whose shortest text is the longest: it lets the
// fewest blocks through.
func bestGroup(groups [][]string) []string {
	var best []string
	bestLen := 0
	for _, g := range groups {
		shortest := len(g[0])
		for _, s := range g[1:] {
			shortest = min(shortest, len(s))
		}
		if shortest > bestLen {
			best, bestLen = g, shortest
		}
	}
	return best
}

func (n *and) spans(text string, s *spans) {
	for _, k := range n.kids {
		k.spans(text, s)
	}
}

func (n *or) spans(text string, s *spans) {
	for _, k := range n.kids {
		k.spans(text, s)
	}
}

func (n *not) spans(text string, s *spans) {
	if inner, ok := n.kid.(*not); ok {
		inner.kid.spans(text, s)
	}
}

package query

import "strings"

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

func (n *and) explain(not bool) string { return explainKids(n.kids, " and ", not) }
func (n *or) explain(not bool) string  { return explainKids(n.kids, " or ", not) }
func (n *not) explain(not bool) string { return n.kid.explain(!not) }

func explainKids(kids []node, word string, not bool) string {
	parts := make([]string, len(kids))
	for i, k := range kids {
		parts[i] = k.explain(false)
		if compound(k) {
			parts[i] = "(" + parts[i] + ")"
		}
	}
	s := strings.Join(parts, word)
	if not {
		return "not (" + s + ")"
	}
	return s
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

package query

// Needs is what can be looked for in the raw bytes of an entry before anything
// of it is parsed. Every matching entry has all of it.
type Needs struct {
	Groups [][]string // as Literals: folded texts, one of each group
	Exprs  []string   // RE2 patterns, each of which matches somewhere in the entry
	// Text is set when the query asks for this text and for nothing else; Exact
	// says that its case counts, else it is folded.
	Text  string
	Exact bool
	// Alone is set when the query asks for the one of Exprs and for nothing else.
	Alone bool
}

// Needs of the query; those of an empty one are empty.
func (q *Query) Needs() Needs {
	if q.Empty() {
		return Needs{}
	}
	n := Needs{Groups: q.root.literals()}
	kids := []node{q.root}
	if a, ok := q.root.(*and); ok {
		kids = a.kids
	}
	for _, k := range kids {
		if e, ok := k.(*expr); ok {
			n.Exprs = append(n.Exprs, e.pattern)
		}
	}
	switch root := q.root.(type) {
	case *text:
		n.Text, n.Exact = root.folded, root.exact
		if root.exact {
			n.Text = root.needle
		}
	case *expr:
		n.Alone = true
	}
	return n
}

// Best is the group that lets the least through; nil when there is none.
func (n *Needs) Best() []string { return bestGroup(n.Groups) }

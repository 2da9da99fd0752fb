package query

import "slices"

// Fields are the names of the fields that the query asks entries for, in order and
// once each. What the language itself knows of every entry (a level, the file) is
// not among them, nor an "ip" that is looked for anywhere in the text.
func (q *Query) Fields() (names []string) {
	var walk func(n node)
	walk = func(n node) {
		switch n := n.(type) {
		case *and:
			for _, k := range n.kids {
				walk(k)
			}
		case *or:
			for _, k := range n.kids {
				walk(k)
			}
		case *not:
			walk(n.kid)
		case *field:
			_, known := own[n.name]
			_, anywhere := n.rescue.(addressesIn)
			if !known && !anywhere && !slices.Contains(names, n.name) {
				names = append(names, n.name)
			}
		}
	}
	if !q.Empty() {
		walk(q.written)
	}
	return names
}

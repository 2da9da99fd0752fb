package parse

import (
	"regexp/syntax"
	"slices"
)

// capture keeps where time and level stand; other captures do not matter.
func (c *frontCompiler) capture(re *syntax.Regexp, next *frontNode) (*frontNode, error) {
	var from int
	switch re.Name {
	case "time":
		from = timeFrom
	case "level":
		from = levelFrom
	default:
		return c.node(re.Sub[0], next)
	}
	n, err := c.node(re.Sub[0], &frontNode{op: frontSave, slot: from + 1, next: next})
	return &frontNode{op: frontSave, slot: from, next: n}, err
}

func (c *frontCompiler) alternate(subs []*syntax.Regexp, next *frontNode) (*frontNode, error) {
	n, err := c.node(subs[len(subs)-1], next)
	for i := len(subs) - 2; i >= 0 && err == nil; i-- {
		var first *frontNode
		first, err = c.node(subs[i], next)
		n = split(first, n)
	}
	return n, err
}

// split tries first, then other. Where one of them takes any rest, both do.
func split(first, other *frontNode) *frontNode {
	if (first != nil && first.op == frontAccept) || (other != nil && other.op == frontAccept && !saves(first)) {
		return &frontNode{op: frontAccept}
	}
	return &frontNode{op: frontSplit, next: first, other: other}
}

// repeat repeats one byte in a node, anything else by copies of it.
func (c *frontCompiler) repeat(re *syntax.Regexp, least, most int, next *frontNode) (*frontNode, error) {
	sub, lazy := re.Sub[0], re.Flags&syntax.NonGreedy != 0
	for sub.Op == syntax.OpCapture && sub.Name != "time" && sub.Name != "level" {
		sub = sub.Sub[0]
	}
	if set := setOf(sub); set != nil {
		return repeatNode(set, least, most, lazy, next), nil
	}
	n, err := next, error(nil)
	if most < 0 {
		if n, err = c.loop(sub, lazy, next); err != nil {
			return nil, err
		}
	}
	for i := least; i < most && err == nil; i++ {
		var one *frontNode
		if one, err = c.node(sub, n); err == nil {
			n = choice(one, next, lazy)
		}
	}
	for i := 0; i < least && err == nil; i++ {
		n, err = c.node(sub, n)
	}
	return n, err
}

// loop repeats what is never empty.
func (c *frontCompiler) loop(sub *syntax.Regexp, lazy bool, next *frontNode) (*frontNode, error) {
	if lazy || canBeEmpty(sub) {
		return nil, errNoFront
	}
	n := &frontNode{op: frontSplit, other: next}
	one, err := c.node(sub, n)
	n.next = one
	if next.op == frontAccept && !saves(one) {
		return next, err
	}
	return n, err
}

func choice(one, next *frontNode, lazy bool) *frontNode {
	if lazy {
		return split(next, one)
	}
	return split(one, next)
}

func canBeEmpty(re *syntax.Regexp) bool {
	switch re.Op {
	case syntax.OpLiteral, syntax.OpCharClass, syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return false
	case syntax.OpCapture, syntax.OpPlus:
		return canBeEmpty(re.Sub[0])
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			if !canBeEmpty(sub) {
				return false
			}
		}
	}
	return true
}

func repeatNode(set *byteSet, least, most int, lazy bool, next *frontNode) *frontNode {
	if least == most {
		sets := make([]*byteSet, least)
		for i := range sets {
			sets[i] = set
		}
		return fixed(sets, next)
	}
	if least == 0 && (next.op == frontAccept || (most < 0 && !lacks(set) && endable(next, nil))) {
		return &frontNode{op: frontAccept}
	}
	n := &frontNode{op: frontRepeat, sets: []*byteSet{set}, min: least, max: most, lazy: lazy, next: next}
	next.first(&n.follow, nil)
	n.sole = !lazy && !n.follow.meets(set)
	return n
}

// lacks reports whether the set lacks a byte that a line may hold.
func lacks(set *byteSet) bool {
	for i, has := range set.has {
		if !has && i != '\n' {
			return true
		}
	}
	return false
}

// endable reports whether the node accepts the end of the line.
func endable(n *frontNode, seen []*frontNode) bool {
	if slices.Contains(seen, n) {
		return false
	}
	seen = append(seen, n)
	switch n.op {
	case frontAccept, frontEnd:
		return true
	case frontRepeat:
		return n.min == 0 && endable(n.next, seen)
	case frontSplit:
		return n.next != nil && !saves(n) && (endable(n.next, seen) || endable(n.other, seen))
	}
	return false
}

// saves reports whether a capture lies at or behind the node.
func saves(n *frontNode) bool { return savesBehind(n, map[*frontNode]bool{}) }

func savesBehind(n *frontNode, seen map[*frontNode]bool) bool {
	if n == nil || seen[n] {
		return false
	}
	seen[n] = true
	return n.op == frontSave || savesBehind(n.next, seen) || savesBehind(n.other, seen)
}

// first gathers what may stand at the node; of a loop that is not yet closed
// nothing is known.
func (n *frontNode) first(set *byteSet, seen []*frontNode) {
	if n != nil && slices.Contains(seen, n) {
		return
	}
	seen = append(seen, n)
	if n == nil || n.op == frontAccept {
		for i := range set.has {
			set.has[i] = true
		}
		set.high, set.end = true, true
		return
	}
	switch n.op {
	case frontEnd:
		set.end = true
	case frontFixed:
		set.join(n.sets[0])
	case frontRepeat:
		set.join(n.sets[0])
		if n.min == 0 {
			n.next.first(set, seen)
		}
	case frontSplit:
		n.next.first(set, seen)
		n.other.first(set, seen)
	case frontSave:
		n.next.first(set, seen)
	}
}

package match

import (
	"slices"
	"unicode/utf8"
)

// runeTree decodes UTF-8 byte by byte to classes of runes. Its nodes are shared:
// two beginnings of a rune after which the same bytes lead to the same classes
// are one node, so that a state of the automaton need not tell them apart.
type runeTree struct {
	leads   [256]int32 // the node of a rune's first byte; 0: no rune begins so
	nodes   []runeNode // nodes[0] is not used
	samples []rune     // one rune of each class
	bounds  []rune     // the first rune of each class
}

// runeNode is a rune that has begun. kids holds, by the lower six bits of the next
// byte, the next node, or -1 minus the class of a complete rune, or 0 when the
// rune is broken.
type runeNode struct {
	depth int // bytes so far
	kids  [64]int32
}

func newRuneTree(bounds []rune) *runeTree {
	b := &treeBuilder{t: &runeTree{bounds: bounds, samples: bounds, nodes: make([]runeNode, 1)}, ids: map[runeNode]int32{}, even: map[[3]int]int32{}}
	for lead := 0xC2; lead <= 0xF4; lead++ {
		switch {
		case lead < 0xE0:
			b.t.leads[lead] = b.node(rune(lead&0x1F), 1, 1, 0, 63)
		case lead < 0xF0:
			lo, hi := 0, 63
			if lead == 0xE0 {
				lo = 0x20
			} else if lead == 0xED {
				hi = 0x1F
			}
			b.t.leads[lead] = b.node(rune(lead&0xF), 1, 2, lo, hi)
		default:
			lo, hi := 0, 63
			if lead == 0xF0 {
				lo = 0x10
			} else if lead == 0xF4 {
				hi = 0xF
			}
			b.t.leads[lead] = b.node(rune(lead&7), 1, 3, lo, hi)
		}
	}
	return b.t
}

func (t *runeTree) class(r rune) int {
	i, found := slices.BinarySearch(t.bounds, r)
	if !found {
		i--
	}
	return i
}

type treeBuilder struct {
	t    *runeTree
	ids  map[runeNode]int32
	even map[[3]int]int32 // depth, need, class
}

// node gives the node after the bits in prefix, which need so many more bytes,
// the next one between lo and hi.
func (b *treeBuilder) node(prefix rune, depth, need, lo, hi int) int32 {
	whole := lo == 0 && hi == 63
	first := prefix << (6 * need)
	class := b.t.class(max(first, utf8.RuneSelf))
	key := [3]int{depth, need, class}
	even := whole && class == b.t.class(first+1<<(6*need)-1)
	if id, ok := b.even[key]; ok && even {
		return id
	}
	n := runeNode{depth: depth}
	for c := lo; c <= hi; c++ {
		next := prefix<<6 | rune(c)
		if need == 1 {
			n.kids[c] = int32(-1 - b.t.class(next))
		} else {
			n.kids[c] = b.node(next, depth+1, need-1, 0, 63)
		}
	}
	id, ok := b.ids[n]
	if !ok {
		id = int32(len(b.t.nodes))
		b.t.nodes = append(b.t.nodes, n)
		b.ids[n] = id
	}
	if even {
		b.even[key] = id
	}
	return id
}

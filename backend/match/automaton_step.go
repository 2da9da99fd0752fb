package match

import (
	"regexp/syntax"
	"unicode/utf8"
)

func isWord(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '_'
}

// step moves what is known over a byte. It returns matched when a match ends
// before the byte, dead when none can follow, otherwise unmade: a.now is the new
// state.
func (a *automaton) step(c byte) uint32 {
	k, tree := &a.now, a.p.utf8
	if a.givenUp(1 + len(k.pcs) + len(a.p.openings)) {
		return matched
	}
	if k.node != 0 {
		n := &tree.nodes[k.node]
		if c&0xC0 == 0x80 && n.kids[c&0x3F] != 0 {
			if kid := n.kids[c&0x3F]; kid > 0 {
				k.node = kid
			} else {
				a.feed(tree.samples[-1-kid])
			}
			return a.alive()
		}
		a.feed(utf8.RuneError) // each byte of a broken rune is one
		for range n.depth - 1 {
			if a.settle(c | 0x80) {
				return matched
			}
			a.feed(utf8.RuneError)
		}
	}
	if a.settle(c) {
		return matched
	}
	switch {
	case c == '\n' && a.p.lines:
		a.feed(-1)
		k.head = a.p.heads
	case c == '\r' && a.p.twice:
		a.pass()
	case c < utf8.RuneSelf:
		a.feed(rune(c))
	case tree.leads[c] != 0:
		k.node, k.word, k.head = tree.leads[c], false, false
	default:
		a.feed(utf8.RuneError)
	}
	return a.alive()
}

// givenUp counts what a step takes, and asks whether it is still wanted.
func (a *automaton) givenUp(steps int) bool {
	if a.work += steps; a.work >= stopSteps && !a.stopped {
		a.work, a.stopped = 0, a.stop != nil && a.stop()
	}
	return a.stopped
}

func (a *automaton) alive() uint32 {
	if a.now.given && len(a.now.pcs) == 0 {
		return dead
	}
	return unmade
}

// settle decides the conditions, now that the next byte is known, and reports
// whether a match ends here; otherwise only runes are left to come.
func (a *automaton) settle(next byte) bool {
	k := &a.now
	var holds syntax.EmptyOp
	if k.head {
		holds |= syntax.EmptyBeginLine | syntax.EmptyBeginText
	}
	if next == '\n' || next == '\r' && a.p.twice {
		holds |= syntax.EmptyEndLine | syntax.EmptyEndText
	}
	if k.word != isWord(rune(next)) {
		holds |= syntax.EmptyWordBoundary
	} else {
		holds |= syntax.EmptyNoWordBoundary
	}
	a.set.reset(len(a.p.inst))
	match := a.admit(k.pcs, holds)
	if !k.given {
		match = match || a.admit(a.p.openings, holds)
	}
	k.pcs = append(k.pcs[:0], a.set.pcs...)
	return match
}

// admit adds the runes that may come to the set, and reports whether a match ends.
func (a *automaton) admit(pcs []uint32, holds syntax.EmptyOp) bool {
	for _, pc := range pcs {
		switch a.p.inst[pc].Op {
		case syntax.InstMatch:
			return true
		case syntax.InstEmptyWidth:
			before := len(a.set.pcs)
			a.p.follow(&a.set, pc, holds)
			if a.admitted(before) {
				return true
			}
		default:
			if a.set.enter(pc) {
				a.set.pcs = append(a.set.pcs, pc)
			}
		}
	}
	return false
}

// admitted keeps the runes of what was followed.
func (a *automaton) admitted(before int) bool {
	kept := a.set.pcs[:before]
	for _, pc := range a.set.pcs[before:] {
		switch a.p.inst[pc].Op {
		case syntax.InstMatch:
			return true
		case syntax.InstEmptyWidth:
		default:
			kept = append(kept, pc)
		}
	}
	a.set.pcs = kept
	return false
}

// pass goes over a \r that may be part of a line's end. An entry does not have it
// then: what could come before it may come behind it. Its conditions are settled,
// because \r was taken for the line's end.
func (a *automaton) pass() {
	k := &a.now
	a.before = append(a.before[:0], k.pcs...)
	a.feed('\r')
	for _, pc := range a.before {
		if (k.given || !a.p.opening[pc]) && a.set.enter(pc) {
			k.pcs = append(k.pcs, pc)
		}
	}
}

// feed goes over a rune; -1 is one that nothing matches.
func (a *automaton) feed(r rune) {
	k := &a.now
	a.set.reset(len(a.p.inst))
	for _, pc := range k.pcs {
		if a.p.takes(pc, r) {
			a.p.reach(&a.set, a.p.inst[pc].Out)
		}
	}
	k.node, k.pcs = 0, k.pcs[:0]
	k.word = a.p.words && isWord(r)
	k.head = a.p.heads && r == '\n'
	for _, pc := range a.set.pcs {
		if k.given || !a.p.opening[pc] {
			k.pcs = append(k.pcs, pc)
		}
	}
}

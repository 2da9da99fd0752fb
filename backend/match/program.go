package match

import (
	"regexp/syntax"
	"slices"
	"unicode"
)

// program is a compiled expression as the automaton walks it. It does not change
// and serves all clones.
type program struct {
	inst  []syntax.Inst
	start uint32
	lines bool // no match goes over a line's end
	twice bool // \r\n is read twice: as it is, and as the \n that an entry has there
	words bool // it asks for \b or \B
	heads bool // it asks for ^ or \A
	utf8  *runeTree
	// opening marks the instructions that a match may begin with; in a search
	// that may begin anywhere they are always meant and need not be noted.
	opening  []bool
	openings []uint32
	ascii    [][2]uint64 // the runes below 0x80 that an instruction takes
}

func newProgram(tree *syntax.Regexp, lines bool) (*program, error) {
	c, err := syntax.Compile(tree.Simplify())
	if err != nil {
		return nil, err
	}
	p := &program{inst: c.Inst, start: uint32(c.Start), lines: true, twice: !lines}
	for i := range p.inst {
		in := &p.inst[i]
		switch {
		case in.Op == syntax.InstEmptyWidth:
			op := syntax.EmptyOp(in.Arg)
			p.words = p.words || op&(syntax.EmptyWordBoundary|syntax.EmptyNoWordBoundary) != 0
			p.heads = p.heads || op&(syntax.EmptyBeginLine|syntax.EmptyBeginText) != 0
		case isRune(in):
			p.lines = p.lines && (lines || !in.MatchRune('\n'))
		}
	}
	p.utf8 = newRuneTree(p.runeBounds())
	p.opening = make([]bool, len(p.inst))
	var set pcSet
	set.reset(len(p.inst))
	p.reach(&set, p.start)
	p.openings = set.pcs
	for _, pc := range set.pcs {
		p.opening[pc] = true
	}
	p.listASCII()
	return p, nil
}

func (p *program) listASCII() {
	p.ascii = make([][2]uint64, len(p.inst))
	known := map[*rune]int{} // the copies of a repeated class share its ranges
	for i := range p.inst {
		in := &p.inst[i]
		if !isRune(in) || len(in.Rune) == 0 && in.Op == syntax.InstRune {
			continue
		}
		if len(in.Rune) > 0 {
			if j, ok := known[&in.Rune[0]]; ok && p.inst[j].Arg == in.Arg && p.inst[j].Op == in.Op {
				p.ascii[i] = p.ascii[j]
				continue
			}
			known[&in.Rune[0]] = i
		}
		for r := range rune(0x80) {
			if in.MatchRune(r) {
				p.ascii[i][r>>6] |= 1 << (r & 63)
			}
		}
	}
}

func isRune(in *syntax.Inst) bool {
	switch in.Op {
	case syntax.InstRune, syntax.InstRune1, syntax.InstRuneAny, syntax.InstRuneAnyNotNL:
		return true
	}
	return false
}

// takes reports whether the instruction, one of those for runes, takes r.
func (p *program) takes(pc uint32, r rune) bool {
	if 0 <= r && r < 0x80 {
		return p.ascii[pc][r>>6]>>(r&63)&1 != 0
	}
	return r >= 0 && p.inst[pc].MatchRune(r)
}

// runeBounds lists the runes beyond ASCII at which the answer of some
// instruction may change: runes between two of them are one class.
func (p *program) runeBounds() []rune {
	b := []rune{0x80, unicode.ReplacementChar, unicode.ReplacementChar + 1}
	seen := map[*rune]bool{} // the copies of a repeated class share its ranges
	for i := range p.inst {
		in := &p.inst[i]
		if in.Op != syntax.InstRune && in.Op != syntax.InstRune1 {
			continue
		}
		if len(in.Rune) == 0 || seen[&in.Rune[0]] {
			continue
		}
		seen[&in.Rune[0]] = true
		if len(in.Rune) == 1 {
			r := in.Rune[0]
			b = append(b, r, r+1)
			for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
				b = append(b, f, f+1)
			}
			continue
		}
		for j := 0; j+1 < len(in.Rune); j += 2 {
			b = append(b, in.Rune[j], in.Rune[j+1]+1)
		}
	}
	b = slices.DeleteFunc(b, func(r rune) bool { return r < 0x80 || r > unicode.MaxRune })
	slices.Sort(b)
	return slices.Compact(b)
}

// reach adds the instruction and those it leads to without a condition.
func (p *program) reach(set *pcSet, pc uint32) { p.follow(set, pc, 0) }

// follow adds what pc leads to when the conditions hold. What cannot be followed
// stays in the set: runes, a match, other conditions.
func (p *program) follow(set *pcSet, pc uint32, holds syntax.EmptyOp) {
	stack := append(set.stack[:0], pc)
	for len(stack) > 0 {
		pc := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if !set.enter(pc) {
			continue
		}
		switch in := &p.inst[pc]; in.Op {
		case syntax.InstAlt, syntax.InstAltMatch:
			stack = append(stack, in.Arg, in.Out)
		case syntax.InstCapture, syntax.InstNop:
			stack = append(stack, in.Out)
		case syntax.InstEmptyWidth:
			if syntax.EmptyOp(in.Arg)&^holds == 0 {
				stack = append(stack, in.Out)
			} else {
				set.pcs = append(set.pcs, pc)
			}
		case syntax.InstFail:
		default:
			set.pcs = append(set.pcs, pc)
		}
	}
	set.stack = stack
}

// pcSet is a set of instructions; seen remembers those that were followed.
type pcSet struct {
	pcs   []uint32
	seen  []uint32
	round uint32
	stack []uint32
}

func (s *pcSet) reset(n int) {
	s.pcs = s.pcs[:0]
	if s.round++; len(s.seen) != n || s.round == 0 {
		s.seen, s.round = make([]uint32, n), 1
	}
}

func (s *pcSet) enter(pc uint32) bool {
	if s.seen[pc] == s.round {
		return false
	}
	s.seen[pc] = s.round
	return true
}

package parse

import (
	"errors"
	"regexp/syntax"
	"unicode/utf8"
)

// A front is the part of an expression that decides whether a line matches, and
// where its time and level stand. It is matched by going back as expressions of
// Perl do, which prefers the same match as RE2; what lies behind level and time and
// fits any line is left out. So a head line of nginx costs its first forty bytes.
//
// A front knows bytes. Where a match would depend on what the bytes of a longer
// character are, it gives up, and so it does after maxFrontSteps.
type frontNode struct {
	op          frontOp
	sets        []*byteSet
	min, max    int // of repeat; max -1: no bound
	lazy        bool
	sole        bool // repeat: what follows cannot begin within it
	slot        int  // of save
	next, other *frontNode
	follow      byteSet // repeat: what may follow it
}

type frontOp uint8

const (
	frontAccept frontOp = iota // the rest of the line does not matter
	frontEnd                   // the line ends here
	frontFixed                 // a byte of each set
	frontRepeat                // bytes of one set
	frontSplit                 // next, else other
	frontSave                  // a capture begins or ends
)

// byteSet holds bytes. high: it holds all characters above ASCII. end: the end of
// the line will do too.
type byteSet struct {
	has       [256]bool
	high, end bool
}

func (s *byteSet) join(o *byteSet) {
	for i, has := range o.has {
		s.has[i] = s.has[i] || has
	}
	s.high, s.end = s.high || o.high, s.end || o.end
}

func (s *byteSet) meets(o *byteSet) bool {
	for i, has := range o.has {
		if has && s.has[i] {
			return true
		}
	}
	return s.end && o.end
}

// The slots of captures.
const (
	timeFrom = iota
	timeTo
	levelFrom
	levelTo
	slots
)

// maxFrontNodes bounds a front; a larger expression is matched whole.
const maxFrontNodes = 400

var errNoFront = errors.New("no front")

// compileFront makes the front of an expression that begins with ^. It is nil when
// there is none.
func compileFront(text string) *frontNode {
	re, err := syntax.Parse(text, syntax.Perl)
	if err != nil || re.Op != syntax.OpConcat || re.Sub[0].Op != syntax.OpBeginText {
		return nil
	}
	c := frontCompiler{accept: &frontNode{op: frontAccept}}
	n, err := c.concat(re.Sub[1:], c.accept)
	if err != nil {
		return nil
	}
	return n
}

// frontCompiler compiles from the end, so that each node knows what follows it.
type frontCompiler struct {
	accept *frontNode
	nodes  int
}

func (c *frontCompiler) concat(subs []*syntax.Regexp, next *frontNode) (*frontNode, error) {
	var err error
	for i := len(subs) - 1; i >= 0 && err == nil; i-- {
		next, err = c.node(subs[i], next)
	}
	return next, err
}

func (c *frontCompiler) node(re *syntax.Regexp, next *frontNode) (*frontNode, error) {
	if c.nodes++; c.nodes > maxFrontNodes {
		return nil, errNoFront
	}
	if set := setOf(re); set != nil {
		return fixed([]*byteSet{set}, next), nil
	}
	switch re.Op {
	case syntax.OpEmptyMatch:
		return next, nil
	case syntax.OpEndText:
		if next.op != frontAccept {
			return nil, errNoFront
		}
		return &frontNode{op: frontEnd, next: next}, nil
	case syntax.OpLiteral:
		return literalNode(re, next)
	case syntax.OpConcat:
		return c.concat(re.Sub, next)
	case syntax.OpCapture:
		return c.capture(re, next)
	case syntax.OpAlternate:
		return c.alternate(re.Sub, next)
	case syntax.OpQuest:
		return c.repeat(re, 0, 1, next)
	case syntax.OpStar:
		return c.repeat(re, 0, -1, next)
	case syntax.OpPlus:
		return c.repeat(re, 1, -1, next)
	case syntax.OpRepeat:
		return c.repeat(re, re.Min, re.Max, next)
	}
	return nil, errNoFront
}

// setOf is the set of an expression for one character; nil for all others, and for
// sets that hold some characters above ASCII, but not all.
func setOf(re *syntax.Regexp) *byteSet {
	s := &byteSet{}
	switch re.Op {
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		s.high = true
		for i := range s.has {
			s.has[i] = i != '\n' || re.Op == syntax.OpAnyChar
		}
		return s
	case syntax.OpCharClass:
		for i := 0; i < len(re.Rune); i += 2 {
			from, to := re.Rune[i], re.Rune[i+1]
			for r := from; r <= to && r < utf8.RuneSelf; r++ {
				s.has[r] = true
			}
			if to < utf8.RuneSelf {
				continue
			}
			if from > utf8.RuneSelf || to != utf8.MaxRune {
				return nil
			}
			s.high = true
		}
		for i := utf8.RuneSelf; i < 256; i++ {
			s.has[i] = s.high
		}
		return s
	}
	return nil
}

// fixed is a node of one byte a set; it takes a fixed node behind it along.
func fixed(sets []*byteSet, next *frontNode) *frontNode {
	if next.op == frontFixed {
		sets, next = append(sets, next.sets...), next.next
	}
	return &frontNode{op: frontFixed, sets: sets, next: next}
}

func literalNode(re *syntax.Regexp, next *frontNode) (*frontNode, error) {
	if re.Flags&syntax.FoldCase != 0 {
		return nil, errNoFront
	}
	text := string(re.Rune)
	sets := make([]*byteSet, len(text))
	for i := range sets {
		sets[i] = &byteSet{}
		sets[i].has[text[i]] = true
	}
	return fixed(sets, next), nil
}

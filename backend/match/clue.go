package match

import (
	"regexp/syntax"
	"slices"
	"strings"
)

// needle is a literal as it stands in an expression.
type needle struct {
	text string // folded when fold is set
	fold bool
}

func (n needle) matcher() Matcher {
	if n.fold {
		return Fold(n.text)
	}
	return newLiteral([]byte(n.text))
}

// broken reports whether the needle goes over a line's end, which may be two bytes.
func (n needle) broken() bool { return strings.Contains(n.text, "\n") }

// clue says that every match contains one of the needles; in front: that every
// match begins with it.
type clue struct {
	needles []needle
	front   bool
}

// matcher finds where the needle that ends first starts, exactly.
func (c clue) matcher() Matcher {
	s := &several{}
	for _, n := range c.needles {
		if n.fold {
			s.ms = append(s.ms, newFolded(n.text))
		} else {
			s.ms = append(s.ms, newLiteral([]byte(n.text)))
		}
	}
	if len(s.ms) == 1 {
		return s.ms[0]
	}
	return s
}

// inOrder reports whether the needle that ends first starts first too.
func (c clue) inOrder() bool {
	return len(c.needles) == 1 || !slices.ContainsFunc(c.needles, func(n needle) bool { return n.fold || len(n.text) != len(c.needles[0].text) })
}

// anywhere tells a clue that would be looked for at every rune.
func (c clue) anywhere() bool {
	return slices.ContainsFunc(c.needles, func(n needle) bool { return n.fold && newFolded(n.text).at < 0 })
}

// tells is how much it tells to meet the clue, in bits: less for many needles
// and for frequent bytes.
func (c clue) tells() float64 {
	least := 1e9
	for _, n := range c.needles {
		sum := 0.0
		for i := range len(n.text) {
			sum += bits(frequency[n.text[i]])
		}
		least = min(least, sum)
	}
	return least - 8*float64(len(c.needles)-1)
}

// cluesOf walks what every match must pass through. first: a match begins there.
func cluesOf(re *syntax.Regexp, first bool) []clue {
	switch re.Op {
	case syntax.OpLiteral, syntax.OpAlternate:
		if all := spell(re, maxNeedles); all != nil {
			return []clue{{all, first}}
		}
		if re.Op == syntax.OpAlternate {
			return eitherClue(re, first)
		}
	case syntax.OpCapture, syntax.OpPlus:
		return cluesOf(re.Sub[0], first)
	case syntax.OpRepeat:
		if re.Min > 0 {
			return cluesOf(re.Sub[0], first)
		}
	case syntax.OpConcat:
		var all []clue
		for _, sub := range re.Sub {
			all = append(all, cluesOf(sub, first)...)
			first = first && isPlace(sub)
		}
		return all
	}
	return nil
}

// isPlace tells an expression that asks for a place, not for text.
func isPlace(re *syntax.Regexp) bool {
	switch re.Op {
	case syntax.OpEmptyMatch, syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText, syntax.OpEndText, syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return true
	}
	return false
}

// eitherClue joins the best clue of each branch.
func eitherClue(re *syntax.Regexp, first bool) []clue {
	joined := clue{front: first}
	for _, sub := range re.Sub {
		all := cluesOf(sub, first)
		if len(all) == 0 {
			return nil
		}
		best := slices.MaxFunc(all, func(a, b clue) int { return int(a.tells() - b.tells()) })
		joined.needles = append(joined.needles, best.needles...)
		joined.front = joined.front && best.front
	}
	if len(joined.needles) > maxNeedles {
		return nil
	}
	return []clue{joined}
}

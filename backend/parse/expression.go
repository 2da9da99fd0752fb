package parse

import (
	"bytes"
	"regexp"
	"regexp/syntax"
	"sync"
)

// expression is an RE2 that begins with ^. Most lines that it is tried on do not
// match it, and one that can begin to match at many places is slow to say so: it
// first looks at how the line begins, and for a text that is in all it matches. It
// is compiled for the first line that begins as it does. Of sixty formats that
// would cost the program's start more than all the rest.
type expression struct {
	text     string
	opening  *opening
	compiled func() *compiled
}

type compiled struct {
	*regexp.Regexp
	needed []byte
	names  []string
}

// newExpression panics, when it is first used, on what is no expression or has more
// than maxSpans captures: expressions are part of the program, and any test finds
// that.
func newExpression(text string) *expression {
	return &expression{text, openingOf(text), sync.OnceValue(func() *compiled {
		c := &compiled{Regexp: regexp.MustCompile(text)}
		if c.NumSubexp() > maxSpans {
			panic("too many captures in " + text)
		}
		tree, _ := syntax.Parse(text, syntax.Perl) // which has just been compiled
		c.needed, c.names = neededIn(tree), c.SubexpNames()[1:]
		return c
	})}
}

func (e *expression) names() []string { return e.compiled().names }

// match reports whether the expression matches.
func (e *expression) match(line []byte) bool {
	return e.opening.may(line) && bytes.Contains(line, e.compiled().needed) && e.compiled().Match(line)
}

// find is where the captures stand, as regexp.FindSubmatchIndex says it.
func (e *expression) find(line []byte) []int {
	if !e.opening.may(line) || !bytes.Contains(line, e.compiled().needed) {
		return nil
	}
	return e.compiled().FindSubmatchIndex(line)
}

// neededIn is the longest text that stands in the expression by itself.
func neededIn(e *syntax.Regexp) (longest []byte) {
	switch e.Op {
	case syntax.OpLiteral:
		if e.Flags&syntax.FoldCase == 0 {
			return []byte(string(e.Rune))
		}
	case syntax.OpConcat, syntax.OpCapture, syntax.OpPlus:
		for _, sub := range e.Sub {
			if text := neededIn(sub); len(text) > len(longest) {
				longest = text
			}
		}
	}
	return longest
}

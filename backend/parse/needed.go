package parse

import (
	"bytes"
	"regexp"
	"regexp/syntax"
)

// quick is an expression that first looks for a text that is in all it matches:
// most lines that an expression is tried on do not match it, and one that can begin
// to match at many places is slow to say so.
type quick struct {
	*regexp.Regexp
	needed []byte
}

func compileQuick(expr string) (*quick, error) {
	re, err := regexp.Compile(expr)
	if err != nil {
		return nil, err
	}
	tree, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		return nil, err
	}
	return &quick{re, neededIn(tree)}, nil
}

// Match reports whether the expression matches.
func (q *quick) Match(line []byte) bool {
	return bytes.Contains(line, q.needed) && q.Regexp.Match(line)
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

package match

import (
	"bytes"
	"regexp"
	"regexp/syntax"

	"cordwood/backend/fault"
)

// Lines finds an RE2 expression (Perl flags) in whole lines, as grep does: text
// is whole lines, a match stays within one, and ^ and $ are a line's ends.
func Lines(pattern string) (Matcher, error) { return newExpression(pattern, true) }

// Entries finds an RE2 expression wherever an entry may match that is a run of
// whole lines of text, without the last line's end: ^ and \A match behind every
// line's end, $ and \z before one. It may find more than the entries hold;
// of what an entry holds it finds the end of the match that ends first.
func Entries(pattern string) (Matcher, error) { return newExpression(pattern, false) }

type expression struct {
	re *regexp.Regexp
}

func newExpression(pattern string, lines bool) (Matcher, error) {
	tree, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return nil, fault.New("match", fault.Invalid, pattern, "", err)
	}
	loosen(tree)
	re, err := regexp.Compile(tree.String())
	if err != nil {
		return nil, fault.New("match", fault.Invalid, pattern, "", err)
	}
	return &expression{re}, nil
}

func loosen(t *syntax.Regexp) {
	switch t.Op {
	case syntax.OpBeginText:
		t.Op = syntax.OpBeginLine
	case syntax.OpEndText:
		t.Op = syntax.OpEndLine
	}
	for _, s := range t.Sub {
		loosen(s)
	}
}

func (e *expression) Clone() Matcher { return e }

func (e *expression) Find(text []byte, from int) (start, end int) {
	for from < len(text) {
		to := lineEnd(text, from)
		line := text[from:to]
		if at := e.re.FindIndex(bytes.TrimSuffix(line, []byte{'\n'})); at != nil {
			return from + at[0], from + at[1]
		}
		from = to
	}
	return -1, -1
}

package match

import (
	"bytes"
	"regexp/syntax"

	"cordwood/backend/fault"
)

// expression walks an automaton.
type expression struct {
	p *program
	a *automaton
}

// Lines finds an RE2 expression (Perl flags) in whole lines, as grep does: text
// is whole lines, a match stays within one, and ^ and $ are a line's ends. start
// is the start of the line.
func Lines(pattern string) (Matcher, error) { return newExpression(pattern, true) }

// Entries finds an RE2 expression wherever an entry may match that is a run of
// whole lines of text, without the last line's end: ^ and \A match behind every
// line's end, $ and \z before one. It may find more than the entries hold;
// of what an entry holds it finds the end of the match that ends first. That end
// belongs to the entry that begins there, not to the one before.
func Entries(pattern string) (Matcher, error) { return newExpression(pattern, false) }

func newExpression(pattern string, lines bool) (Matcher, error) {
	tree, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return nil, fault.New("match", fault.Invalid, pattern, "", err)
	}
	p, err := newProgram(tree, lines)
	if err != nil {
		return nil, fault.New("match", fault.Invalid, pattern, "", err)
	}
	return &expression{p, newAutomaton(p, usualLimits)}, nil
}

func (e *expression) Clone() Matcher {
	return &expression{e.p, newAutomaton(e.p, e.a.limit)}
}

func (e *expression) crosses() bool { return !e.p.lines }

func (e *expression) Find(text []byte, from int) (start, end int) {
	if from >= len(text) {
		return -1, -1
	}
	body := bytes.TrimSuffix(text, newline)
	end = e.a.find(body, from)
	if end < 0 {
		return -1, -1
	}
	if e.p.lines {
		return lineStart(text, from, end), end
	}
	return from, end
}

func (e *expression) countLines(text []byte) int {
	if len(text) == 0 {
		return 0
	}
	return e.a.countLines(text)
}

package match

import (
	"bytes"
	"regexp/syntax"
	"slices"

	"cordwood/backend/fault"
)

// expression walks an automaton, everywhere or where a filter found something.
type expression struct {
	p       *program
	a       *automaton
	filters []filter // the most telling first
	pace    pace
}

// Lines finds an RE2 expression (Perl flags) in whole lines, as grep does: text
// is whole lines, a match stays within one, and ^ and $ are a line's ends; a \r
// before the \n belongs to the line. start is the start of the line.
func Lines(pattern string) (Matcher, error) { return compile(pattern, true) }

// Entries finds an RE2 expression wherever an entry may match that is a run of
// whole lines of text, without the last line's end: ^ and \A match behind every
// line's end, $ and \z before one. A line may end in \r\n; it is found what an
// entry holds in which that is \n, and in which it is not. It may find more than
// the entries hold; of what an entry holds it finds the end of the match that
// ends first. That end belongs to the entry that begins there, not to the one
// before.
func Entries(pattern string) (Matcher, error) { return compile(pattern, false) }

func compile(pattern string, lines bool) (Matcher, error) {
	tree, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return nil, fault.New("match", fault.Invalid, pattern, "", err)
	}
	if m := plainly(tree); m != nil {
		return m, nil
	}
	return newExpression(pattern, tree, lines)
}

func newExpression(pattern string, tree *syntax.Regexp, lines bool) (*expression, error) {
	p, err := newProgram(tree, lines)
	if err != nil {
		return nil, fault.New("match", fault.Invalid, pattern, "", err)
	}
	return &expression{p: p, a: newAutomaton(p, usualLimits), filters: filtersOf(tree, p), pace: pace{judge: paceBytes}}, nil
}

// plainly gives the literals that the expression stands for, when there are so
// few that looking for each is faster than the automaton.
func plainly(tree *syntax.Regexp) Matcher {
	all := spell(tree, maxNeedles)
	if slices.ContainsFunc(all, needle.broken) || len(all) == 0 ||
		len(all) > 1 && all[0].fold {
		return nil
	}
	if len(all) == 1 && all[0].fold {
		return Fold(all[0].text)
	}
	return clue{needles: all}.matcher()
}

func (e *expression) Clone() Matcher {
	c := &expression{p: e.p, a: newAutomaton(e.p, e.a.limit), pace: pace{judge: e.pace.judge}}
	for _, f := range e.filters {
		c.filters = append(c.filters, filter{f.m.Clone(), f.front})
	}
	return c
}

func (e *expression) crosses() bool { return !e.p.lines }

func (e *expression) Find(text []byte, from int) (start, end int) {
	if from >= len(text) {
		return -1, -1
	}
	end = e.find(bytes.TrimSuffix(text, newline), from)
	if end < 0 {
		return -1, -1
	}
	if e.p.lines {
		return lineStart(text, from, end), end
	}
	return from, end
}

// scan takes a window of lines at a time, so that a filter which does not help is
// left soon. A match may go over every cut of a window if it goes over lines.
func (e *expression) scan(text []byte, h *hits) {
	if len(text) == 0 {
		return
	}
	e.pace.scan = true
	defer func() { e.pace.scan = false }()
	if !e.p.lines {
		if e.pick() == nil {
			e.a.scan(text, h)
		} else {
			scan(plain{e}, text, h)
		}
		return
	}
	eachWindow(text, h, func(window []byte) {
		if e.pick() == nil {
			e.a.scan(window, h)
			e.pace.rest(len(window))
		} else {
			scan(plain{e}, window, h)
		}
	})
}

// eachWindow scans windows of whole lines; ends are offsets into text.
func eachWindow(text []byte, h *hits, scan func(window []byte)) {
	for from := 0; from < len(text); {
		to, first := windowEnd(text, from, countWindow), len(h.ends)
		scan(text[from:to])
		for i := first; i < len(h.ends); i++ {
			h.ends[i] += from
		}
		from = to
	}
}

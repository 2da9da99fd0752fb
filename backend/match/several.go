package match

import "bytes"

// several finds the first match of many. It searches a window of text with each
// and makes the window longer when there is nothing in it, so that none of
// them reads on and on while another one has a match near by.
type several struct {
	ms []Matcher
}

// AnyOf finds what the first of the matchers finds. Without matchers it finds
// nothing. Literals beyond a few are looked for together, by one automaton.
func AnyOf(ms []Matcher) Matcher {
	var all []needle
	var rest []Matcher
	cost := 0
	for _, m := range ms {
		n, ok := needleOf(m)
		if !ok {
			rest = append(rest, m.Clone())
			continue
		}
		all = append(all, n)
		if cost++; n.fold {
			cost++
		}
	}
	if cost > maxCost {
		rest = append(rest, expressionOf(all))
	} else {
		for _, n := range all {
			rest = append(rest, n.matcher())
		}
	}
	if len(rest) == 1 {
		return rest[0]
	}
	return &several{rest}
}

// needleOf gives the needle of a literal that an automaton can find.
func needleOf(m Matcher) (needle, bool) {
	var n needle
	switch m := m.(type) {
	case *literal:
		n = needle{string(m.needle), false}
	case *folded:
		n = needle{m.needle, true}
	case *anyCase:
		n = needle{m.f.needle, true}
	}
	return n, n.isRegular()
}

func (s *several) Clone() Matcher {
	c := &several{}
	for _, m := range s.ms {
		c.ms = append(c.ms, m.Clone())
	}
	return c
}

func (s *several) crosses() bool {
	for _, m := range s.ms {
		if c, ok := m.(crosser); !ok || c.crosses() {
			return true
		}
	}
	return false
}

func (s *several) Find(text []byte, from int) (start, end int) {
	if len(s.ms) == 0 {
		return -1, -1
	}
	whole := len(text)
	behind := from // where those go on that cannot cross a line's end
	for width := firstWindow; ; width *= 2 {
		to := windowEnd(text[:whole], behind, width)
		start, end = s.first(text, from, behind, to)
		if end >= 0 || to == whole {
			return start, end
		}
		behind = to
	}
}

// first searches text up to to, which is the start of a line, with each. The one
// that finds something comes first the next time: it bounds what the others
// have to read.
func (s *several) first(text []byte, from, behind, to int) (start, end int) {
	start, end = -1, -1
	found := 0
	for i, m := range s.ms {
		at := behind
		if c, ok := m.(crosser); !ok || c.crosses() {
			at = from
		}
		a, z := m.Find(text[:to], at)
		if z < 0 || end >= 0 && z >= end {
			continue
		}
		start, end, found = a, z, i
		to = lineEnd(text[:to], z)
	}
	s.ms[0], s.ms[found] = s.ms[found], s.ms[0]
	return start, end
}

// windowEnd is the end of a line about so many bytes behind from.
func windowEnd(text []byte, from, width int) int {
	if width >= len(text)-from {
		return len(text)
	}
	if i := bytes.IndexByte(text[from+width:], '\n'); i >= 0 {
		return from + width + i + 1
	}
	return len(text)
}

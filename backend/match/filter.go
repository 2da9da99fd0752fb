package match

import (
	"bytes"
	"regexp/syntax"
	"slices"
)

// filter finds the places near which an expression may match.
type filter struct {
	m     Matcher
	front bool // a match begins where the filter finds something
}

// filtersOf gives the filters of an expression, the most telling first. Over
// lines' ends a filter helps only where matches begin with it.
func filtersOf(tree *syntax.Regexp, p *program) (all []filter) {
	clues := cluesOf(tree, true)
	for i := range clues {
		clues[i].front = clues[i].front && clues[i].inOrder()
	}
	clues = slices.DeleteFunc(clues, func(c clue) bool {
		return c.tells() < leastBits || c.anywhere() || slices.ContainsFunc(c.needles, needle.broken) || !p.lines && !c.front
	})
	slices.SortStableFunc(clues, func(a, b clue) int { return int(b.tells() - a.tells()) })
	for _, c := range clues[:min(len(clues), maxFilters)] {
		all = append(all, filter{c.matcher(), c.front})
	}
	return all
}

// pace measures whether a filter is worth it: how much of the text the automaton
// still has to walk.
type pace struct {
	at      int // the filter in use; all are tried twice, the second time with less to gain
	read    int // bytes that the filter has read
	walked  int // bytes that the automaton has walked, and what each start costs
	resting int // bytes to go without a filter before another try
	scan    bool
	judge   int // what a filter reads before it is judged
}

// pick is the filter to use now, or nil.
func (e *expression) pick() *filter {
	s, n := &e.pace, len(e.filters)
	if n == 0 || s.resting > 0 || e.a.slow && !e.p.lines {
		return nil
	}
	if s.read >= s.judge {
		bearable := s.read / goodWalking
		if s.at >= n {
			bearable = s.read / worthWalking
		}
		bad := s.walked > bearable
		s.read, s.walked = 0, 0
		if bad {
			if s.at++; s.at == 2*n {
				s.at, s.resting = 0, restBytes
				return nil
			}
		}
	}
	return &e.filters[s.at%n]
}

func (s *pace) rest(n int) { s.resting = max(0, s.resting-n) }

// find gives the end of the match that ends first; text is without its last
// line's end.
func (e *expression) find(text []byte, from int) int {
	for {
		f := e.pick()
		if f == nil {
			end := e.a.find(text, from)
			if end < 0 {
				e.pace.rest(len(text) - from)
			} else {
				e.pace.rest(end - from)
			}
			return end
		}
		start, behind := e.ask(f, text, from)
		if behind < 0 {
			e.pace.read += len(text) - from
			return -1
		}
		e.pace.read += behind - from
		e.pace.walked += startBytes
		end, next := e.look(f, text, from, start)
		if end >= 0 || next > len(text) {
			return end
		}
		from = next
	}
}

// ask asks a filter. Where all lanes would be busy, in a scan, short hops cost as
// if the automaton walked; from match to match they cost less than the lanes.
func (e *expression) ask(f *filter, text []byte, from int) (start, end int) {
	n, ok := f.m.(*folded)
	if !ok || !e.pace.scan {
		return f.m.Find(text, from)
	}
	start, end, hops := n.find(text, from)
	e.pace.walked += hops * hopWalked
	return start, end
}

// look walks the automaton where a filter found something. When there is no
// match, next is where to go on; behind the end of text when that is all.
func (e *expression) look(f *filter, text []byte, from, start int) (end, next int) {
	if f.front {
		if end, sure := e.lookFrom(text, start); sure {
			return end, start + 1
		}
		if !e.p.lines {
			return e.a.find(text, start), len(text) + 1
		}
		from = start
	} else {
		from = lineStart(text, from, start)
	}
	to := len(text)
	if i := bytes.IndexByte(text[start:], '\n'); i >= 0 {
		to = start + i
	}
	end = e.a.find(text[:to], from)
	if e.pace.walked += to - from; end >= 0 {
		e.pace.walked -= to - end
	}
	return end, to + 1
}

// lookFrom walks a match that begins at start. It is not sure when that has
// taken many bytes without an answer.
func (e *expression) lookFrom(text []byte, start int) (end int, sure bool) {
	if e.a.slow {
		return -1, false
	}
	var states [1]uint32
	before := e.a.walked
	e.a.begin(states[:], 0, text, start, true)
	to := min(len(text), start+frontBytes)
	end = e.a.findAlone(text, start, to, states[:])
	if end < 0 {
		sure = states[0] == dead || to == len(text)
		e.pace.walked += max(0, e.a.walked-before)
		return -1, sure
	}
	e.pace.walked += end - start
	// Another match may begin behind it and end before it.
	e.a.begin(states[:], 0, text, start, false)
	return e.a.findAlone(text, start, min(end+1, len(text)), states[:]), true
}

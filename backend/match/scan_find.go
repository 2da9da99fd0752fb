package match

// find gives the end of the match in text[from:] that ends first, or -1. text is
// without its last line's end.
func (a *automaton) find(text []byte, from int) int {
	if a.slow {
		a.open(text, from, false)
		return a.findSlow(text, from)
	}
	var states [1]uint32
	a.begin(states[:], 0, text, from, false)
	to := min(len(text), from+a.limit.alone)
	end := a.findAlone(text, from, to, states[:])
	if end >= 0 || to == len(text) {
		return end
	}
	return a.findWindows(text, to, states[0])
}

// findAlone walks the lane states[0] from at to to; where that is the end of
// text a line ends there too.
func (a *automaton) findAlone(text []byte, at, to int, states []uint32) int {
	for at < to {
		moved := walk(a.table, &states[0], text[at:to])
		a.walked += moved
		if at += moved; at == to {
			break
		}
		a.advance(states, 0, text[at])
		if states[0] == matched {
			return at
		}
		if states[0] == dead {
			return -1
		}
		at++
	}
	if to == len(text) {
		a.advance(states, 0, '\n')
		if states[0] == matched {
			return to
		}
	}
	return -1
}

// findSlow walks without a table from what is known now.
func (a *automaton) findSlow(text []byte, from int) int {
	for i, c := range text[from:] {
		if a.step(c) == matched {
			return from + i
		}
	}
	if a.step('\n') == matched {
		return len(text)
	}
	return -1
}

// findWindows goes on at from in a state. A window is cut into a span for each
// lane, and another one where the state before decides what a match that goes
// over the cut does.
func (a *automaton) findWindows(text []byte, from int, state uint32) int {
	var all [lanes + 2]uint32 // the last two serve at the cuts
	for width := a.limit.firstSpan; from < len(text) && !a.slow; width = min(width+width/2, a.limit.span) {
		all[0] = state
		if a.alone > 0 {
			to := min(len(text), from+a.alone)
			a.alone = 0
			end := a.findAlone(text, from, to, all[:1])
			if end >= 0 || to == len(text) {
				return end
			}
			from, state = to, all[0]
			continue
		}
		var spans [lanes]span
		for k := range spans {
			spans[k] = span{from, windowEnd(text, from, width)}
			from = spans[k].to
			all[k] = dead
		}
		all[0], all[lanes], all[lanes+1] = state, dead, dead
		if end := a.findWindow(text, spans, all[:]); end >= 0 {
			return end
		}
		state = all[lanes-1]
	}
	if a.slow {
		a.load(a.keys[state>>8])
		return a.findSlow(text, from)
	}
	all[0] = state
	return a.findAlone(text, from, len(text), all[:1])
}

// findWindow walks the spans at once and leaves the state behind the last of
// them in all[lanes-1].
func (a *automaton) findWindow(text []byte, spans [lanes]span, all []uint32) int {
	var ends [lanes]int
	left := spans
	for k := range spans {
		ends[k] = -1
		if k > 0 {
			a.begin(all, k, text, spans[k].at, false)
		}
	}
	for stopped, moved := false, 1; moved > 0; {
		moved, stopped = a.together(text, &left, all)
		for k := 0; k < lanes && stopped; k++ {
			if all[k] == matched && left[k].at < left[k].to {
				ends[k] = left[k].at
				for j := k; j < lanes; j++ { // what the lanes behind it find comes later
					left[j].at = left[j].to
				}
			}
		}
	}
	for k := range spans {
		if k > 0 && !a.p.lines || k > 0 && spans[k].at == spans[k].to {
			if end, over := a.carry(text, spans[k], all, k-1); end >= 0 {
				return end
			} else if over {
				all[k] = all[lanes]
				continue
			}
		}
		if ends[k] >= 0 {
			return ends[k]
		}
	}
	return -1
}

// carry takes the state in which lane k ended into the span behind, until a lane
// that begins anew there is in the same state. over: that did not happen, and
// all[lanes] is the state at the span's end.
func (a *automaton) carry(text []byte, s span, all []uint32, k int) (end int, over bool) {
	old, fresh := lanes, lanes+1
	all[old], all[fresh] = all[k], dead
	a.begin(all, fresh, text, s.at, false)
	for at := s.at; all[old] != all[fresh]; at++ {
		if at == s.to {
			if s.at < s.to {
				a.alone = a.limit.aloneWindow
			}
			return -1, true
		}
		a.advance(all, old, text[at])
		if all[old] == matched {
			return at, false
		}
		a.advance(all, fresh, text[at])
	}
	return -1, false
}

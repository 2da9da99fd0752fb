package match

// lanes is how many places the automaton walks at once.
const lanes = 4

// span is a stretch of text that a lane has yet to walk.
type span struct{ at, to int }

// walk moves one lane over text while the table has the answer, and returns how
// far it came.
func walk(table []uint32, state *uint32, text []byte) int {
	s := *state
	for i, c := range text {
		n := table[s+uint32(c)]
		if n >= special {
			*state = s
			return i
		}
		s = n
	}
	*state = s
	return len(text)
}

// walkLanes moves all lanes over texts of the same length while the table has
// the answer for each, and returns how far they came. The lookups of one lane
// wait for each other, those of different lanes do not.
func walkLanes(table []uint32, states *[lanes]uint32, t0, t1, t2, t3 []byte) int {
	s0, s1, s2, s3 := states[0], states[1], states[2], states[3]
	t1, t2, t3 = t1[:len(t0)], t2[:len(t0)], t3[:len(t0)]
	i := 0
	for ; i < len(t0); i++ {
		n0 := table[s0+uint32(t0[i])]
		n1 := table[s1+uint32(t1[i])]
		n2 := table[s2+uint32(t2[i])]
		n3 := table[s3+uint32(t3[i])]
		if (n0|n1|n2|n3)&special != 0 {
			break
		}
		s0, s1, s2, s3 = n0, n1, n2, n3
	}
	states[0], states[1], states[2], states[3] = s0, s1, s2, s3
	return i
}

// together moves all lanes that have something left to the end of the shortest
// span, or over the first byte for which the table has not the answer for all:
// then stopped is true and the answers, matches among them, are in states. A
// lane that matched stands before the byte. moved is 0 when nothing was left.
func (a *automaton) together(text []byte, spans *[lanes]span, states []uint32) (moved int, stopped bool) {
	length, busy := len(text)+1, -1
	for k, s := range spans {
		if s.at < s.to {
			length, busy = min(length, s.to-s.at), k
		}
	}
	if busy < 0 {
		return 0, false
	}
	var parts [lanes][]byte
	var at [lanes]uint32
	for k, s := range spans {
		if s.at == s.to { // an idle lane does what a busy one does; that takes no time
			s = spans[busy]
			at[k] = states[busy]
		} else {
			at[k] = states[k]
		}
		parts[k] = text[s.at : s.at+length]
	}
	moved = walkLanes(a.table, &at, parts[0], parts[1], parts[2], parts[3])
	a.walked += lanes * moved
	stopped = moved < length
	var was [lanes]bool
	for k := range spans {
		s := &spans[k]
		if was[k] = s.at < s.to; was[k] {
			s.at += moved
			states[k] = at[k]
		}
	}
	for k := range spans {
		if !stopped || !was[k] {
			continue
		}
		if a.advance(states, k, text[spans[k].at]); states[k] != matched {
			spans[k].at++
		}
	}
	return moved + 1, stopped
}

package match

// lanes is how many places the automaton walks at once.
const lanes = 4

// span is a stretch of text that a lane has yet to walk.
type span struct{ at, to int }

// walk moves one lane over text while the table has the answer, and returns how
// far it came.
func walk(table []uint16, state *uint16, text []byte) int {
	s := *state
	for i, c := range text {
		n := table[int(s)<<8|int(c)]
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
func walkLanes(table []uint16, states *[lanes]uint16, t0, t1, t2, t3 []byte) int {
	s0, s1, s2, s3 := states[0], states[1], states[2], states[3]
	t1, t2, t3 = t1[:len(t0)], t2[:len(t0)], t3[:len(t0)]
	i := 0
	for ; i < len(t0); i++ {
		n0 := table[int(s0)<<8|int(t0[i])]
		n1 := table[int(s1)<<8|int(t1[i])]
		n2 := table[int(s2)<<8|int(t2[i])]
		n3 := table[int(s3)<<8|int(t3[i])]
		if (n0|n1|n2|n3)&special != 0 {
			break
		}
		s0, s1, s2, s3 = n0, n1, n2, n3
	}
	states[0], states[1], states[2], states[3] = s0, s1, s2, s3
	return i
}

// together moves all lanes to the end of the shortest span, or over the first
// byte for which the table has not the answer for all: then stopped is true and
// the answers, matches among them, are in states. A lane that matched stands
// before the byte.
func (a *automaton) together(text []byte, spans *[lanes]span, states []uint16) (moved int, stopped bool) {
	length := len(text)
	for _, s := range spans {
		length = min(length, s.to-s.at)
	}
	if length == 0 {
		return 0, false
	}
	var parts [lanes][]byte
	for k, s := range spans {
		parts[k] = text[s.at : s.at+length]
	}
	moved = walkLanes(a.table, (*[lanes]uint16)(states), parts[0], parts[1], parts[2], parts[3])
	a.walked += lanes * moved
	for k := range spans {
		spans[k].at += moved
	}
	if moved == length {
		return moved, false
	}
	for k := range spans {
		a.advance(states, k, text[spans[k].at])
		if states[k] != matched {
			spans[k].at++
		}
	}
	return moved + 1, true
}

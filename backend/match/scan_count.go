package match

import "bytes"

var newline = []byte{'\n'}

// countLines counts the lines with a match. text is cut into spans of whole
// lines; each lane takes the next one when it is through with its own.
func (a *automaton) countLines(text []byte) int {
	text = bytes.TrimSuffix(text, newline)
	last := bytes.LastIndexByte(text, '\n') + 1
	n := a.countWhole(text[:last])
	if a.find(text, last) >= 0 {
		n++
	}
	return n
}

// countWhole is countLines where every line has its end.
func (a *automaton) countWhole(text []byte) int {
	n, rest := 0, 0
	var spans [lanes]span
	var states [lanes]uint32
	for k := range states {
		states[k] = dead
	}
	for !a.slow && a.p.lines {
		for k := range spans {
			if spans[k].at == spans[k].to && rest < len(text) {
				width := min(a.limit.span, max(a.limit.firstSpan, (len(text)-rest)/(2*lanes)))
				spans[k] = span{rest, windowEnd(text, rest, width)}
				rest = spans[k].to
				a.begin(states[:], k, text, spans[k].at, false)
			}
		}
		moved, stopped := a.together(text, &spans, states[:])
		if moved == 0 {
			break
		}
		for k := 0; k < lanes && stopped; k++ {
			if states[k] == matched && spans[k].at < spans[k].to {
				n++
				spans[k].at = lineEnd(text, spans[k].at)
				a.begin(states[:], k, text, spans[k].at, false)
			}
		}
	}
	for _, s := range spans {
		n += a.countAlone(text, s)
	}
	return n + a.countAlone(text, span{rest, len(text)})
}

// countAlone counts in a span of which the first line may be begun.
func (a *automaton) countAlone(text []byte, s span) int {
	n := 0
	for s.at = lineStart(text, 0, s.at); s.at < s.to; n++ {
		end := a.find(text[:s.to-1], s.at)
		if end < 0 {
			break
		}
		s.at = lineEnd(text, end)
	}
	return n
}

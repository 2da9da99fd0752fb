package match

import (
	"bytes"
	"slices"
)

var newline = []byte{'\n'}

// hits are the lines with a match: how many, and where the first match of each
// ends if that is asked for.
type hits struct {
	n      int
	ends   []int
	listed bool
}

func (h *hits) add(end int) {
	h.n++
	if h.listed {
		h.ends = append(h.ends, end)
	}
}

// scan finds the lines of text in which a match ends. Text is cut into spans
// of whole lines; each lane takes the next one when it is through with its own.
func (a *automaton) scan(text []byte, h *hits) {
	text = bytes.TrimSuffix(text, newline)
	last := bytes.LastIndexByte(text, '\n') + 1
	var found [lanes + 1]hits // each in order; the last one for what the lanes did not do
	for k := range found {
		found[k].listed = h.listed || !a.p.lines
	}
	if a.slow || !a.scanWhole(text, last, &found) {
		found = [lanes + 1]hits{lanes: {listed: h.listed || !a.p.lines}}
		a.scanAlone(text, 0, &found[lanes])
	} else if end := a.find(text, last); end >= 0 {
		found[lanes].add(end)
	}
	a.collect(text, &found, h)
}

// collect adds what the lanes found, in order. Where matches go over lines, two
// lanes may have found the same.
func (a *automaton) collect(text []byte, found *[lanes + 1]hits, h *hits) {
	if !a.p.lines {
		var ends []int
		for k := range found {
			ends = append(ends, found[k].ends...)
		}
		slices.Sort(ends)
		ends = oneInLine(text, ends)
		found[0] = hits{len(ends), ends, true}
		for k := 1; k < len(found); k++ {
			found[k] = hits{}
		}
	}
	for k := range found {
		h.n += found[k].n
	}
	for h.listed {
		next := -1
		for k := range found {
			if e := found[k].ends; len(e) > 0 && (next < 0 || e[0] < found[next].ends[0]) {
				next = k
			}
		}
		if next < 0 {
			break
		}
		h.ends = append(h.ends, found[next].ends[0])
		found[next].ends = found[next].ends[1:]
	}
}

// oneInLine keeps the first end in each line.
func oneInLine(text []byte, ends []int) []int {
	last := -1
	return slices.DeleteFunc(ends, func(end int) bool {
		if last >= 0 && bytes.IndexByte(text[last:end], '\n') < 0 {
			return true
		}
		last = end
		return false
	})
}

// scanAlone does what scan does, match by match.
func (a *automaton) scanAlone(text []byte, from int, h *hits) {
	for from <= len(text) {
		end := a.find(text, from)
		if end < 0 {
			break
		}
		h.add(end)
		i := bytes.IndexByte(text[end:], '\n')
		if i < 0 {
			break
		}
		from = end + i + 1
	}
}

// scanWhole is scan up to last, where the last line begins. It gives up, false,
// when the table is given up or a match stays open over a whole span.
func (a *automaton) scanWhole(text []byte, last int, found *[lanes + 1]hits) bool {
	var spans [lanes]span
	var all [lanes + 2]uint32 // the last two serve at the cuts
	for k := range all {
		all[k] = dead
	}
	rest := 0
	for {
		for k := range spans {
			if spans[k].at < spans[k].to {
				continue
			}
			if spans[k].to > 0 && all[k] != dead {
				if ok := a.scanCut(text, spans[k].to, all[:], k, &found[k]); !ok {
					return false
				}
			}
			all[k] = dead
			if rest < last {
				width := min(a.limit.span, max(a.limit.firstSpan, (last-rest)/(2*lanes)))
				spans[k] = span{rest, windowEnd(text[:last], rest, width)}
				rest = spans[k].to
				a.begin(all[:], k, text, spans[k].at, false)
			}
		}
		moved, stopped := a.together(text, &spans, all[:])
		if moved == 0 || a.slow {
			return !a.slow
		}
		for k := 0; k < lanes && stopped; k++ {
			if all[k] == matched && spans[k].at < spans[k].to {
				found[k].add(spans[k].at)
				spans[k].at = lineEnd(text[:spans[k].to], spans[k].at)
				a.begin(all[:], k, text, spans[k].at, false)
			}
		}
	}
}

// scanCut follows what lane k left open at the end of its span, at, until a lane
// that begins there knows the same.
func (a *automaton) scanCut(text []byte, at int, all []uint32, k int, h *hits) bool {
	if a.p.lines {
		return true
	}
	end, over := a.carry(text, span{at, min(len(text), at+a.limit.span)}, all, k)
	if end < 0 && over && at+a.limit.span >= len(text) {
		if a.advance(all, lanes, '\n'); all[lanes] == matched {
			end, over = len(text), false
		} else {
			over = false
		}
	}
	if end >= 0 {
		h.add(end)
	}
	return !over
}

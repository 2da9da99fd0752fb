package parse

import "unicode/utf8"

// maxFrontSteps bounds going back, and frontStride is how many bytes of repetition
// count as a step: a match costs less than looking at 64 KiB. Lines of logs take
// about ten steps.
const maxFrontSteps, frontStride = 4000, 16

// frontRun is one match of a front.
type frontRun struct {
	line   []byte
	at     [slots]int
	steps  int
	gaveUp bool
}

// match reports whether the expression matches the line, which holds no line end,
// and where time and level stand (-1 for nowhere); known is false when the front
// cannot tell.
func (n *frontNode) match(line []byte) (at [slots]int, found, known bool) {
	r := frontRun{line: line, at: [slots]int{-1, -1, -1, -1}}
	found = r.run(n, 0)
	return r.at, found, !r.gaveUp
}

func (r *frontRun) run(n *frontNode, i int) bool {
	for {
		switch n.op {
		case frontAccept:
			return true
		case frontEnd:
			return i == len(r.line)
		case frontSave:
			r.at[n.slot] = i
		case frontFixed:
			if len(r.line)-i < len(n.sets) {
				return false
			}
			for _, set := range n.sets {
				c := r.line[i]
				if !set.has[c] {
					return false
				}
				if set.high && c >= utf8.RuneSelf {
					return r.giveUp()
				}
				i++
			}
		case frontRepeat:
			to, high := r.longest(n, i)
			switch {
			case to-i < n.min:
				return false
			case high && (n.min > 1 || n.max >= 0):
				return r.giveUp()
			case !n.sole:
				return r.repeat(n, i, to, high)
			}
			i = to
		case frontSplit:
			saved := r.at
			if r.step() && r.run(n.next, i) {
				return true
			}
			if r.gaveUp {
				return false
			}
			r.at, n = saved, n.other
			continue
		}
		n = n.next
	}
}

// longest is how far a repetition can go from i.
func (r *frontRun) longest(n *frontNode, i int) (to int, high bool) {
	end := len(r.line)
	if n.max >= 0 && end-i > n.max {
		end = i + n.max
	}
	has, from := &n.sets[0].has, i
	for i < end && has[r.line[i]] {
		high = high || r.line[i] >= utf8.RuneSelf
		i++
	}
	r.steps += (i - from) / frontStride
	return i, high
}

// repeat tries the lengths of a repetition, from i to to, in the order that it
// prefers.
func (r *frontRun) repeat(n *frontNode, i, to int, high bool) bool {
	if high && n.follow.high {
		return r.giveUp()
	}
	from, step := to, -1
	if n.lazy {
		from, step = i+n.min, 1
	}
	saved := r.at
	for k := from; k >= i+n.min && k <= to; k += step {
		if k < len(r.line) && !n.follow.has[r.line[k]] || k == len(r.line) && !n.follow.end {
			continue
		}
		if r.step() && r.run(n.next, k) {
			return true
		}
		if r.gaveUp {
			return false
		}
		r.at = saved
	}
	return false
}

func (r *frontRun) step() bool {
	if r.steps++; r.steps > maxFrontSteps {
		r.gaveUp = true
	}
	return !r.gaveUp
}

func (r *frontRun) giveUp() bool {
	r.gaveUp = true
	return false
}

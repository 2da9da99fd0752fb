package match

import "bytes"

// Matcher finds the first match in text. Text is any run of bytes; nothing of it
// is kept between calls. A Matcher serves one goroutine; Clone gives another
// goroutine its own.
type Matcher interface {
	// Find gives the match in text[from:] that ends first, as offsets into text:
	// end is where it ends; start may only be a lower bound of where it starts,
	// not before from. Both are -1 when there is none. Between broken UTF-8 end
	// may be up to two bytes late, never behind the line's end.
	//
	// Expressions are asked from the start of a line; from elsewhere, the byte
	// before from counts as what stands before the match.
	Find(text []byte, from int) (start, end int)
	Clone() Matcher
}

// scanner is a matcher with a way of its own to find all lines.
type scanner interface {
	scan(text []byte, h *hits)
}

// crosser is a matcher whose matches may reach over the end of a line.
type crosser interface {
	crosses() bool
}

// CountLines counts the lines of text in which a match ends.
func CountLines(m Matcher, text []byte) int {
	var h hits
	scan(m, text, &h)
	return h.n
}

// Ends appends where the matches in text end, in order: in each line the first
// one. It finds what one gets by asking Find again from the start of the next
// line, faster where matches are frequent.
func Ends(m Matcher, text []byte, ends []int) []int {
	h := hits{ends: ends, listed: true}
	scan(m, text, &h)
	return h.ends
}

// Stop lets a matcher be given up: it asks stop now and then, and once that is true
// it finds something everywhere, at once, until Stop is called again. Only an
// expression asks, each time it made as many steps as take a few milliseconds; all
// others are through with a piece of text before that.
func Stop(m Matcher, stop func() bool) {
	switch m := m.(type) {
	case *expression:
		m.a.stop, m.a.stopped, m.a.work = stop, false, 0
	case *several:
		for _, m := range m.ms {
			Stop(m, stop)
		}
	}
}

func scan(m Matcher, text []byte, h *hits) {
	if s, ok := m.(scanner); ok {
		s.scan(text, h)
		return
	}
	for from := 0; from < len(text); {
		start, end := m.Find(text, from)
		if end < 0 {
			break
		}
		h.add(end)
		if start < end && text[end-1] == '\n' {
			from = end // the match ends with the line
			continue
		}
		from = lineEnd(text, end)
	}
}

// lineEnd is the place behind the end of the line that holds at.
func lineEnd(text []byte, at int) int {
	if i := bytes.IndexByte(text[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(text)
}

// lineStart is the start of the line that holds at, but not before from.
func lineStart(text []byte, from, at int) int {
	return from + bytes.LastIndexByte(text[from:at], '\n') + 1
}

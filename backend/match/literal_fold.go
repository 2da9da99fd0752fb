package match

import (
	"bytes"
	"unicode/utf8"

	"cordwood/backend/internal/fold"
)

// folded hops from one occurrence of the needle's anchor, in either case, to
// the next.
type folded struct {
	needle  string
	at      int  // where the anchor stands in the needle; -1: it has none
	runes   int  // how many runes stand before the anchor's
	inner   int  // how many bytes of its rune stand before the anchor
	fixed   bool // what stands before the anchor has as many bytes in every spelling
	low, up byte // the two cases of the anchor; equal when it has none
	side    int  // where, from the anchor, a byte stands that is looked at first; 0: nowhere
	beside  byte // that byte, folded
	bit     byte // what folds it
}

func newFolded(needle string) *folded {
	f := &folded{needle: needle, at: -1}
	best, fixed, runes := 0.0, true, 0
	for i := 0; i < len(needle); runes++ {
		r, n := utf8.DecodeRuneInString(needle[i:])
		if r == utf8.RuneError {
			break // broken bytes match only where they are broken in text too
		}
		i += n
		if respelled(r) {
			fixed = false
			continue
		}
		low := needle[i-1]
		up := low
		weight := frequency[low]
		if isLetter(low) {
			up -= 'a' - 'A'
			weight += frequency[up]
		}
		if f.at < 0 || weight < best {
			best = weight
			f.at, f.runes, f.inner, f.fixed, f.low, f.up = i-1, runes, n-1, fixed, low, up
		}
	}
	f.lookBeside()
	return f
}

// lookBeside chooses the neighbour of the anchor that has two spellings at most.
func (f *folded) lookBeside() {
	for _, side := range []int{1, -1} {
		i := f.at + side
		if f.at < 0 || i < 0 || i >= len(f.needle) || f.needle[i] >= utf8.RuneSelf || respelled(rune(f.needle[i])) {
			continue
		}
		if f.side == 0 || frequency[f.needle[i]] < frequency[f.beside] {
			f.side, f.beside, f.bit = side, f.needle[i], 0
			if isLetter(f.beside) {
				f.bit = 'a' - 'A'
			}
		}
	}
}

// Clone gives the needle itself: it has no state.
func (f *folded) Clone() Matcher { return f }

func (f *folded) crosses() bool { return bytes.IndexByte([]byte(f.needle), '\n') >= 0 }

func (f *folded) Find(text []byte, from int) (start, end int) {
	start, end, _ = f.find(text, from)
	return start, end
}

// find also tells how many hops it took.
func (f *folded) find(text []byte, from int) (start, end, hops int) {
	if f.needle == "" {
		return from, from, 0
	}
	if f.at < 0 {
		start, end = f.findSlow(text, from)
		return start, end, 0
	}
	low, up := stream{c: f.low, next: -1}, stream{c: f.up, next: -1}
	for p := from + f.at; p < len(text); {
		if low.next < p {
			low.seek(text, p, len(text))
		}
		hit := low.next
		if f.up != f.low {
			if up.next < p {
				up.seek(text, p, max(hit, p+aheadBytes))
			}
			hit = min(hit, up.next)
		}
		if hit >= len(text) {
			break
		}
		hops++
		p = hit + 1
		if i := hit + f.side; f.side != 0 && (i < from || i >= len(text) || text[i]|f.bit != f.beside) {
			continue
		}
		at := hit - f.at
		if !f.fixed {
			at = runesBack(text, from, hit-f.inner, f.runes)
		}
		if at < from {
			continue
		}
		if n, ok := fold.Prefix(text[at:], f.needle); ok {
			return at, at + n, hops
		}
	}
	return -1, -1, hops
}

// stream is the next occurrence of a byte; the length of text when there is
// none, or the place up to which there is none.
type stream struct {
	c    byte
	next int
}

// seek looks from p to to.
func (s *stream) seek(text []byte, p, to int) {
	to = min(to, len(text))
	i := bytes.IndexByte(text[p:to], s.c)
	if i < 0 {
		i = to - p
	}
	s.next = p + i
}

// runesBack is the place so many runes before at; it is before from when there
// are not as many.
func runesBack(text []byte, from, at, runes int) int {
	for ; runes > 0 && at > from; runes-- {
		_, n := utf8.DecodeLastRune(text[from:at])
		at -= n
	}
	if runes > 0 || at < from {
		return from - 1
	}
	return at
}

// findSlow tries every rune; it serves needles without an anchor.
func (f *folded) findSlow(text []byte, from int) (start, end int) {
	for i := from; i < len(text); {
		if n, ok := fold.Prefix(text[i:], f.needle); ok {
			return i, i + n
		}
		_, n := utf8.DecodeRune(text[i:])
		i += n
	}
	return -1, -1
}

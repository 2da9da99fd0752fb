package match

import (
	"bytes"
	"unicode/utf8"
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
}

// Fold finds a needle, which is folded already, in any case. It finds the same as
// ContainsFold of the query language.
func Fold(needle string) Matcher { return newFolded(needle) }

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
	return f
}

// Clone gives the matcher itself: it has no state.
func (f *folded) Clone() Matcher { return f }

func (f *folded) crosses() bool { return bytes.IndexByte([]byte(f.needle), '\n') >= 0 }

func (f *folded) Find(text []byte, from int) (start, end int) {
	if f.needle == "" {
		return from, from
	}
	if f.at < 0 {
		return f.findSlow(text, from)
	}
	var low, up stream
	low, up = stream{c: f.low, next: -1}, stream{c: f.up, next: -1}
	for p := from + f.at; p < len(text); {
		hit := low.after(text, p)
		if f.up != f.low {
			hit = min(hit, up.after(text[:max(hit, p)], p))
		}
		if hit == len(text) {
			break
		}
		p = hit + 1
		at := hit - f.at
		if !f.fixed {
			at = runesBack(text, from, hit-f.inner, f.runes)
		}
		if at < from {
			continue
		}
		if n, ok := foldPrefix(text[at:], f.needle); ok {
			return at, at + n
		}
	}
	return -1, -1
}

// stream remembers the next occurrence of a byte.
type stream struct {
	c    byte
	next int
	seen int // up to there it was looked for in vain
}

// after gives the first place of the byte at or behind p, or the length of text.
func (s *stream) after(text []byte, p int) int {
	if s.next >= p {
		return min(s.next, len(text))
	}
	p = max(p, s.seen)
	if p >= len(text) {
		return len(text)
	}
	i := bytes.IndexByte(text[p:], s.c)
	if i < 0 {
		s.seen = len(text)
		return len(text)
	}
	s.next = p + i
	return s.next
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
		if n, ok := foldPrefix(text[i:], f.needle); ok {
			return i, i + n
		}
		_, n := utf8.DecodeRune(text[i:])
		i += n
	}
	return -1, -1
}

package match

import "bytes"

// literal hops from one occurrence of the needle's anchor to the next.
type literal struct {
	needle []byte
	at     int // where the anchor stands in the needle
	piece  []byte
	pieced int // where the piece stands in the needle
}

// Literal finds exact bytes. An empty needle matches everywhere.
func Literal(needle []byte) Matcher { return newLiteral(needle) }

func newLiteral(needle []byte) *literal {
	l := &literal{needle: bytes.Clone(needle)}
	for i, c := range l.needle {
		if frequency[c] < frequency[l.needle[l.at]] {
			l.at = i
		}
	}
	l.pieced = max(0, min(l.at-pieceBytes/2, len(needle)-pieceBytes))
	l.piece = l.needle[l.pieced:min(len(needle), l.pieced+pieceBytes)]
	return l
}

// Clone gives the literal itself: it has no state.
func (l *literal) Clone() Matcher { return l }

func (l *literal) crosses() bool { return bytes.IndexByte(l.needle, '\n') >= 0 }

func (l *literal) Find(text []byte, from int) (start, end int) {
	start = l.find(text, from)
	if start < 0 {
		return -1, -1
	}
	return start, start + len(l.needle)
}

func (l *literal) find(text []byte, from int) int {
	n := len(l.needle)
	if len(text)-from < n {
		return -1
	}
	if n == 0 {
		return from
	}
	anchor := l.needle[l.at]
	last := len(text) - n + l.at + 1 // the anchor stands before it
	p := from + l.at
	for misses := patience; p < last; misses-- {
		i := bytes.IndexByte(text[p:last], anchor)
		if i < 0 {
			return -1
		}
		at := p + i - l.at
		if string(text[at:at+n]) == string(l.needle) {
			return at
		}
		p += i + 1
		if misses += i / hopBytes; misses <= 0 {
			return l.findPiece(text, p-l.at)
		}
	}
	return -1
}

// findPiece serves text in which the anchor is frequent. The piece is short
// enough for the vector instructions behind bytes.Index.
func (l *literal) findPiece(text []byte, from int) int {
	for p := from + l.pieced; ; {
		i := bytes.Index(text[min(p, len(text)):], l.piece)
		if i < 0 {
			return -1
		}
		if at := p + i - l.pieced; bytes.HasPrefix(text[at:], l.needle) {
			return at
		}
		p += i + 1
	}
}

func (l *literal) scan(text []byte, h *hits) {
	if l.crosses() {
		scan(plain{l}, text, h)
		return
	}
	for from := 0; from < len(text); {
		at := l.find(text, from)
		if at < 0 {
			break
		}
		h.add(at + len(l.needle))
		from = lineEnd(text, at+len(l.needle))
	}
}

// plain hides everything of a matcher but the contract.
type plain struct{ Matcher }

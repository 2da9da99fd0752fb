package match

import (
	"unicode"
	"unicode/utf8"
)

// isLetter tells a folded ASCII letter, which has two spellings in ASCII.
func isLetter(c byte) bool { return 'a' <= c && c <= 'z' }

// respelled reports whether the rune of a folded needle has spellings of other
// lengths or other last bytes than its two in ASCII: the letters k (the Kelvin
// sign) and s (the long s), and the letters beyond ASCII that have cases.
func respelled(r rune) bool {
	if r < utf8.RuneSelf {
		return r == 'k' || r == 's'
	}
	return unicode.SimpleFold(r) != r
}

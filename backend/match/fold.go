package match

import (
	"unicode"
	"unicode/utf8"
)

// foldTable holds the folded form of the runes below CJK, the first long script
// without cases; it is asked for every rune beyond ASCII.
const foldTableSize = 0x2E80

var foldTable = makeFoldTable()

func makeFoldTable() *[foldTableSize]rune {
	var t [foldTableSize]rune
	for r := range rune(foldTableSize) {
		t[r] = foldSlow(r)
	}
	return &t
}

// foldSlow picks the smallest rune of those that differ in case only, but of
// ASCII letters the small one.
func foldSlow(r rune) rune {
	least := r
	for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
		least = min(least, next)
	}
	if 'A' <= least && least <= 'Z' {
		least += 'a' - 'A'
	}
	return least
}

func foldRune(r rune) rune {
	switch {
	case r < foldTableSize:
		return foldTable[r]
	case r < 0xA640 || 0xAC00 <= r && r < 0xFF00: // CJK and Hangul: no cases
		return r
	}
	return foldSlow(r)
}

// foldText replaces every letter by the one that stands for all its cases. Bytes
// that are no UTF-8 stay as they are.
func foldText(s string) string {
	b := make([]byte, 0, len(s)+utf8.UTFMax)
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 {
			b = append(b, s[i])
		} else {
			b = utf8.AppendRune(b, foldRune(r))
		}
		i += n
	}
	return string(b)
}

// foldPrefix reports whether text begins with the folded needle, and where that
// ends in text. A byte that is no UTF-8 is equal to itself only.
func foldPrefix(text []byte, needle string) (end int, ok bool) {
	i, j := 0, 0
	for j < len(needle) {
		if i == len(text) {
			return 0, false
		}
		if c := text[i]; c < utf8.RuneSelf {
			if 'A' <= c && c <= 'Z' {
				c += 'a' - 'A'
			}
			if c != needle[j] {
				return 0, false
			}
			i, j = i+1, j+1
			continue
		}
		r, n := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && n == 1 {
			if text[i] != needle[j] {
				return 0, false
			}
			i, j = i+1, j+1
			continue
		}
		want, m := utf8.DecodeRuneInString(needle[j:])
		if foldRune(r) != want || want == utf8.RuneError && m == 1 {
			return 0, false
		}
		i, j = i+n, j+m
	}
	return i, true
}

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

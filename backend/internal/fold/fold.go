// Package fold makes texts that differ only in case the same text.
//
// To fold is to replace every rune by one chosen from those that Unicode's
// simple case folding calls the same letter (CaseFolding.txt, status C and S):
// the smallest, but of ASCII letters the small one. Bytes that are no UTF-8 stay
// as they are, and are equal to themselves only.
package fold

import (
	"sync/atomic"
	"unicode"
	"unicode/utf8"
)

// table holds the folded form of the runes below CJK, the first long script
// without cases; it is asked for every rune beyond ASCII of every text, and made for
// the first of them.
var table atomic.Pointer[[tableSize]rune]

const tableSize = 0x2E80

func makeTable() *[tableSize]rune {
	var t [tableSize]rune
	for r := range rune(tableSize) {
		t[r] = slow(r)
	}
	table.Store(&t)
	return &t
}

func slow(r rune) rune {
	least := r
	for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
		least = min(least, next)
	}
	if 'A' <= least && least <= 'Z' {
		least += 'a' - 'A'
	}
	return least
}

// Rune is the rune that stands for all cases of r.
func Rune(r rune) rune {
	switch {
	case r < 0:
		return r
	case r < utf8.RuneSelf:
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	case r < tableSize:
		t := table.Load()
		if t == nil {
			t = makeTable()
		}
		return t[r]
	case r < 0xA640 || 0xAC00 <= r && r < 0xFF00: // CJK and Hangul: no cases
		return r
	}
	return slow(r)
}

// Text is s folded.
func Text(s string) string {
	i := 0
	for i < len(s) && s[i] < utf8.RuneSelf && (s[i] < 'A' || 'Z' < s[i]) {
		i++
	}
	if i == len(s) {
		return s
	}
	b := make([]byte, i, len(s)+utf8.UTFMax)
	copy(b, s)
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 {
			b = append(b, s[i])
		} else {
			b = utf8.AppendRune(b, Rune(r))
		}
		i += n
	}
	return string(b)
}

// Prefix reports whether text begins with the folded needle, and where that ends
// in text. It does not allocate.
func Prefix[T string | []byte](text T, needle string) (end int, ok bool) {
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
		var next [utf8.UTFMax]byte
		r, n := utf8.DecodeRune(next[:copy(next[:], text[i:])])
		if r == utf8.RuneError && n == 1 {
			if text[i] != needle[j] {
				return 0, false
			}
			i, j = i+1, j+1
			continue
		}
		want, m := utf8.DecodeRuneInString(needle[j:])
		if Rune(r) != want || want == utf8.RuneError && m == 1 {
			return 0, false
		}
		i, j = i+n, j+m
	}
	return i, true
}

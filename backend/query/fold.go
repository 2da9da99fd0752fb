package query

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// foldTable holds the folded form of the runes below the first script without
// cases that is long (CJK); it is asked for every rune of every text.
const foldTableSize = 0x2E80

var foldTable = makeFoldTable()

func makeFoldTable() *[foldTableSize]rune {
	var t [foldTableSize]rune
	for r := range rune(foldTableSize) {
		t[r] = foldSlow(r)
	}
	return &t
}

// foldSlow picks the smallest rune of the orbit, but of ASCII letters the small one.
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

// Fold gives the same text for texts that differ only in case. Bytes that are
// no UTF-8 stay as they are.
func Fold(s string) string {
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
			b = utf8.AppendRune(b, foldRune(r))
		}
		i += n
	}
	return string(b)
}

// equalFold compares with a folded text, without allocating.
func equalFold(s, folded string) bool {
	end, ok := prefixFold(s, folded)
	return ok && end == len(s)
}

// prefixFold reports whether s begins with the folded text, and where that ends in s.
func prefixFold(s, folded string) (end int, ok bool) {
	i, j := 0, 0
	for j < len(folded) {
		if i == len(s) {
			return 0, false
		}
		if c := s[i]; c < utf8.RuneSelf {
			if 'A' <= c && c <= 'Z' {
				c += 'a' - 'A'
			}
			if c != folded[j] {
				return 0, false
			}
			i, j = i+1, j+1
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 {
			if s[i] != folded[j] {
				return 0, false
			}
			i, j = i+1, j+1
			continue
		}
		want, m := utf8.DecodeRuneInString(folded[j:])
		if foldRune(r) != want || want == utf8.RuneError && m == 1 {
			return 0, false
		}
		i, j = i+n, j+m
	}
	return i, true
}

// ContainsFold reports whether hay, folded, contains the folded needle. It does
// not allocate.
func ContainsFold(hay, foldedNeedle string) bool {
	start, _ := indexFold(hay, foldedNeedle)
	return start >= 0
}

// indexFold finds the first place of the folded needle in hay; start is -1
// when there is none. It hops from one occurrence of the needle's rarest byte
// to the next instead of looking at every position.
func indexFold(hay, folded string) (start, end int) {
	if folded == "" {
		return 0, 0
	}
	at := anchor(folded)
	if at < 0 || strings.ContainsAny(folded[:at+1], "ks") && (strings.Contains(hay, kelvin) || strings.Contains(hay, longS)) {
		return indexFoldSlow(hay, folded)
	}
	low := folded[at]
	up := low
	if 'a' <= low && low <= 'z' {
		up -= 'a' - 'A'
	}
	nextLow, nextUp := -1, -1
	for from := at; from < len(hay); {
		if nextLow < from {
			nextLow = indexFrom(hay, low, from)
		}
		if nextUp < from {
			nextUp = nextLow
			if up != low {
				nextUp = indexFrom(hay, up, from)
			}
		}
		hit := min(nextLow, nextUp)
		if hit == len(hay) {
			break
		}
		if end, ok := prefixFold(hay[hit-at:], folded); ok {
			return hit - at, hit - at + end
		}
		from = hit + 1
	}
	return -1, -1
}

func indexFrom(s string, c byte, from int) int {
	if i := strings.IndexByte(s[from:], c); i >= 0 {
		return from + i
	}
	return len(s)
}

// indexFoldSlow tries every rune; it serves needles without an anchor.
func indexFoldSlow(hay, folded string) (start, end int) {
	for i := 0; i < len(hay); {
		if end, ok := prefixFold(hay[i:], folded); ok {
			return i, i + end
		}
		_, n := utf8.DecodeRuneInString(hay[i:])
		i += n
	}
	return -1, -1
}

// common lists the bytes of log text, the most frequent last; a byte that is
// not listed is rarer than all of them.
const common = "k_[]/'\"gvbywpf=u,mhlcds98765443-2:.1rniaote0 "

// kelvin and longS are the only runes beyond ASCII that fold to an ASCII letter, k and s.
const (
	kelvin = "\u212A"
	longS  = "ſ"
)

// anchor is the place of the rarest byte of a folded needle, among the first
// runes that have one spelling, or two in ASCII: up to there the needle is as
// long in every case. It is -1 when there is none.
func anchor(folded string) int {
	best, bestRank := -1, len(common)
	for i := 0; i < len(folded) && bestRank >= 0; {
		r, n := utf8.DecodeRuneInString(folded[i:])
		if r >= utf8.RuneSelf && (r == utf8.RuneError || unicode.SimpleFold(r) != r) {
			break
		}
		i += n
		if rank := strings.LastIndexByte(common, folded[i-1]); rank < bestRank {
			best, bestRank = i-1, rank
		}
	}
	return best
}

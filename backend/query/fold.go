package query

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"cordwood/backend/internal/fold"
)

// Fold gives the same text for texts that differ only in case. Bytes that are
// no UTF-8 stay as they are.
func Fold(s string) string { return fold.Text(s) }

// equalFold compares with a folded text, without allocating.
func equalFold(s, folded string) bool {
	end, ok := fold.Prefix(s, folded)
	return ok && end == len(s)
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
		if end, ok := fold.Prefix(hay[hit-at:], folded); ok {
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
		if end, ok := fold.Prefix(hay[i:], folded); ok {
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

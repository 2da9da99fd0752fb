package decode

import (
	"bytes"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
)

const (
	// enough is the part of a text's letters that are frequent in a language from
	// which it is believed to be in it: of a right reading two in three are, of a
	// wrong one hardly one in six.
	enough = 0.4
	// weightOf is how often a letter counts at most: a log says the same again and again.
	weightOf = 4
	// brokenOf is how many letters excuse a broken one: messages are cut at a length.
	brokenOf = 200
)

// inPairs are the charsets that write a letter in two bytes, each with what is
// frequent in its language. Of two that explain a text as well the first is taken.
var inPairs = []pairs{
	{GB18030, oneOf(simplified)},
	{Big5, oneOf(traditional)},
	{ShiftJIS, inJapanese},
	{EUCKR, oneOf(hangul)},
	{EUCJP, inJapanese},
}

type pairs struct {
	charset  Charset
	frequent func(rune) bool
}

// detectPairs is the charset in which the text's letters are valid, and most of
// them frequent; empty when there is none.
func detectPairs(sample []byte) (best Charset) {
	lines, most := highLines(sample), enough
	for _, c := range inPairs {
		if share := frequent(lines, encodings[c.charset].NewDecoder(), c.frequent); share > most {
			best, most = c.charset, share
		}
	}
	return best
}

// highLines are the lines that are not all ASCII. The last one may be cut
// inside a character, and is left out where there are others.
func highLines(sample []byte) []byte {
	var out []byte
	for line := range bytes.Lines(sample) {
		ended := line[len(line)-1] == '\n'
		if bytes.IndexFunc(line, func(r rune) bool { return r >= utf8.RuneSelf }) >= 0 && (ended || len(out) == 0) {
			out = append(out, line...)
		}
	}
	return out
}

// frequent is the part of the letters above ASCII that are; 0 where they are not valid.
func frequent(text []byte, d *encoding.Decoder, is func(rune) bool) float64 {
	decoded, err := d.Bytes(text)
	if err != nil {
		return 0
	}
	seen := map[rune]int{}
	letters, broken := 0, 0
	for len(decoded) > 0 {
		r, n := utf8.DecodeRune(decoded)
		decoded = decoded[n:]
		switch {
		case r < utf8.RuneSelf:
		case r == utf8.RuneError && len(decoded) > 0, unicode.IsControl(r), unicode.Is(unicode.Co, r):
			broken++
		case unicode.IsLetter(r):
			letters++
			seen[r] = min(seen[r]+1, weightOf)
		}
	}
	if broken*brokenOf > letters || len(seen) < 2 { // one letter may be frequent by chance
		return 0
	}
	good, all := 0, 1
	for r, n := range seen {
		all += n
		if is(r) {
			good += n
		}
	}
	return float64(good) / float64(all)
}

// oneOf reports whether a rune is in a text.
func oneOf(text string) func(rune) bool {
	set := sync.OnceValue(func() map[rune]bool {
		m := map[rune]bool{}
		for _, r := range text {
			m[r] = true
		}
		return m
	})
	return func(r rune) bool { return set()[r] }
}

var kanji = oneOf(japaneseKanji)

// inJapanese takes all syllables for frequent but those of half width, as which
// many other texts can be read.
func inJapanese(r rune) bool { return r >= 0x3041 && r <= 0x30fe || kanji(r) }

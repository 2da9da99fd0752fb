package cli

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// neutral makes text from a log harmless on a terminal: control characters that
// could move the cursor, set the title or reach the clipboard become \x1b, and
// characters that show nothing themselves but change what stands around them,
// such as the marks that turn the reading direction, become \u{202e}. Tab and
// line end stay. What is neutral already is not changed.
func neutral(s string) string {
	if harmless(s) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		switch {
		case r == utf8.RuneError && n == 1:
			writeHex(&b, `\x`, uint32(s[0]), 2)
		case !hostile(r):
			b.WriteString(s[:n])
		case r < 0xa0:
			writeHex(&b, `\x`, uint32(r), 2)
		default:
			writeHex(&b, `\u{`, uint32(r), hexDigits(r))
			b.WriteByte('}')
		}
		s = s[n:]
	}
	return b.String()
}

func harmless[T string | []byte](s T) bool {
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			if c < 0x20 && c != '\n' && c != '\t' || c == 0x7f {
				return false
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(string(s[i:min(len(s), i+utf8.UTFMax)]))
		if n == 1 || hostile(r) {
			return false
		}
		i += n
	}
	return true
}

// hostile are the controls but tab and line end, and what is invisible by itself.
func hostile(r rune) bool {
	switch {
	case r == '\n' || r == '\t':
		return false
	case r < 0x20, r >= 0x7f && r < 0xa0:
		return true
	case r < 0xa0:
		return false
	case unicode.Is(unicode.Prepended_Concatenation_Mark, r): // format characters that are drawn
		return false
	}
	return unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp, blanks)
}

// blanks are letters and marks that take no ink, and so make two texts that
// differ look the same.
var blanks = &unicode.RangeTable{R16: []unicode.Range16{
	{Lo: 0x034f, Hi: 0x034f, Stride: 1}, // combining grapheme joiner
	{Lo: 0x115f, Hi: 0x1160, Stride: 1}, // Hangul fillers
	{Lo: 0x17b4, Hi: 0x17b5, Stride: 1}, // Khmer inherent vowels
	{Lo: 0x3164, Hi: 0x3164, Stride: 1},
	{Lo: 0xffa0, Hi: 0xffa0, Stride: 1},
}}

func hexDigits(r rune) int {
	switch {
	case r > 0xfffff:
		return 6
	case r > 0xffff:
		return 5
	}
	return 4
}

func writeHex(b *strings.Builder, prefix string, v uint32, digits int) {
	const hex = "0123456789abcdef"
	b.WriteString(prefix)
	for shift := (digits - 1) * 4; shift >= 0; shift -= 4 {
		b.WriteByte(hex[v>>shift&0xf])
	}
}

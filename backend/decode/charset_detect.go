package decode

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/wlynxg/chardet"
)

// sure is the confidence from which the detector is believed (ecosystem.md 1b:
// it is right above and guesses below).
const sure = 0.85

// likely is the confidence that is better than nothing: without a setting, a
// probable Cyrillic reads better than a row of U+FFFD.
const likely = 0.6

// DetectCharset tells how a sample of a file's bytes is written: by its byte
// order mark, else UTF-8 when it is that, else as the setting says (a name
// ParseCharset knows, or empty), else by what makes letters of it that are frequent
// in a language, else by the detector. What nothing explains is UTF-8 with invalid
// bytes, which pass through unchanged.
// The sample may be cut inside a character at its end.
func DetectCharset(sample []byte, setting string) Charset {
	switch {
	case bytes.HasPrefix(sample, []byte("\xef\xbb\xbf")):
		return UTF8
	case bytes.HasPrefix(sample, []byte("\xff\xfe")):
		return UTF16LE
	case bytes.HasPrefix(sample, []byte("\xfe\xff")):
		return UTF16BE
	}
	if order := utf16Order(sample); order != "" {
		return order
	}
	multi, invalid := countUTF8(sample)
	set, isSet := ParseCharset(setting)
	switch {
	case multi == 0 && invalid == 0:
		return ASCII
	case isSet && invalid > 0 && 10*invalid >= multi && readsAs(sample, set):
		return set // its letters may look like UTF-8 by chance
	case multi > invalid:
		return UTF8 // a few broken bytes do not unmake it
	case isSet:
		return set
	}
	if pairs := detectPairs(sample); pairs != "" {
		return pairs
	}
	guess, confidence := detectLegacy(sample)
	switch {
	case guess != "" && confidence >= sure:
		return guess
	case hanzi(sample):
		return GB18030
	case guess != "" && confidence >= likely:
		return guess
	}
	return UTF8
}

// readsAs reports that every byte of a sample is part of a letter of a charset, but
// for a letter that the end cuts.
func readsAs(sample []byte, c Charset) bool {
	e := encodings[c]
	if e == nil {
		return false
	}
	text, err := e.NewDecoder().Bytes(sample)
	bad := bytes.IndexRune(text, utf8.RuneError)
	return err == nil && (bad < 0 || bad >= len(text)-2*utf8.UTFMax)
}

// countUTF8 counts multi-byte characters and invalid bytes; a character that
// the end of the sample cuts is not invalid.
func countUTF8(b []byte) (multi, invalid int) {
	for len(b) > 0 {
		if b[0] < utf8.RuneSelf {
			b = b[1:]
			continue
		}
		r, n := utf8.DecodeRune(b)
		switch {
		case r != utf8.RuneError || n > 1:
			multi++
		case !utf8.FullRune(b):
			return multi, invalid
		default:
			invalid++
		}
		b = b[n:]
	}
	return multi, invalid
}

// detectLegacy asks the detector. It often takes Latin words for Turkish or Korean,
// so that what looks like words is read as words.
func detectLegacy(sample []byte) (c Charset, confidence float64) {
	found := chardet.Detect(sample)
	c, ok := ParseCharset(strings.ToLower(found.Encoding))
	latin := c == Windows1252 || c == "windows-1254"
	paired := slices.ContainsFunc(inPairs, func(p pairs) bool { return p.charset == c })
	if !ok || latin || paired || found.Confidence < sure {
		if words := detectLatin(sample); words != "" {
			return words, 1
		}
	}
	if !ok || latin || c.PassThrough() {
		return "", 0
	}
	return c, found.Confidence
}

// utf16Order finds UTF-16 without a mark by the zero halves of ASCII: line
// ends, spaces and digits are there in every log, whatever its language.
func utf16Order(b []byte) Charset {
	b = b[:len(b)&^1]
	if len(b) < 4 {
		return ""
	}
	switch {
	case b[0] == 0xff && b[1] == 0xfe:
		return UTF16LE
	case b[0] == 0xfe && b[1] == 0xff:
		return UTF16BE
	}
	var zeroAt, asciiAt [2]int // a zero at an even (odd) place beside printable ASCII
	both := 0
	for i := 0; i < len(b); i += 2 {
		switch {
		case b[i] == 0 && b[i+1] == 0:
			both++
		case b[i] == 0:
			zeroAt[0]++
			asciiAt[0] += textByte(b[i+1])
		case b[i+1] == 0:
			zeroAt[1]++
			asciiAt[1] += textByte(b[i])
		}
	}
	pairs := len(b) / 2
	for at, order := range []Charset{UTF16BE, UTF16LE} {
		z, other := zeroAt[at], zeroAt[1-at]
		if z*10 >= pairs && other*50 <= z && both*50 <= pairs && asciiAt[at]*10 >= z*9 {
			return order
		}
	}
	return ""
}

func textByte(c byte) int {
	if c >= 0x20 && c < 0x7f || c == '\n' || c == '\r' || c == '\t' || c == 0x1b {
		return 1
	}
	return 0
}

// hanzi knows GBK by its pairs: all bytes above ASCII come in twos, most of them
// among the 3,755 common characters in rows B0 to D7. The detector wants more
// different characters than a log that repeats itself has.
func hanzi(b []byte) bool {
	pairs, common := 0, 0
	for i := 0; i < len(b); i++ {
		if b[i] < 0x80 {
			continue
		}
		if i+1 >= len(b) {
			break // cut by the sample's end
		}
		if b[i] < 0xa1 || b[i+1] < 0xa1 {
			return false
		}
		pairs++
		if b[i] >= 0xb0 && b[i] <= 0xd7 {
			common++
		}
		i++
	}
	return pairs >= 2 && common*10 >= pairs*7
}

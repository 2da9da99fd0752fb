package parse

import (
	"bytes"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// jsonScanner walks JSON text once, without building a tree: strings without
// escapes are pieces of the text, arrays are kept as their text. So memory stays
// within the input's size whatever its shape, which a tree of values does not.
//
// It accepts what encoding/json accepts (down to maxJSONDepth) and, since logs
// are written by hand too, raw control characters inside strings.
type jsonScanner struct {
	s string
	i int
}

// Nesting deeper than this is not JSON to us. It also bounds the stack.
const maxJSONDepth = 200

type jsonKind uint8

const (
	jsonBad jsonKind = iota
	jsonString
	jsonNumber
	jsonBool
	jsonNull
	jsonArray
	jsonObject
)

func (j *jsonScanner) blanks() {
	for j.i < len(j.s) {
		switch j.s[j.i] {
		case ' ', '\t', '\n', '\r':
			j.i++
		default:
			return
		}
	}
}

// eat skips blanks and takes one byte when it is c.
func (j *jsonScanner) eat(c byte) bool {
	j.blanks()
	if j.i < len(j.s) && j.s[j.i] == c {
		j.i++
		return true
	}
	return false
}

// kind looks at the first byte of the value that follows.
func (j *jsonScanner) kind() jsonKind {
	j.blanks()
	if j.i >= len(j.s) {
		return jsonBad
	}
	switch c := j.s[j.i]; {
	case c == '"':
		return jsonString
	case c == '{':
		return jsonObject
	case c == '[':
		return jsonArray
	case c == 't' || c == 'f':
		return jsonBool
	case c == 'n':
		return jsonNull
	case c == '-' || isDigit(c):
		return jsonNumber
	}
	return jsonBad
}

// members calls each with the key of every member; each must consume the value
// and say whether it was well-formed.
func (j *jsonScanner) members(each func(key string) bool) bool {
	if !j.eat('{') {
		return false
	}
	if j.eat('}') {
		return true
	}
	for {
		if j.kind() != jsonString {
			return false
		}
		key, ok := j.text()
		if !ok || !j.eat(':') || !each(key) {
			return false
		}
		if j.eat(',') {
			continue
		}
		return j.eat('}')
	}
}

// skip passes over any value.
func (j *jsonScanner) skip(depth int) bool {
	switch j.kind() {
	case jsonString:
		_, _, ok := j.quoted()
		return ok
	case jsonNumber:
		_, ok := j.number()
		return ok
	case jsonBool, jsonNull:
		_, ok := j.word()
		return ok
	case jsonObject:
		return depth < maxJSONDepth && j.members(func(string) bool { return j.skip(depth + 1) })
	case jsonArray:
		return depth < maxJSONDepth && j.elements(depth)
	}
	return false
}

func (j *jsonScanner) elements(depth int) bool {
	j.i++
	if j.eat(']') {
		return true
	}
	for {
		if !j.skip(depth + 1) {
			return false
		}
		if j.eat(',') {
			continue
		}
		return j.eat(']')
	}
}

// word takes true, false or null.
func (j *jsonScanner) word() (string, bool) {
	for _, w := range [...]string{"true", "false", "null"} {
		if strings.HasPrefix(j.s[j.i:], w) {
			j.i += len(w)
			return w, true
		}
	}
	return "", false
}

// number takes a number in JSON's grammar.
func (j *jsonScanner) number() (string, bool) {
	from := j.i
	if j.s[j.i] == '-' {
		j.i++
	}
	lead := j.i
	whole := j.digits()
	if whole == 0 || (whole > 1 && j.s[lead] == '0') {
		return "", false
	}
	if j.i < len(j.s) && j.s[j.i] == '.' {
		j.i++
		if j.digits() == 0 {
			return "", false
		}
	}
	if j.i < len(j.s) && j.s[j.i]|0x20 == 'e' {
		j.i++
		if j.i < len(j.s) && (j.s[j.i] == '+' || j.s[j.i] == '-') {
			j.i++
		}
		if j.digits() == 0 {
			return "", false
		}
	}
	return j.s[from:j.i], true
}

func (j *jsonScanner) digits() int {
	from := j.i
	for j.i < len(j.s) && isDigit(j.s[j.i]) {
		j.i++
	}
	return j.i - from
}

// quoted takes a string and returns what stands between its quotes.
func (j *jsonScanner) quoted() (raw string, escaped, ok bool) {
	j.i++
	from := j.i
	for {
		k := strings.IndexByte(j.s[j.i:], '"')
		if k < 0 {
			return "", false, false
		}
		b := strings.IndexByte(j.s[j.i:j.i+k], '\\')
		if b < 0 {
			raw = j.s[from : j.i+k]
			j.i += k + 1
			return raw, escaped, true
		}
		escaped = true
		j.i += b + 1
		if j.i >= len(j.s) || !j.escape() {
			return "", false, false
		}
	}
}

// escape checks the escape whose backslash was taken.
func (j *jsonScanner) escape() bool {
	switch j.s[j.i] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		j.i++
		return true
	case 'u':
		if _, ok := hex4(j.s[j.i+1:]); ok {
			j.i += 5
			return true
		}
	}
	return false
}

// text takes a string and decodes it.
func (j *jsonScanner) text() (string, bool) {
	raw, escaped, ok := j.quoted()
	if !ok || !escaped {
		return raw, ok
	}
	return unescape(raw), true
}

var escapes = [256]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// unescape decodes the escapes of a string that quoted has checked.
func unescape(raw string) string {
	return string(appendUnescaped(make([]byte, 0, len(raw)), []byte(raw)))
}

// appendUnescaped appends what unescape makes of raw.
func appendUnescaped(out, raw []byte) []byte {
	for i := 0; i < len(raw); i++ {
		if raw[i] != '\\' {
			out = append(out, raw[i])
			continue
		}
		i++
		if raw[i] != 'u' {
			out = append(out, escapes[raw[i]])
			continue
		}
		r, _ := hex4(raw[i+1:])
		i += 4
		if utf16.IsSurrogate(r) {
			low := rune(utf8.RuneError)
			if bytes.HasPrefix(raw[i+1:], []byte(`\u`)) {
				low, _ = hex4(raw[i+3:])
			}
			if r = utf16.DecodeRune(r, low); r != utf8.RuneError {
				i += 6
			}
		}
		out = utf8.AppendRune(out, r)
	}
	return out
}

func hex4[T string | []byte](s T) (rune, bool) {
	if len(s) < 4 {
		return 0, false
	}
	var r rune
	for i := range 4 {
		c := s[i]
		switch {
		case isDigit(c):
			c -= '0'
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			c = c | 0x20 - 'a' + 10
		default:
			return 0, false
		}
		r = r<<4 | rune(c)
	}
	return r, true
}

package parse

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// jsonBytes is jsonScanner over bytes, without decoding. Positions are -1 where
// the text is no JSON, or nested deeper than maxJSONDepth.
type jsonBytes struct{ line []byte }

func (j *jsonBytes) blanks(i int) int {
	for i < len(j.line) && j.line[i] <= ' ' && (j.line[i] == ' ' || j.line[i] == '\t' || j.line[i] == '\n' || j.line[i] == '\r') {
		i++
	}
	return i
}

// value takes the value at i; odd: it is a string with escapes.
func (j *jsonBytes) value(i, depth int) (end int, kind jsonKind, odd bool) {
	if i >= len(j.line) {
		return -1, jsonBad, false
	}
	switch c := j.line[i]; {
	case c == '"':
		if end = plainString(j.line, i+1); end >= 0 {
			return end + 1, jsonString, false
		}
		return j.escaped(i + 1), jsonString, true
	case c == '-' || isDigit(c):
		return j.number(i), jsonNumber, false
	case c == '{' && depth < maxJSONDepth:
		return j.nested(i, depth, '}'), jsonObject, false
	case c == '[' && depth < maxJSONDepth:
		return j.nested(i, depth, ']'), jsonArray, false
	case c == 't':
		return j.word(i, "true"), jsonBool, false
	case c == 'f':
		return j.word(i, "false"), jsonBool, false
	case c == 'n':
		return j.word(i, "null"), jsonNull, false
	}
	return -1, jsonBad, false
}

func (j *jsonBytes) word(i int, word string) int {
	if len(j.line)-i < len(word) || string(j.line[i:i+len(word)]) != word {
		return -1
	}
	return i + len(word)
}

// nested takes an object or an array, which ends in the byte last.
func (j *jsonBytes) nested(i, depth int, last byte) int {
	if i = j.blanks(i + 1); i < len(j.line) && j.line[i] == last {
		return i + 1
	}
	for {
		if last == '}' {
			end, kind, _ := j.value(i, depth)
			if end < 0 || kind != jsonString {
				return -1
			}
			if i = j.blanks(end); i >= len(j.line) || j.line[i] != ':' {
				return -1
			}
			i = j.blanks(i + 1)
		}
		end, _, _ := j.value(i, depth+1)
		if end < 0 {
			return -1
		}
		i = j.blanks(end)
		switch {
		case i >= len(j.line):
			return -1
		case j.line[i] == last:
			return i + 1
		case j.line[i] != ',':
			return -1
		}
		i = j.blanks(i + 1)
	}
}

// number takes a number in JSON's grammar.
func (j *jsonBytes) number(i int) int {
	if j.line[i] == '-' {
		i++
	}
	from := i
	i = j.digits(i)
	if i == from || (i > from+1 && j.line[from] == '0') {
		return -1
	}
	if i < len(j.line) && j.line[i] == '.' {
		if from, i = i+1, j.digits(i+1); i == from {
			return -1
		}
	}
	if i < len(j.line) && j.line[i]|0x20 == 'e' {
		if i++; i < len(j.line) && (j.line[i] == '+' || j.line[i] == '-') {
			i++
		}
		if from, i = i, j.digits(i); i == from {
			return -1
		}
	}
	return i
}

func (j *jsonBytes) digits(i int) int {
	for i < len(j.line) && isDigit(j.line[i]) {
		i++
	}
	return i
}

// escaped takes a string whose text begins at i.
func (j *jsonBytes) escaped(i int) int {
	for {
		k := bytes.IndexByte(j.line[i:], '"')
		if k < 0 {
			return -1
		}
		e := bytes.IndexByte(j.line[i:i+k], '\\')
		if e < 0 {
			return i + k + 1
		}
		if i += e + 1; i >= len(j.line) {
			return -1
		}
		switch c := j.line[i]; {
		case escapes[c] != 0:
			i++
		case c == 'u' && hexDigits(j.line[i+1:]):
			i += 5
		default:
			return -1
		}
	}
}

func hexDigits(b []byte) bool {
	if len(b) < 4 {
		return false
	}
	for _, c := range b[:4] {
		if !isDigit(c) && (c|0x20 < 'a' || c|0x20 > 'f') {
			return false
		}
	}
	return true
}

// plainString is the position of the quote that ends the string whose text begins
// at i, -1 when an escape stands before it or it is not there. Eight bytes are
// looked at together: a byte is zero exactly where one of a word's bytes, taken off
// one, borrows (the lowest such byte is exact).
func plainString(b []byte, i int) int {
	const ones, tops = 0x0101010101010101, 0x8080808080808080
	for ; i+8 <= len(b); i += 8 {
		w := binary.LittleEndian.Uint64(b[i:])
		quote, slash := w^('"'*ones), w^('\\'*ones)
		if found := ((quote-ones)&^quote | (slash-ones)&^slash) & tops; found != 0 {
			i += bits.TrailingZeros64(found) >> 3
			if b[i] == '"' {
				return i
			}
			return -1
		}
	}
	for ; i < len(b); i++ {
		if b[i] == '"' {
			return i
		}
		if b[i] == '\\' {
			return -1
		}
	}
	return -1
}

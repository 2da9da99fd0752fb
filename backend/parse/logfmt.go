package parse

import (
	"strings"

	"cordwood/backend/event"
)

// logfmt reads lines of key=value pairs: level=info msg="two words" n=3.
type logfmt struct{}

// fits wants a line that begins with a pair and has another one.
func (logfmt) fits(line []byte, _ *clock) bool {
	text := string(line[:min(len(line), 512)])
	key, _, next, ok := nextPair(text, 0)
	if !ok || next-len(key) < 1 || !strings.HasPrefix(text, key) {
		return false
	}
	_, _, _, ok = nextPair(text, next)
	return ok
}

func (logfmt) head(line []byte, _ *clock) bool { return !continues(line) }

func (logfmt) event(entry []byte, c *clock) event.Event {
	if !(logfmt{}).fits(headLine(entry), c) {
		if (jsonLines{}).fits(entry, c) {
			return jsonLines{}.event(entry, c)
		}
		return plain{}.event(entry, c)
	}
	text := string(entry)
	line := len(headLine(entry))
	r := record{jsonScanner: jsonScanner{s: text, i: line}, clock: c}
	for i := 0; ; {
		key, value, next, ok := nextPair(text[:line], i)
		if !ok {
			break
		}
		kind := kindFor(key, value)
		if value == "true" || value == "false" {
			kind = event.Bool
		}
		r.add(key, value, kind)
		i = next
	}
	return r.event()
}

// appendPairs takes the key=value pairs inside a message along as fields; words
// between them are passed over.
func appendPairs(fields []event.Field, text string) []event.Field {
	for i := 0; len(fields) < maxFields; {
		key, value, next, ok := nextPair(text, i)
		if !ok {
			break
		}
		fields = append(fields, event.Field{Name: key, Value: value, Kind: kindFor(key, value)})
		i = next
	}
	return fields
}

// nextPair finds the next key=value at or after i; key is a piece of text, a
// quoted value is decoded. Its cost is linear: text before the pair is not
// looked at again.
func nextPair(text string, i int) (key, value string, next int, ok bool) {
	for i < len(text) {
		eq := strings.IndexByte(text[i:], '=')
		if eq < 0 {
			return "", "", 0, false
		}
		eq += i
		from := eq
		for from > i && keyByte(text[from-1]) {
			from--
		}
		if from == eq || (from > 0 && !pairBreak(text[from-1])) {
			i = eq + 1
			continue
		}
		value, next = pairValue(text, eq+1)
		return text[from:eq], value, next, true
	}
	return "", "", 0, false
}

func keyByte(c byte) bool {
	return isWord(c) || c == '.' || c == '-' || c == '@' || c == '/' || c == '$' || c >= 0x80
}

// pairBreak may stand before a key.
func pairBreak(c byte) bool {
	return c == ' ' || c == '\t' || c == '\n' || c == ',' || c == ';' || c == '[' || c == '(' || c == '{'
}

// pairValue reads the value at i: quoted, or up to a blank.
func pairValue(text string, i int) (string, int) {
	if i < len(text) && text[i] == '"' {
		j := jsonScanner{s: text, i: i}
		if value, ok := j.text(); ok {
			return value, j.i
		}
		if end := strings.IndexByte(text[i+1:], '"'); end >= 0 {
			return text[i+1 : i+1+end], i + end + 2
		}
	}
	j := i
	for j < len(text) && text[j] != ' ' && text[j] != '\t' && text[j] != '\n' {
		if text[j] == ',' && pairFollows(text, j+1) {
			return text[i:j], j
		}
		j++
	}
	return strings.TrimRight(text[i:j], ",;"), j
}

// pairFollows tells "user=ann,db=crm" from a value that holds commas.
func pairFollows(text string, i int) bool {
	if i >= len(text) || !isAlpha(text[i]) {
		return false
	}
	for i < len(text) && keyByte(text[i]) {
		i++
	}
	return i < len(text) && text[i] == '='
}

package parse

import (
	"bytes"
	"strings"

	"cordwood/backend/event"
)

// pair is where a key=value stands in a text.
type pair struct {
	key, value span
	escaped    bool // the value holds escapes, which are to be decoded
	next       int  // the position behind it
}

// leads reports that the text begins with the key.
func (p *pair) leads(b []byte) bool {
	return p.next > p.key.to-p.key.from && bytes.HasPrefix(b, b[p.key.from:p.key.to])
}

// texts are key and value as pieces of the text; an escaped value is decoded.
func (p *pair) texts(text string) (key, value string) {
	key, value = text[p.key.from:p.key.to], text[p.value.from:p.value.to]
	if p.escaped {
		value = unescape(value)
	}
	return key, value
}

// find finds the next key=value at or after i. Its cost is linear: text before the
// pair is not looked at again.
func (p *pair) find(b []byte, i int) bool {
	for i < len(b) {
		eq := bytes.IndexByte(b[i:], '=')
		if eq < 0 {
			return false
		}
		eq += i
		from := eq
		for from > i && keyBytes[b[from-1]] {
			from--
		}
		if from == eq || (from > 0 && !pairBreak(b[from-1])) {
			i = eq + 1
			continue
		}
		p.key = span{from, eq}
		p.readValue(b, eq+1)
		return true
	}
	return false
}

// Told is the value of the first name=value in the entry's message; "" for none. Text
// that is not name= costs no more than a look for it.
func (*Parser) Told(e *event.Event, name string) string {
	if name == "" || !strings.Contains(e.Body, name+"=") {
		return ""
	}
	b := []byte(e.Body)
	for p := (pair{}); p.find(b, p.next); {
		if key, value := p.texts(e.Body); key == name {
			return value
		}
	}
	return ""
}

// keyBytes may be in a key.
var keyBytes = func() (set [256]bool) {
	for i := range set {
		c := byte(i)
		set[i] = isWord(c) || c == '.' || c == '-' || c == '@' || c == '/' || c == '$' || c >= 0x80
	}
	return set
}()

// pairBreak may stand before a key.
func pairBreak(c byte) bool {
	return c == ' ' || c == '\t' || c == '\n' || c == ',' || c == ';' || c == '[' || c == '(' || c == '{'
}

// readValue reads the value at i: quoted, or up to a blank.
func (p *pair) readValue(b []byte, i int) {
	if i < len(b) && b[i] == '"' {
		j := jsonBytes{b}
		if end, _, escaped := j.value(i, 0); end >= 0 {
			p.value, p.escaped, p.next = span{i + 1, end - 1}, escaped, end
			return
		}
		if end := bytes.IndexByte(b[i+1:], '"'); end >= 0 {
			p.value, p.escaped, p.next = span{i + 1, i + 1 + end}, false, i+end+2
			return
		}
	}
	p.escaped = false
	j := i
	for j < len(b) && b[j] != ' ' && b[j] != '\t' && b[j] != '\n' {
		if b[j] == ',' && pairFollows(b, j+1) {
			p.value, p.next = span{i, j}, j
			return
		}
		j++
	}
	p.next = j
	for j > i && (b[j-1] == ',' || b[j-1] == ';') {
		j--
	}
	p.value = span{i, j}
}

// pairFollows tells "user=ann,db=crm" from a value that holds commas.
func pairFollows(b []byte, i int) bool {
	if i >= len(b) || !isAlpha(b[i]) {
		return false
	}
	for i < len(b) && keyBytes[b[i]] {
		i++
	}
	return i < len(b) && b[i] == '='
}

package change

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"
)

type kind uint8

const (
	text kind = iota
	number
	boolean
	null
	object
	array
)

// node is a JSON value that remembers the order of its keys.
type node struct {
	kind kind
	text string // of a scalar
	keys []string
	kids []node // of an object beside its keys, of an array
	at   map[string]int
}

// Bounds of what is taken apart; beyond them a value is one text.
const (
	maxBytes = 1 << 20
	maxDepth = 32
)

// parse reads a value; nil for an empty text. Text that is no JSON is a string.
func parse(s string) *node {
	if strings.TrimSpace(s) == "" {
		return nil
	}
	if n, ok := parseJSON(s, 0); ok {
		return n
	}
	return &node{kind: text, text: s}
}

func parseJSON(s string, depth int) (*node, bool) {
	if len(s) > maxBytes {
		return nil, false
	}
	dec := json.NewDecoder(strings.NewReader(s))
	dec.UseNumber()
	n, err := read(dec, depth)
	if err != nil {
		return nil, false
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, false
	}
	return &n, true
}

var errDeep = errors.New("nested too deeply")

func read(dec *json.Decoder, depth int) (n node, err error) {
	if depth > maxDepth {
		return n, errDeep
	}
	t, err := dec.Token()
	if err != nil {
		return n, err
	}
	switch t := t.(type) {
	case json.Delim:
		if t == '{' {
			return readObject(dec, depth)
		}
		n.kind = array
		for dec.More() {
			kid, err := read(dec, depth+1)
			if err != nil {
				return n, err
			}
			n.kids = append(n.kids, kid)
		}
		_, err = dec.Token()
		return n, err
	case json.Number:
		return node{kind: number, text: t.String()}, nil
	case bool:
		return node{kind: boolean, text: strconv.FormatBool(t)}, nil
	case string:
		return unwrap(t, depth), nil
	}
	return node{kind: null}, nil
}

func readObject(dec *json.Decoder, depth int) (n node, err error) {
	n.kind = object
	for dec.More() {
		t, err := dec.Token()
		if err != nil {
			return n, err
		}
		kid, err := read(dec, depth+1)
		if err != nil {
			return n, err
		}
		key, _ := t.(string)
		n.set(key, kid)
	}
	_, err = dec.Token()
	return n, err
}

// set adds a key; of a key that stands twice the last value counts.
func (n *node) set(key string, kid node) {
	if i, ok := n.at[key]; ok {
		n.kids[i] = kid
		return
	}
	if n.at == nil {
		n.at = map[string]int{}
	}
	n.at[key] = len(n.kids)
	n.keys, n.kids = append(n.keys, key), append(n.kids, kid)
}

// unwrap takes a document apart that a server stored as a string in its record.
func unwrap(s string, depth int) node {
	if t := strings.TrimSpace(s); strings.HasPrefix(t, "{") || strings.HasPrefix(t, "[") {
		if n, ok := parseJSON(t, depth+1); ok {
			return *n
		}
	}
	return node{kind: text, text: s}
}

func (n *node) get(key string) *node {
	if n == nil {
		return nil
	}
	if i, ok := n.at[key]; ok {
		return &n.kids[i]
	}
	return nil
}

// empty reports whether neither side has a key: an empty object is a field.
func (*node) empty(a, b *node) bool {
	return (a == nil || len(a.kids) == 0) && (b == nil || len(b.kids) == 0)
}

func holdsNodes(n *node) bool {
	if n == nil || n.kind != array {
		return false
	}
	for i := range n.kids {
		if n.kids[i].kind >= object {
			return true
		}
	}
	return false
}

// idKeys name an item of a list, the surest first.
var idKeys = []string{"id", "uuid", "key", "code", "number", "extension", "ext", "name"}

// byID turns a list of objects into an object whose keys are their ids; nil when
// there is no id that each has and none shares.
func byID(list *node) *node {
	if list == nil {
		return &node{kind: object}
	}
next:
	for _, idKey := range idKeys {
		out := &node{kind: object}
		for i := range list.kids {
			id := list.kids[i].get(idKey)
			if id == nil || id.kind >= null || out.get(id.text) != nil {
				continue next
			}
			out.set(id.text, list.kids[i])
		}
		return out
	}
	return nil
}

func byPlace(list *node) *node {
	out := &node{kind: object}
	if list != nil {
		for i := range list.kids {
			out.set(strconv.Itoa(i+1), list.kids[i])
		}
	}
	return out
}

// same compares values; 1 and 1.0 are the same number.
func same(a, b *node) bool {
	if a.kind != b.kind || len(a.kids) != len(b.kids) {
		return false
	}
	if a.kind == number && a.text != b.text {
		x, okX := rat(a.text)
		y, okY := rat(b.text)
		return okX && okY && x.Cmp(y) == 0
	}
	for i := range a.kids {
		if a.kind == array && !same(&a.kids[i], &b.kids[i]) {
			return false
		}
		if other := b.get(key(a, i)); a.kind == object && (other == nil || !same(&a.kids[i], other)) {
			return false
		}
	}
	return a.text == b.text || a.kind == number
}

func key(n *node, i int) string {
	if n.kind == object {
		return n.keys[i]
	}
	return ""
}

// text shows a value on one line, secrets inside it masked.
func (d *differ) text(n *node) string {
	if n == nil {
		return ""
	}
	switch n.kind {
	case null:
		return "–"
	case array:
		return strings.Join(d.list(n), ", ")
	case object:
		var b bytes.Buffer
		d.write(&b, n, false)
		return b.String()
	case text:
		return d.prose(n.text)
	}
	return n.text
}

// write renders JSON with secrets masked.
func (d *differ) write(b *bytes.Buffer, n *node, secret bool) {
	switch {
	case secret && hidden(n) == Mask:
		b.WriteString(`"` + Mask + `"`)
	case n.kind == object:
		b.WriteByte('{')
		for i := range n.kids {
			if i > 0 {
				b.WriteByte(',')
			}
			writeString(b, n.keys[i])
			b.WriteByte(':')
			d.write(b, &n.kids[i], d.secretKey(n.keys[i]) || n.keys[i] == "value" && d.namesSecret(n))
		}
		b.WriteByte('}')
	case n.kind == array:
		b.WriteByte('[')
		for i := range n.kids {
			if i > 0 {
				b.WriteByte(',')
			}
			d.write(b, &n.kids[i], false)
		}
		b.WriteByte(']')
	case n.kind == null:
		b.WriteString("null")
	case n.kind == text:
		writeString(b, d.prose(n.text))
	default:
		b.WriteString(n.text)
	}
}

func writeString(b *bytes.Buffer, s string) {
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(s)       // a string cannot fail
	b.Truncate(b.Len() - 1) // its line end
}

package query

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"cordwood/backend/fault"
	"cordwood/backend/internal/fold"
)

// ident asks for an id in any field that holds ids, and in open entries, whose
// fields nobody can list, anywhere in the text as a word of its own. minPrefix
// letters or more may be the beginning of the id.
type ident struct {
	src    string
	folded string
	fields []string // known fields that hold ids, in order
	text   bool
}

// minPrefix is the length of the first group of a UUID, which people copy.
const minPrefix = 8

// idNames are last parts of the names of fields that hold ids.
var idNames = []string{
	"id", "ids", "uid", "uuid", "guid", "call", "callid", "session", "sessionid", "correlation", "trace", "traceid",
	"span", "spanid", "request", "requestid", "uniqueid", "linkedid", "sid",
}

func isIDName(name string) bool {
	last := name[strings.LastIndexAny(name, "._-")+1:]
	return slices.Contains(idNames, strings.ToLower(last))
}

func (p *parser) ident(t token) node {
	src := t.value.pieces.String()
	if t.value.op != "" || t.value.expr || t.value.pieces.wild() || src == "" {
		return p.bad(t, fault.Say("id: needs an id, or the first eight or more characters of one"), "")
	}
	n := &ident{src: src, folded: Fold(src), text: p.o.OpenFields}
	for name := range p.o.Fields {
		if isIDName(name) {
			n.fields = append(n.fields, name)
		}
	}
	slices.Sort(n.fields)
	return n
}

func (n *ident) match(r Record) bool {
	for _, f := range n.fields {
		if v, ok := r.Field(f); ok && IsID(v, n.folded) {
			return true
		}
	}
	return n.text && HasID(r.Text(), n.folded)
}

func (n *ident) print() string { return "id:" + printBound(n.src) }

func (n *ident) explain(not bool) []fault.Said {
	id, long := quote(n.src), utf8.RuneCountInString(n.src) >= minPrefix
	switch {
	case long && not:
		return said(fault.Say("no id is {0} or begins with it", id))
	case long:
		return said(fault.Say("an id is {0} or begins with it", id))
	case not:
		return said(fault.Say("no id is {0}", id))
	}
	return said(fault.Say("an id is {0}", id))
}

func (n *ident) literals() [][]string {
	if n.text && len(n.fields) == 0 {
		return [][]string{{n.folded}}
	}
	return nil
}

func (n *ident) sql(w *sqlWriter) string {
	var any []string
	for _, f := range n.fields {
		if c, ok := w.columns.Fields[f]; ok {
			any = append(any, w.call(fnIsID, c.Expr, w.arg(n.folded)))
		}
	}
	if n.text {
		any = append(any, w.call(fnHasID, w.text(), w.arg(n.folded)))
	}
	return balanced(any, "OR", "0")
}

func (n *ident) spans(s string, out *spans) {
	for from := 0; from < len(s) && !out.full(); {
		start, end := findID(s, n.folded, from)
		if start < 0 {
			return
		}
		out.add(start, end)
		from = end
	}
}

// IsID reports whether value is the id, or begins with it where it is long enough.
func IsID(value, folded string) bool {
	end, ok := fold.Prefix(value, folded)
	return ok && (end == len(value) || utf8.RuneCountInString(folded) >= minPrefix)
}

// HasID reports whether the text holds the id as a word of its own, or a word
// that begins with it where it is long enough.
func HasID(text, folded string) bool {
	start, _ := findID(text, folded, 0)
	return start >= 0
}

func findID(text, folded string, from int) (start, end int) {
	long := utf8.RuneCountInString(folded) >= minPrefix
	for from < len(text) {
		start, end = indexFold(text[from:], folded)
		if start < 0 {
			return -1, -1
		}
		start, end = from+start, from+end
		before, _ := utf8.DecodeLastRuneInString(text[:start])
		after, n := utf8.DecodeRuneInString(text[end:])
		if !wordRune(before) && (long || n == 0 || !wordRune(after)) {
			return start, end
		}
		_, step := utf8.DecodeRuneInString(text[start:])
		from = start + step
	}
	return -1, -1
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' }

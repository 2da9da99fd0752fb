package query

import (
	"strings"
	"unicode"

	"cordwood/backend/fault"
)

// text asks for a text anywhere in the entry.
type text struct {
	needle string // as written
	folded string
	exact  bool // compare bytes
	quote  bool // print it quoted: bare text would be an expression
}

func newText(needle string, exact bool) *text {
	return &text{needle: needle, folded: Fold(needle), exact: exact}
}

func (n *text) match(r Record) bool { return n.in(r.Text()) }

func (n *text) in(s string) bool {
	if n.exact {
		return strings.Contains(s, n.needle)
	}
	return ContainsFold(s, n.folded)
}

func (n *text) print() string {
	if n.quote {
		return quote(n.needle)
	}
	return printWord(n.needle)
}

func (n *text) explain(not bool) []fault.Said {
	if not {
		return said(fault.Say("does not contain {0}", quote(n.needle)))
	}
	return said(fault.Say("contains {0}", quote(n.needle)))
}

// literals holds for exact text too: where the bytes are equal, so are the folded ones.
func (n *text) literals() [][]string { return [][]string{{n.folded}} }

func (n *text) sql(w *sqlWriter) string {
	if n.exact {
		return w.call(fnContains, w.text(), w.arg(n.needle))
	}
	return w.call(fnContainsFold, w.text(), w.arg(n.folded))
}

func (n *text) spans(s string, out *spans) {
	for from := 0; from < len(s) && !out.full(); {
		start, end := 0, 0
		if n.exact {
			start = strings.Index(s[from:], n.needle)
			end = start + len(n.needle)
		} else {
			start, end = indexFold(s[from:], n.folded)
		}
		if start < 0 {
			return
		}
		out.add(from+start, from+end)
		from += end
	}
}

// quote writes s so that the lexer reads it back: only \" and \\ are escapes.
func quote(s string) string {
	var b strings.Builder
	b.Grow(len(s) + 2)
	b.WriteByte('"')
	for i := range len(s) {
		if s[i] == '"' || s[i] == '\\' {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	b.WriteByte('"')
	return b.String()
}

// printWord writes a text bare where that is surely read back as the same text,
// behind a "-" too.
func printWord(s string) string {
	if s == "OR" || s == "AND" || s == "NOT" || !plain(s, "") || strings.IndexByte("-=|+", s[0]) >= 0 {
		return quote(s)
	}
	return s
}

// plain reports whether s holds nothing but letters, digits and marks without
// a meaning in the language; also lists more marks to admit.
func plain(s, also string) bool {
	if s == "" {
		return false
	}
	for _, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_./@#%=+,;'[]{}|&$!?^", r) && !strings.ContainsRune(also, r) {
			return false
		}
	}
	return true
}

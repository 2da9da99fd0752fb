package query

import (
	"strings"
	"unicode/utf8"
)

// opensQuote is the length of the quotation mark at a place, or 0.
func opensQuote(s string, at int) int {
	if at == len(s) {
		return 0
	}
	r, n := utf8.DecodeRuneInString(s[at:])
	if r == '"' || r == '“' {
		return n
	}
	return 0
}

func closingOf(s string, at int) string {
	if s[at] == '"' {
		return `"`
	}
	return "”"
}

// quoted reads "..." with its two escapes, \" and \\.
func (l *lexer) quoted(at int) (text string, end int, ok bool) {
	n := opensQuote(l.in, at)
	if n == 0 {
		return "", 0, false
	}
	closing := closingOf(l.in, at)
	if closing != `"` && at > l.lastClose {
		return "", 0, false
	}
	var b strings.Builder
	for i := at + n; i < len(l.in); i++ {
		if strings.HasPrefix(l.in[i:], closing) {
			return b.String(), i + len(closing), true
		}
		if l.in[i] == '\\' && i+1 < len(l.in) && (l.in[i+1] == '"' || l.in[i+1] == '\\') {
			i++
		}
		b.WriteByte(l.in[i])
	}
	return "", 0, false
}

func opensExpr(s string, at int) bool { return s[at] == '~' && opensQuote(s, at+1) > 0 }

// expr reads ~"...": \" is the quotation mark, every other escape is RE2's own.
func (l *lexer) expr(at int) (text string, end int, ok bool) {
	if !opensExpr(l.in, at) {
		return "", 0, false
	}
	n := opensQuote(l.in, at+1)
	closing := closingOf(l.in, at+1)
	if closing != `"` && at > l.lastClose {
		return "", 0, false
	}
	first := at + 1 + n
	for i := first; i < len(l.in); i++ {
		if strings.HasPrefix(l.in[i:], closing) {
			return unescapeExpr(l.in[first:i]), i + len(closing), true
		}
		if l.in[i] == '\\' {
			i++
		}
	}
	return "", 0, false
}

// unescapeExpr drops the backslash before a quotation mark, and touches no
// other escape.
func unescapeExpr(s string) string {
	if !strings.Contains(s, `\"`) {
		return s
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			if s[i+1] != '"' {
				b = append(b, '\\')
			}
			i++
		}
		b = append(b, s[i])
	}
	return string(b)
}

package query

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"cordwood/backend/fault"
)

// field reads name:value; it declines where the name is no field, or where
// nothing follows the colon.
func (l *lexer) field(start int) bool {
	name, after := fieldName(l.in, start)
	if name == "" {
		return false
	}
	if !l.isField(name, after) {
		l.noteName(name, start, after)
		return false
	}
	v := l.value(after)
	if v.end == after {
		return false
	}
	l.tokens = append(l.tokens, token{kind: tokField, start: start, end: v.end, name: name, value: v})
	l.pos = v.end
	return true
}

// isField reports whether name, followed by a colon that ends at after, is
// meant as a field. An open name before "//" is the scheme of an address, and
// one in Chinese before a full-width colon is the beginning of a sentence.
func (l *lexer) isField(name string, after int) bool {
	if after == len(l.in) || blankAt(l.in, after) {
		return false
	}
	if _, _, known := l.o.resolve(name); known {
		return true
	}
	prose := l.in[after-1] != ':' && strings.IndexFunc(name, func(r rune) bool { return r >= utf8.RuneSelf }) >= 0
	return l.o.OpenFields && !l.o.Expr && !prose && !strings.HasPrefix(l.in[after:], "//")
}

func (l *lexer) noteName(name string, start, after int) {
	_, _, known := l.o.resolve(name)
	empty := after == len(l.in) || blankAt(l.in, after)
	switch {
	case known:
		l.notes.add(start, after, Dangling, fault.Say("{0}: has no value and is read as text", name), after == len(l.in))
	case !empty && !l.o.OpenFields && !l.o.Expr && !strings.HasPrefix(l.in[after:], "//"):
		l.notes.add(start, after, UnknownField, fault.Say("no field is called {0}; it is read as text", quote(name)), false)
	}
}

func blankAt(s string, at int) bool {
	r, _ := utf8.DecodeRuneInString(s[at:])
	return unicode.IsSpace(r)
}

// fieldName reads a name and its colon; a name begins with a letter, "_" or "@".
func fieldName(s string, at int) (name string, after int) {
	for i := at; i < len(s); {
		if n := mark(s, i, ':'); n > 0 {
			return s[at:i], i + n
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if !nameRune(r, i == at) {
			return "", 0
		}
		i += n
	}
	return "", 0
}

func nameRune(r rune, first bool) bool {
	if unicode.IsLetter(r) || r == '_' || r == '@' && first {
		return true
	}
	return !first && (unicode.IsDigit(r) || r == '.' || r == '-')
}

func isName(s string) bool {
	for i, r := range s {
		if !nameRune(r, i == 0) {
			return false
		}
	}
	return s != ""
}

// value reads what follows a colon.
func (l *lexer) value(at int) value {
	v := value{start: at}
	if text, end, ok := l.expr(at); ok {
		v.expr, v.lo, v.end = true, operand{text}, end
		return v
	} else if at < len(l.in) && opensExpr(l.in, at) {
		l.notes.add(at, len(l.in), Unbalanced, unclosed, true)
	}
	for _, op := range []string{">=", "<=", ">", "<"} {
		if strings.HasPrefix(l.in[at:], op) {
			v.op = op
			at += len(op)
			break
		}
	}
	l.operands(&v, at)
	v.pieces = append(operand(nil), v.lo...)
	if v.ranged {
		last := len(v.pieces) - 1
		v.pieces[last] += ".." + v.hi[0]
		v.pieces = append(v.pieces, v.hi[1:]...)
	}
	return v
}

// operands reads lo or lo..hi. A quoted part may stand at the begin, after a
// wildcard and after "..", and is followed by one of these or by the end.
func (l *lexer) operands(v *value, at int) {
	limit := at
	if at < len(l.in) {
		limit = l.wordEnd(at)
	}
	var cur operand
	var piece []byte
	cut := func() {
		cur = append(cur, string(piece))
		piece = piece[:0]
	}
	mayQuote := true
	i := at
scan:
	for i < len(l.in) {
		if mayQuote && opensQuote(l.in, i) > 0 {
			if text, end, ok := l.quoted(i); ok {
				piece = append(piece, text...)
				v.quoted = true
				i, mayQuote, limit = end, false, end
				if i < len(l.in) && (l.in[i] == '*' || strings.HasPrefix(l.in[i:], "..")) {
					limit = l.wordEnd(i)
				}
				continue
			}
			l.notes.add(i, len(l.in), Unbalanced, unclosed, true)
		}
		switch {
		case i >= limit:
			break scan
		case l.in[i] == '*':
			cut()
			i, mayQuote = i+1, true
		case !v.ranged && strings.HasPrefix(l.in[i:], ".."):
			cut()
			v.ranged, v.lo, cur = true, cur, nil
			i, mayQuote = i+2, true
		default:
			piece = append(piece, l.in[i])
			i, mayQuote = i+1, false
		}
	}
	cut()
	if v.ranged {
		v.hi = cur
	} else {
		v.lo = cur
	}
	v.end = i
}

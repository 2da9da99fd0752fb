package query

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"cordwood/backend/fault"
)

// tokenKind sorts what stands between blanks.
type tokenKind uint8

const (
	tokText tokenKind = iota
	tokExpr
	tokField
	tokOpen
	tokClose
	tokOr
	tokAnd
	tokNot   // NOT
	tokMinus // "-" before a term
)

type token struct {
	kind       tokenKind
	start, end int    // bytes of the input
	text       string // of a text or expression, without quotes and escapes
	name       string // of a field, as written
	value      value  // of a field
}

// value is what follows "field:". A bare or quoted value may be a range.
type value struct {
	start, end int
	expr       bool   // ~"..."
	op         string // ">", ">=", "<", "<=" or none
	ranged     bool   // lo..hi
	quoted     bool   // any part was quoted
	lo, hi     operand
	pieces     operand // the whole as one text, ".." and all
}

// operand is a text cut at its wildcards: "a*b" is two pieces.
type operand []string

func (o operand) String() string { return strings.Join(o, "*") }
func (o operand) wild() bool     { return len(o) > 1 }

var unclosed = fault.Say("a quotation mark without its partner is read as text")

// maxDepth bounds nested brackets, and with them every recursion over a query.
const maxDepth = 100

// lexer cuts the input into tokens. Full-width forms of the marks are marks
// too; inside a word they stay the letters that were written, so that a pasted
// line is found again.
type lexer struct {
	in     string
	o      *Options
	pos    int
	depth  int
	tokens []token
	notes  *notes
	// lastClose is the last closing full-width quotation mark: one that opens
	// behind it needs no search for its partner.
	lastClose int
}

func (l *lexer) run() []token {
	l.lastClose = strings.LastIndex(l.in, "”")
	for {
		l.pos = skipBlanks(l.in, l.pos)
		if l.pos == len(l.in) {
			break
		}
		l.term()
	}
	l.closeOpen()
	return l.tokens
}

func (l *lexer) emit(kind tokenKind, start, end int, text string) {
	l.tokens = append(l.tokens, token{kind: kind, start: start, end: end, text: text})
	l.pos = end
}

// term reads one token at a place that is neither blank nor the end.
func (l *lexer) term() {
	start := l.pos
	if n := mark(l.in, start, '('); n > 0 && !l.o.Expr {
		if l.depth < maxDepth {
			l.depth++
			l.emit(tokOpen, start, start+n, l.in[start:start+n])
			return
		}
		l.notes.add(start, start+n, TooDeep, fault.Say("brackets are nested too deep; this one is read as text"), false)
		l.emit(tokText, start, start+n, l.in[start:start+n])
		return
	}
	if n := mark(l.in, start, ')'); n > 0 && l.depth > 0 {
		l.depth--
		l.emit(tokClose, start, start+n, l.in[start:start+n])
		return
	}
	if l.minus(start) {
		l.emit(tokMinus, start, start+1, "-")
		return
	}
	if text, end, ok := l.expr(start); ok {
		l.emit(tokExpr, start, end, text)
		return
	}
	if text, end, ok := l.quoted(start); ok {
		l.emit(tokText, start, end, text)
		return
	} else if opensQuote(l.in, start) > 0 || opensExpr(l.in, start) {
		l.notes.add(start, len(l.in), Unbalanced, unclosed, true)
	}
	if l.field(start) {
		return
	}
	l.word(start)
}

// word reads a bare word; with Options.Expr all words up to the next term of
// another sort are one expression, blanks included.
func (l *lexer) word(start int) {
	end := l.wordEnd(start)
	switch l.in[start:end] {
	case "OR":
		l.emit(tokOr, start, end, "OR")
		return
	case "AND":
		l.emit(tokAnd, start, end, "AND")
		return
	case "NOT":
		l.emit(tokNot, start, end, "NOT")
		return
	}
	if !l.o.Expr {
		if strayBracket(l.in[start:end]) {
			l.notes.add(start, end, Unbalanced, fault.Say("a bracket without its partner is read as text"), false)
		}
		l.emit(tokText, start, end, l.in[start:end])
		return
	}
	for {
		next := skipBlanks(l.in, end)
		if next == len(l.in) || l.special(next) {
			break
		}
		end = l.wordEnd(next)
	}
	l.emit(tokExpr, start, end, unescapeExpr(l.in[start:end]))
}

// special reports whether something else than more of a bare expression begins.
func (l *lexer) special(at int) bool {
	if l.minus(at) {
		return true
	}
	if _, _, ok := l.quoted(at); ok {
		return true
	}
	if _, _, ok := l.expr(at); ok {
		return true
	}
	switch l.in[at:l.wordEnd(at)] {
	case "OR", "AND", "NOT":
		return true
	}
	name, after := fieldName(l.in, at)
	return name != "" && l.isField(name, after)
}

// minus reports whether a "-" stands before a term. "--flag", "->" and "-=" are
// text: they are common in logs, and nobody excludes a text that begins so.
func (l *lexer) minus(at int) bool {
	if l.in[at] != '-' || at+1 == len(l.in) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(l.in[at+1:])
	return !unicode.IsSpace(r) && !strings.ContainsRune("->=|+)）", r)
}

// wordEnd is where a bare word ends: at a blank, or at the bracket that closes
// a group. Brackets that open inside the word close inside it: "connect(host)".
func (l *lexer) wordEnd(at int) int {
	inner := 0
	for i := at; i < len(l.in); {
		r, n := utf8.DecodeRuneInString(l.in[i:])
		switch {
		case unicode.IsSpace(r):
			return i
		case r == '(' || r == '（':
			inner++
		case r == ')' || r == '）':
			if inner == 0 && l.depth > 0 {
				return i
			}
			inner = max(0, inner-1)
		}
		i += n
	}
	return len(l.in)
}

// strayBracket reports whether a bracket closes that did not open in the word.
func strayBracket(word string) bool {
	inner := 0
	for _, r := range word {
		switch r {
		case '(', '（':
			inner++
		case ')', '）':
			inner--
		}
		if inner < 0 {
			return true
		}
	}
	return false
}

// closeOpen turns brackets that were never closed into text.
func (l *lexer) closeOpen() {
	var open []int
	for i, t := range l.tokens {
		switch t.kind {
		case tokOpen:
			open = append(open, i)
		case tokClose:
			open = open[:len(open)-1]
		}
	}
	for _, i := range open {
		t := &l.tokens[i]
		t.kind = tokText
		l.notes.add(t.start, t.end, Unbalanced, fault.Say("a bracket without its partner is read as text"), true)
	}
}

func skipBlanks(s string, at int) int {
	for at < len(s) {
		r, n := utf8.DecodeRuneInString(s[at:])
		if !unicode.IsSpace(r) {
			break
		}
		at += n
	}
	return at
}

// mark is the length of the ASCII mark c or its full-width form at a place, or 0.
func mark(s string, at int, c rune) int {
	r, n := utf8.DecodeRuneInString(s[at:])
	if r == c || r == c+0xFEE0 {
		return n
	}
	return 0
}

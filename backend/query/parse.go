package query

import (
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"cordwood/backend/fault"
)

const (
	// maxInput is far above any query that is written by hand; more than that
	// is something pasted, which is looked for as it stands.
	maxInput = 64 << 10
	// maxNotices keeps the answer to a pasted document readable.
	maxNotices = 20
)

// notes collects notices; it turns byte positions into columns.
type notes struct {
	in   string
	list []Notice
}

func (n *notes) add(start, end int, code Code, msg fault.Said, incomplete bool) {
	if len(n.list) < maxNotices {
		n.list = append(n.list, Notice{Col: column(n.in, start), End: column(n.in, end), Code: code, Msg: msg, Incomplete: incomplete})
	}
}

func column(in string, at int) int { return utf8.RuneCountInString(in[:at]) + 1 }

// Parse reads a query. Whatever is not understood is text, with a notice; the
// error, a *SyntaxError, is for a known field with a value it cannot have and
// for an expression that is none. On an error the query is nil.
func Parse(input string, o Options) (*Query, []Notice, error) {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	o.Clock = sync.OnceValue(o.Clock)
	n := &notes{in: input}
	if len(input) > maxInput {
		n.add(0, len(input), TooLong, fault.Say("too long for a query; it is looked for as one text"), false)
		return newQuery(bareText(strings.TrimSpace(input), &o)), n.list, nil
	}
	l := &lexer{in: input, o: &o, notes: n}
	p := &parser{in: input, o: &o, tokens: l.run(), notes: n}
	root := p.or()
	if p.err != nil {
		return nil, n.list, p.err
	}
	return newQuery(root), n.list, nil
}

// parser is a recursive descent over tokens whose brackets are balanced:
//
//	or    = and { OR and }
//	and   = unary { [AND] unary }
//	unary = ( NOT | - ) unary | "(" or ")" | term
type parser struct {
	in     string
	o      *Options
	tokens []token
	at     int
	nots   int // nested NOTs being read
	steps  int // of all expressions, see maxSteps
	notes  *notes
	err    *SyntaxError // the first one
}

func (p *parser) more() bool { return p.at < len(p.tokens) && p.tokens[p.at].kind != tokClose }

func (p *parser) next(kind tokenKind) bool {
	return p.at < len(p.tokens) && p.tokens[p.at].kind == kind
}

// operand reports whether the token at i can begin an operand.
func (p *parser) operand(i int) bool {
	if i >= len(p.tokens) {
		return false
	}
	switch p.tokens[i].kind {
	case tokClose, tokOr, tokAnd:
		return false
	}
	return true
}

func (p *parser) or() node {
	var kids []node
	for {
		if k := p.and(); k != nil {
			kids = append(kids, k)
		}
		if !p.next(tokOr) {
			break
		}
		p.at++
	}
	return join(kids, func(kids []node) node { return &or{kids} })
}

// and stops before an OR that has something on both sides; any other OR, AND
// or NOT without its operand is text.
func (p *parser) and() node {
	var kids []node
	for p.more() {
		t := p.tokens[p.at]
		joins := len(kids) > 0 && p.operand(p.at+1)
		switch {
		case t.kind == tokOr && joins:
			return joinAnd(kids)
		case t.kind == tokAnd && joins:
			p.at++
		case t.kind == tokOr || t.kind == tokAnd:
			p.at++
			kids = append(kids, p.dangling(t))
		default:
			kids = append(kids, p.unary())
		}
	}
	return joinAnd(kids)
}

func (p *parser) dangling(t token) node {
	word := p.in[t.start:t.end]
	msg := fault.Say("{0} has nothing on one side and is read as text", word)
	if t.kind == tokNot || t.kind == tokMinus {
		msg = fault.Say("{0} has nothing behind it and is read as text", word)
	}
	p.notes.add(t.start, t.end, Dangling, msg, p.at == len(p.tokens))
	return bareText(word, p.o)
}

func joinAnd(kids []node) node { return join(kids, func(kids []node) node { return &and{kids} }) }

func join(kids []node, many func([]node) node) node {
	switch len(kids) {
	case 0:
		return nil
	case 1:
		return kids[0]
	}
	return many(kids)
}

func (p *parser) unary() node {
	t := p.tokens[p.at]
	p.at++
	switch t.kind {
	case tokNot, tokMinus:
		if !p.operand(p.at) {
			return p.dangling(t)
		}
		if p.nots == maxDepth {
			p.notes.add(t.start, t.end, TooDeep, fault.Say("negations are nested too deep; this one is read as text"), false)
			return bareText(p.in[t.start:t.end], p.o)
		}
		p.nots++
		kid := p.unary()
		p.nots--
		return &not{kid}
	case tokOpen:
		if p.next(tokClose) {
			p.at++
			return bareText(p.in[t.start:p.tokens[p.at-1].end], p.o)
		}
		inner := p.or()
		p.at++ // the lexer left balanced brackets only
		return inner
	case tokField:
		return p.field(t)
	case tokExpr:
		return p.expr(t.text, t.start, t.end)
	}
	if t.text == "" {
		return bareText(`""`, p.o)
	}
	return bareText(t.text, p.o)
}

func bareText(s string, o *Options) node {
	n := newText(s, o.Case)
	n.quote = o.Expr
	return n
}

// fail keeps the first error; the node only carries the parser on to the end.
func (p *parser) fail(start, end int, code Code, msg fault.Said, fix string) node {
	if p.err == nil {
		p.err = &SyntaxError{
			Col: column(p.in, start), End: column(p.in, end), Code: code, Msg: msg, Fix: fix,
		}
	}
	return &text{}
}

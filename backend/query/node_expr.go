package query

import (
	"errors"
	"io"
	"regexp"
	"regexp/syntax"
	"strings"
	"sync"
	"unicode/utf8"

	"cordwood/backend/fault"
)

const (
	// maxExpr bounds an expression, in bytes, and maxSteps the instructions that all
	// expressions of a query are compiled to, where repetitions are written out: each
	// takes memory, and time at every letter.
	maxExpr  = 1000
	maxSteps = 10_000
	// stopSteps is how many instructions, at so many letters, an expression makes before
	// it asks whether anybody still wants to know: a few milliseconds.
	stopSteps = 1 << 18
)

// expr asks for an RE2 expression anywhere in the entry. ^ and $ are the ends
// of lines, because an entry has several.
type expr struct {
	src     string
	pattern string // src with its flags
	re      *regexp.Regexp
	steps   int // it makes at a letter, at most
}

func (p *parser) expr(src string, start, end int) node {
	e, fault := p.compile(src, start, end)
	if fault != nil {
		return fault
	}
	return e
}

// compile gives the expression, or the node of a failure.
func (p *parser) compile(src string, start, end int) (e *expr, failed node) {
	if len(src) > maxExpr {
		return nil, p.fail(start, end, BadExpr, fault.Say("the expression is longer than 1,000 bytes"), "")
	}
	if (len(src)-len(strings.TrimRight(src, `\`)))%2 == 1 { // RE2 admits it behind \Q, but it cannot be quoted
		return nil, p.fail(start, end, BadExpr, fault.Say("not an expression: trailing backslash"), `~"`+src+`\"`)
	}
	e = &expr{src: src, pattern: "(?im)" + src}
	if p.o.Case {
		e.pattern = "(?m)" + src
	}
	e.steps = stepsOf(e.pattern)
	if p.steps += e.steps; p.steps > maxSteps {
		return nil, p.fail(start, end, BadExpr, fault.Say("the expression is too large: what repeats, as in {0}, counts as often", "{1,1000}"), quote(src))
	}
	re, err := regexp.Compile(e.pattern)
	if err != nil {
		msg := fault.Say("not an expression")
		var se *syntax.Error
		if errors.As(err, &se) {
			why := string(se.Code)
			if part := strings.TrimPrefix(se.Expr, strings.TrimSuffix(e.pattern, src)); part != "" && part != src {
				why += ": " + part
			}
			msg = fault.Say("not an expression: {0}", why)
		}
		return nil, p.fail(start, end, BadExpr, msg, quote(src))
	}
	e.re = re
	return e, nil
}

// stepsOf is how many instructions a pattern is compiled to; 0 of one that is none.
func stepsOf(pattern string) int {
	tree, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return 0
	}
	p, err := syntax.Compile(tree.Simplify())
	if err != nil {
		return 0
	}
	return len(p.Inst)
}

func (n *expr) match(r Record) bool {
	text := r.Text()
	if s, ok := r.(Stopper); ok && n.steps*len(text) > stopSteps {
		return n.re.MatchReader(&stopping{text: strings.NewReader(text), steps: n.steps, stopped: s.Stopped})
	}
	return n.re.MatchString(text)
}

// stopping reads a text until its reader is stopped.
type stopping struct {
	text    io.RuneReader
	steps   int // a rune takes
	made    int // since stopped was asked
	stopped func() bool
}

func (s *stopping) ReadRune() (rune, int, error) {
	if s.made += s.steps; s.made >= stopSteps {
		if s.made = 0; s.stopped() {
			return 0, 0, io.EOF
		}
	}
	return s.text.ReadRune()
}

func (n *expr) print() string { return "~" + n.quoted() }

// quoted escapes quotation marks only: an escape of RE2 is never followed by one.
func (n *expr) quoted() string { return `"` + strings.ReplaceAll(n.src, `"`, `\"`) + `"` }

func (n *expr) explain(not bool) []fault.Said {
	if not {
		return said(fault.Say("does not match the expression {0}", n.quoted()))
	}
	return said(fault.Say("matches the expression {0}", n.quoted()))
}

func (n *expr) sql(w *sqlWriter) string { return w.call(fnRE2, w.arg(n.pattern), w.text()) }

func (n *expr) spans(s string, out *spans) {
	for _, at := range n.re.FindAllStringIndex(s, maxSpans) {
		out.add(at[0], at[1])
	}
}

func (n *expr) literals() [][]string {
	tree, err := syntax.Parse(n.pattern, syntax.Perl)
	if err != nil {
		return nil
	}
	return exprLiterals(tree)
}

// exprLiterals walks what every match must pass through.
func exprLiterals(re *syntax.Regexp) [][]string {
	switch re.Op {
	case syntax.OpLiteral:
		s := string(re.Rune)
		if len(s) < 2 || strings.ContainsRune(s, utf8.RuneError) { // U+FFFD also matches broken bytes
			return nil
		}
		return [][]string{{Fold(s)}}
	case syntax.OpCapture, syntax.OpPlus:
		return exprLiterals(re.Sub[0])
	case syntax.OpRepeat:
		if re.Min > 0 {
			return exprLiterals(re.Sub[0])
		}
	case syntax.OpConcat:
		var all [][]string
		for _, sub := range re.Sub {
			all = append(all, exprLiterals(sub)...)
		}
		return all
	case syntax.OpAlternate:
		var group []string
		for _, sub := range re.Sub {
			best := bestGroup(exprLiterals(sub))
			if best == nil {
				return nil
			}
			group = append(group, best...)
		}
		return [][]string{group}
	}
	return nil
}

// maxCompiled bounds the expressions that MatchRE2 remembers; a query has few.
const maxCompiled = 64

var compiled = struct {
	sync.RWMutex
	m map[string]*regexp.Regexp
}{m: map[string]*regexp.Regexp{}}

// MatchRE2 reports whether the expression matches somewhere in s; one that
// cannot be compiled matches nothing.
func MatchRE2(pattern, s string) bool {
	compiled.RLock()
	re, ok := compiled.m[pattern]
	compiled.RUnlock()
	if !ok {
		if len(pattern) <= maxExpr+len("(?im)") {
			re, _ = regexp.Compile(pattern)
		}
		compiled.Lock()
		if len(compiled.m) >= maxCompiled {
			clear(compiled.m)
		}
		compiled.m[pattern] = re
		compiled.Unlock()
	}
	return re != nil && re.MatchString(s)
}

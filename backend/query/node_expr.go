package query

import (
	"errors"
	"regexp"
	"regexp/syntax"
	"strings"
	"sync"
	"unicode/utf8"
)

// maxExpr bounds an expression, in bytes: compiling takes time and memory with
// its length, running it does not.
const maxExpr = 1000

// expr asks for an RE2 expression anywhere in the entry. ^ and $ are the ends
// of lines, because an entry has several.
type expr struct {
	src     string
	pattern string // src with its flags
	re      *regexp.Regexp
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
		return nil, p.fail(start, end, BadExpr, "the expression is longer than 1,000 bytes", "")
	}
	if (len(src)-len(strings.TrimRight(src, `\`)))%2 == 1 { // RE2 admits it behind \Q, but it cannot be quoted
		return nil, p.fail(start, end, BadExpr, "not an expression: trailing backslash", `~"`+src+`\"`)
	}
	e = &expr{src: src, pattern: "(?im)" + src}
	if p.o.Case {
		e.pattern = "(?m)" + src
	}
	re, err := regexp.Compile(e.pattern)
	if err != nil {
		msg := "not an expression"
		var se *syntax.Error
		if errors.As(err, &se) {
			msg = "not an expression: " + string(se.Code)
			if part := strings.TrimPrefix(se.Expr, strings.TrimSuffix(e.pattern, src)); part != "" && part != src {
				msg += ": " + part
			}
		}
		return nil, p.fail(start, end, BadExpr, msg, quote(src))
	}
	e.re = re
	return e, nil
}

func (n *expr) match(r Record) bool { return n.re.MatchString(r.Text()) }

func (n *expr) print() string { return "~" + n.quoted() }

// quoted escapes quotation marks only: an escape of RE2 is never followed by one.
func (n *expr) quoted() string { return `"` + strings.ReplaceAll(n.src, `"`, `\"`) + `"` }

func (n *expr) explain(not bool) string {
	return either(not, "matches", "does not match") + " the expression " + n.quoted()
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

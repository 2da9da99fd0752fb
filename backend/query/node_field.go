package query

import (
	"net/netip"
	"strings"

	"cordwood/backend/fault"
)

// field asks a test of one field. A missing field fails every test.
type field struct {
	name string
	test test
	// rescue is looked for in entries that lack an open field: what was written
	// may be plain text that happens to have a colon. Nil for known fields.
	rescue rescue
}

// rescue asks the whole text in place of a missing field; *text and addressesIn are it.
type rescue interface {
	in(text string) bool
	sql(w *sqlWriter) string
}

// test is what is asked of a field's value.
type test interface {
	match(r Record, name string) bool
	print() string // what stands after the colon
	explain(name string, not bool) fault.Said
	sql(w *sqlWriter, c Column) string // of the column that holds the field
}

func (n *field) match(r Record) bool {
	if n.rescue != nil {
		if v, ok := r.Field(n.name); !ok || v == "" {
			return n.rescue.in(r.Text())
		}
	}
	return n.test.match(r, n.name)
}

func (n *field) print() string {
	if _, ok := n.test.(present); ok {
		return "has:" + n.name
	}
	return n.name + ":" + n.test.print()
}

func (n *field) explain(not bool) []fault.Said { return said(n.test.explain(n.name, not)) }
func (n *field) spans(text string, out *spans) {}

// literals of a field: none. Its value may be derived, or escaped in the text.
func (n *field) literals() [][]string { return nil }

func (n *field) sql(w *sqlWriter) string {
	c, ok := w.columns.Fields[n.name]
	if !ok {
		if n.rescue != nil {
			return n.rescue.sql(w)
		}
		return "0"
	}
	s := n.test.sql(w, c)
	if n.rescue != nil {
		return "CASE WHEN " + c.Expr + " <> '' THEN " + s + " ELSE " + n.rescue.sql(w) + " END"
	}
	return s
}

// field gives the node of name:value.
func (p *parser) field(t token) node {
	name, kind, known := p.o.resolve(t.name)
	v := t.value
	if kind == Level {
		name = "level" // whatever a desk calls it, there is one severity
	}
	switch {
	case name == "has":
		return p.has(t)
	case !v.expr && v.op == "" && v.pieces.wild() && strings.Trim(v.pieces.String(), "*") == "" && name != "number":
		return &field{name: name, test: present{}} // name:*
	case !v.expr && v.op == "" && v.pieces.String() == "":
		return &not{&field{name: name, test: present{}}} // name:""
	case name == "id":
		return p.ident(t)
	case name == "number":
		return p.phone(t)
	}
	f := &field{name: name}
	if v.expr {
		e, failed := p.compile(v.lo.String(), v.start, v.end)
		if failed != nil {
			return failed
		}
		f.test = matching{e}
		return f
	}
	var failed node
	if f.test, failed = p.test(t, name, kind, known); failed != nil {
		return failed
	}
	if a, ok := f.test.(addresses); ok && !known && strings.EqualFold(name, "ip") {
		f.rescue = addressesIn{a}
	} else if !known {
		f.rescue = newText(name+":"+unquoted(f.test), p.o.Case)
	}
	if name == "level" && f.test == (levels{}) {
		return &not{&field{name: name, test: present{}}} // level:none
	}
	return f
}

// unquoted is a test as a log line would have it.
func unquoted(t test) string {
	if e, ok := t.(equal); ok {
		return e.value
	}
	return t.print()
}

// test reads the value as the field's kind wants it.
func (p *parser) test(t token, name string, kind Kind, known bool) (test, node) {
	v := t.value
	if !known && strings.EqualFold(name, "ip") || kind == IP {
		if a, ok := newAddresses(v.pieces.String()); ok && v.op == "" && !v.ranged {
			return a, nil
		}
	}
	if v.pieces.wild() && v.op == "" && kind != Time && kind != Level {
		return newGlob(v.pieces, p.o.Case), nil
	}
	switch kind {
	case Number, Duration, Bytes, Status:
		return p.numbers(t, kind)
	case Time:
		return p.times(t)
	case Level:
		return p.levels(t)
	case IP:
		return p.addresses(t)
	}
	if r, ok := guessed(v, known); ok {
		return r, nil
	}
	whole := v.op + v.pieces.String()
	switch {
	case name == "file":
		return inFile{value: whole, folded: Fold(whole)}, nil
	case name == "scope" && (strings.EqualFold(whole, "admin") || strings.EqualFold(whole, "administrator")):
		return equal{value: "administrator", folded: "administrator", also: "admin"}, nil
	}
	return newEqual(whole, p.o.Case), nil
}

// guessed reads a bare value that has the form of a number test. A text field
// is compared as numbers where the bounds are numbers ("account:1000..1999");
// an open field also knows "5xx" and networks.
func guessed(v value, known bool) (test, bool) {
	if v.op != "" || v.ranged {
		if v.quoted {
			return nil, false
		}
		r, err := newNumbers(v, dimAny)
		return r, err == nil
	}
	if known || v.quoted {
		return nil, false
	}
	return formed(v.pieces.String())
}

// formed recognises "5xx" and "10.0.0.0/8".
func formed(s string) (test, bool) {
	if lo, ok := statusClass(s); ok {
		return classOf(s, lo), true
	}
	if _, err := netip.ParsePrefix(s); err == nil {
		t, ok := newAddresses(s)
		return t, ok
	}
	return nil, false
}

// has reads has:field.
func (p *parser) has(t token) node {
	v := t.value
	written := v.pieces.String()
	if v.op != "" || v.expr || !isName(written) {
		return p.bad(t, fault.Say("{0}: needs the name of a field", "has"), "")
	}
	name, _, known := p.o.resolve(written)
	if !known && !p.o.OpenFields {
		return p.bad(t, fault.Say("{0}: does not know a field {1}", "has", quote(written)), "")
	}
	return &field{name: name, test: present{}}
}

// bad is the failure of a field whose value is impossible.
func (p *parser) bad(t token, msg fault.Said, fix string) node {
	first := p.err == nil
	n := p.fail(t.start, t.end, BadValue, msg, fix)
	if first {
		p.err.Incomplete = p.typing(t)
	}
	return n
}

// printValue writes a text so that it is read back as this text and as nothing else.
func printValue(s string) string {
	_, isForm := formed(s)
	if isForm || strings.Contains(s, "..") || strings.HasPrefix(s, "//") || !plain(s, "") {
		return quote(s)
	}
	return s
}

// printBound writes one end of a range.
func printBound(s string) string {
	if plain(s, ":") {
		return s
	}
	return quote(s)
}

// stored is the value of a record's field; an empty one is missing.
func stored(r Record, name string) (string, bool) {
	v, ok := r.Field(name)
	return v, ok && v != ""
}

// either is what holds, or what holds when it does not.
func either[T any](not bool, yes, no T) T {
	if not {
		return no
	}
	return yes
}

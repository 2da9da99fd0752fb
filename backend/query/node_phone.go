package query

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"cordwood/backend/fault"
)

// phone asks for a phone number in any spelling: digits are compared, full-width
// ones too, up to two blanks and marks between them are not, and a country or trunk prefix may be there or
// not. Two numbers are the same when one ends with the other and that one has
// at least minPhone digits.
type phone struct {
	src    string
	digits string // without its prefix
}

// minPhone is the shortest number that is recognised without its area code.
const minPhone = 7

// maxPhone is an E.164 number with an exit and a trunk prefix.
const maxPhone = 20

// prefixes are what may stand before a number that is the same without it:
// China's country code in its spellings, and the trunk prefix.
var prefixes = []string{"0086", "086", "86", "00", "0"}

func (p *parser) phone(t token) node {
	src := t.value.pieces.String()
	digits := digitsOf(src)
	if t.value.op != "" || t.value.expr || t.value.pieces.wild() || len(digits) < 3 || len(digits) > maxPhone || strings.IndexFunc(src, notOfPhone) >= 0 {
		const fix = "number:13800138000"
		return p.bad(t, fault.Say("number: needs a phone number of at least three digits, for example {0}", fix), fix)
	}
	return &phone{src: src, digits: national(digits)}
}

func digitsOf(s string) string { return strings.Map(digit, s) }

// digit is a digit in ASCII, of a full-width one too; -1 of anything else.
func digit(r rune) rune {
	switch {
	case '0' <= r && r <= '9':
		return r
	case '０' <= r && r <= '９':
		return r - '０' + '0'
	}
	return -1
}

// phoneMark reports what may stand between digits: blanks and dashes of any kind,
// and the marks that people and programs put there.
func phoneMark(r rune) bool {
	return strings.ContainsRune(" -.()/_（）．／＿", r) || r >= utf8.RuneSelf && unicode.In(r, unicode.Pd, unicode.Zs)
}

func notOfPhone(r rune) bool { return r != '+' && digit(r) < 0 && !phoneMark(r) }

// national drops a prefix where enough of a number stays.
func national(digits string) string {
	for _, p := range prefixes {
		if rest, ok := strings.CutPrefix(digits, p); ok && len(rest) >= minPhone {
			return rest
		}
	}
	return digits
}

func (n *phone) match(r Record) bool { return HasPhone(r.Text(), n.digits) }
func (n *phone) print() string       { return "number:" + printBound(n.src) }

func (n *phone) explain(not bool) []fault.Said {
	if not {
		return said(fault.Say("does not contain the phone number {0}", n.digits))
	}
	return said(fault.Say("contains the phone number {0} in any spelling", n.digits))
}

func (n *phone) literals() [][]string    { return nil }
func (n *phone) sql(w *sqlWriter) string { return w.call(fnHasPhone, w.text(), w.arg(n.digits)) }

func (n *phone) spans(s string, out *spans) {
	for from := 0; from < len(s) && !out.full(); {
		start, end := findPhone(s, n.digits, from)
		if start < 0 {
			return
		}
		out.add(start, end)
		from = end
	}
}

// HasPhone reports whether the text holds a phone number that is the same as
// the digits, which carry no prefix.
func HasPhone(text, digits string) bool {
	start, _ := findPhone(text, digits, 0)
	return start >= 0
}

// findPhone tries every run of digits that ends like the wanted number, from
// its end backwards.
func findPhone(text, digits string, from int) (start, end int) {
	if digits == "" {
		return -1, -1
	}
	last := digits[len(digits)-1]
	wide := string(rune(last) - '0' + '０')
	for end := from + 1; end <= len(text); end++ {
		c := text[end-1]
		if c != last && (c != wide[2] || !strings.HasSuffix(text[:end], wide)) {
			continue
		}
		if next, _ := utf8.DecodeRuneInString(text[end:]); digit(next) >= 0 {
			continue
		}
		if start := phoneBackwards(text[:end], digits); start >= from {
			return start, end
		}
	}
	return -1, -1
}

// phoneBackwards compares backwards from the end of text, and gives where the
// number there starts, or -1.
func phoneBackwards(text, digits string) int {
	left := len(digits) // digits still to be found
	start, marks := len(text), 0
	for at := len(text); at > 0 && left > 0; {
		r, n := utf8.DecodeLastRuneInString(text[:at])
		at -= n
		d := digit(r)
		switch {
		case d >= 0 && d == rune(digits[left-1]):
			left--
			start, marks = at, 0
		case d >= 0:
			return -1
		case marks < 2 && phoneMark(r):
			marks++
		default:
			return ended(start, len(digits)-left)
		}
	}
	if left > 0 {
		return ended(start, len(digits)-left)
	}
	if before, _ := utf8.DecodeLastRuneInString(text[:start]); len(digits) >= minPhone || digit(before) < 0 {
		return start
	}
	return -1
}

// ended accepts a number in the text that is shorter than the wanted one.
func ended(start, found int) int {
	if found >= minPhone {
		return start
	}
	return -1
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

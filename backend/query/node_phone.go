package query

import "strings"

// phone asks for a phone number in any spelling: digits are compared, blanks
// and marks between them are not, and a country or trunk prefix may be there or
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
	if t.value.op != "" || t.value.expr || t.value.pieces.wild() || len(digits) < 3 || len(digits) > maxPhone || strings.Trim(src, "+0123456789 -.()/") != "" {
		return p.bad(t, "needs a phone number of at least three digits", `number:13800138000`)
	}
	return &phone{src: src, digits: national(digits)}
}

func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return r
		}
		return -1
	}, s)
}

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

func (n *phone) explain(not bool) string {
	if not {
		return "does not contain the phone number " + n.digits
	}
	return "contains the phone number " + n.digits + " in any spelling"
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
	for i := from; i < len(text); i++ {
		if text[i] == last && (i+1 == len(text) || !isDigit(text[i+1])) {
			if start := phoneBackwards(text, digits, i); start >= from {
				return start, i + 1
			}
		}
	}
	return -1, -1
}

// phoneBackwards compares backwards from the digit at i, and gives where the
// number in the text starts, or -1.
func phoneBackwards(text, digits string, i int) int {
	left := len(digits) // digits still to be found
	start, marks := i, 0
	for ; i >= 0 && left > 0; i-- {
		c := text[i]
		switch {
		case isDigit(c) && c == digits[left-1]:
			left--
			start, marks = i, 0
		case isDigit(c):
			return -1
		case marks < 2 && strings.IndexByte(" -.()", c) >= 0:
			marks++
		default:
			return ended(start, len(digits)-left)
		}
	}
	if left > 0 {
		return ended(start, len(digits)-left)
	}
	if len(digits) >= minPhone || start == 0 || !isDigit(text[start-1]) {
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

package query

import "strings"

// typing reports whether an impossible test at the end of the input becomes
// possible when its writer goes on: the bar waits then, and does not complain.
func (p *parser) typing(t token) bool {
	if t.end != len(p.in) || t.value.expr {
		return false
	}
	last := t.value.lo.String()
	if t.value.ranged {
		last = t.value.hi.String()
	}
	if last == "" {
		return true
	}
	name, kind, _ := p.o.resolve(t.name)
	switch {
	case name == "has":
		return p.beginsField(last)
	case name == "number":
		return len(digitsOf(last)) < 3 && strings.Trim(last, "+0123456789 -.()/") == ""
	case kind == Time:
		return p.beginsTime(last)
	case kind == Level:
		return beginsLevel(last)
	case kind == IP:
		return beginsAddress(last)
	case kind == Status:
		_, ok := statusClass(last + "x")
		return ok
	}
	return last == "-" || last == "+" || strings.HasSuffix(last, ".") && numberLen(last) == len(last)-1
}

func (p *parser) beginsField(s string) bool {
	for _, fields := range []map[string]Kind{p.o.Fields, own} {
		for name := range fields {
			if strings.HasPrefix(name, strings.ToLower(s)) {
				return true
			}
		}
	}
	return false
}

func (p *parser) beginsTime(s string) bool {
	for _, word := range []string{"today", "yesterday", "now"} {
		if strings.HasPrefix(word, strings.ToLower(s)) {
			return true
		}
	}
	for _, rest := range []string{"0", "1", "00", "01", "000", "0:00", ":00", "-01", "01-01", "m", "1m", "00Z", ":00Z", "00:00"} {
		if _, ok := readTime(s+rest, p.o.Clock()); ok {
			return true
		}
	}
	return false
}

func beginsLevel(s string) bool {
	for band := 1; band <= 6; band++ {
		if strings.HasPrefix(bandName(band), strings.ToLower(s)) {
			return true
		}
	}
	return strings.HasPrefix("none", strings.ToLower(s))
}

func beginsAddress(s string) bool {
	for _, rest := range []string{"0", ".0", "0.0", ".0.0", "0.0.0", ".0.0.0", ":", "::", "8"} {
		if _, ok := newAddresses(s + rest); ok {
			return true
		}
	}
	return false
}

package query

import (
	"strings"

	"cordwood/backend/event"
	"cordwood/backend/fault"
)

// levels asks for a severity in a range of whole bands; none is in no range.
// The zero value stands for level:none until it becomes "has no level".
type levels struct {
	lo, hi event.Severity
	src    string // canonical: "error", ">=warn", "info..error"
}

// topSeverity is above every severity: what exceeds 24 is FATAL too.
const topSeverity = 255

func firstOf(band int) event.Severity { return event.Severity(band*4 - 3) }

func lastOf(band int) event.Severity {
	if band == 6 {
		return topSeverity
	}
	return event.Severity(band * 4)
}

func (p *parser) levels(t token) (test, node) {
	v := t.value
	if v.op == "" && !v.ranged && strings.EqualFold(v.pieces.String(), "none") {
		return levels{}, nil
	}
	lo, okLo := bandOf(v.lo.String())
	hi, okHi := lo, okLo
	if v.ranged {
		hi, okHi = bandOf(v.hi.String())
		switch {
		case v.lo.String() == "" && okHi:
			lo, okLo = 1, true
			v.op, v.ranged = "<=", false
		case v.hi.String() == "" && okLo:
			hi, okHi = 6, true
			v.op, v.ranged = ">=", false
		}
	}
	if !okLo || !okHi {
		const fix = "level:>=warn"
		return nil, p.bad(t, fault.Say("{0}: needs TRACE, DEBUG, INFO, WARN, ERROR, FATAL or none, for example {1}", strings.ToLower(t.name), fix), fix)
	}
	if lo > hi {
		return nil, p.fail(t.start, t.end, BadValue, fault.Say("{0}: the range ends before it begins", "level"), "level:"+bandName(hi)+".."+bandName(lo))
	}
	switch {
	case v.ranged:
		return levels{firstOf(lo), lastOf(hi), bandName(lo) + ".." + bandName(hi)}, nil
	case v.op == ">=":
		return levels{firstOf(lo), topSeverity, ">=" + bandName(lo)}, nil
	case v.op == ">":
		return levels{lastOf(lo), topSeverity, ">" + bandName(lo)}.above(lo), nil
	case v.op == "<=":
		return levels{1, lastOf(hi), "<=" + bandName(hi)}, nil
	case v.op == "<":
		return levels{1, firstOf(lo) - 1, "<" + bandName(lo)}, nil
	}
	return levels{firstOf(lo), lastOf(lo), bandName(lo)}, nil
}

// above starts the range behind a band; behind FATAL there is nothing.
func (t levels) above(band int) levels {
	if t.lo = lastOf(band); t.lo < topSeverity {
		t.lo++
		return t
	}
	t.hi = 0
	return t
}

func bandOf(word string) (int, bool) {
	s, ok := event.ParseLevel(word)
	return s.Band(), ok
}

func bandName(band int) string { return strings.ToLower(firstOf(band).String()) }

func (t levels) match(r Record, _ string) bool {
	s := r.Severity()
	return s != event.None && t.lo <= s && s <= t.hi
}

func (t levels) print() string { return t.src }

func (t levels) explain(name string, not bool) fault.Said {
	src := strings.ToUpper(t.src)
	if lo, hi, ok := strings.Cut(src, ".."); ok {
		return between(name, lo, hi, not)
	}
	word := strings.TrimLeft(src, "<>=")
	switch strings.TrimSuffix(src, word) {
	case ">=":
		return either(not, fault.Say("{0} is {1} or more severe", name, word), fault.Say("{0} is not {1} or more severe", name, word))
	case "<=":
		return either(not, fault.Say("{0} is {1} or less severe", name, word), fault.Say("{0} is not {1} or less severe", name, word))
	case ">":
		return either(not, fault.Say("{0} is more severe than {1}", name, word), fault.Say("{0} is not more severe than {1}", name, word))
	case "<":
		return either(not, fault.Say("{0} is less severe than {1}", name, word), fault.Say("{0} is not less severe than {1}", name, word))
	}
	return is(name, word, not)
}

func between(name, lo, hi string, not bool) fault.Said {
	return either(not, fault.Say("{0} is between {1} and {2} (both included)", name, lo, hi), fault.Say("{0} is not between {1} and {2} (both included)", name, lo, hi))
}

func (t levels) sql(w *sqlWriter, c Column) string {
	return "(" + c.Expr + " BETWEEN " + w.arg(int64(max(t.lo, 1))) + " AND " + w.arg(int64(t.hi)) + ")"
}

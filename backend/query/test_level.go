package query

import (
	"fmt"
	"strings"

	"cordwood/backend/event"
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
		return nil, p.bad(t, "needs TRACE, DEBUG, INFO, WARN, ERROR, FATAL or none", "level:>=warn")
	}
	if lo > hi {
		return nil, p.fail(t.start, t.end, BadValue, "level: the range ends before it begins", "level:"+bandName(hi)+".."+bandName(lo))
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

func (t levels) explain(name string, not bool) string {
	is := name + either(not, " is ", " is not ")
	for op, words := range map[string]string{">=": " or more severe", "<=": " or less severe"} {
		if word, ok := strings.CutPrefix(t.src, op); ok {
			return is + strings.ToUpper(word) + words
		}
	}
	if word, ok := strings.CutPrefix(t.src, ">"); ok {
		return is + "more severe than " + strings.ToUpper(word)
	}
	if word, ok := strings.CutPrefix(t.src, "<"); ok {
		return is + "less severe than " + strings.ToUpper(word)
	}
	if lo, hi, ok := strings.Cut(t.src, ".."); ok {
		return is + fmt.Sprintf("between %s and %s (both included)", strings.ToUpper(lo), strings.ToUpper(hi))
	}
	return is + strings.ToUpper(t.src)
}

func (t levels) sql(w *sqlWriter, c Column) string {
	return "(" + c.Expr + " BETWEEN " + w.arg(int64(max(t.lo, 1))) + " AND " + w.arg(int64(t.hi)) + ")"
}

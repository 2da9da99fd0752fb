package query

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"time"

	"cordwood/backend/fault"
)

// dimension says what a number counts.
type dimension uint8

const (
	dimNone  dimension = iota // plain
	dimTime                   // milliseconds
	dimBytes                  // bytes
	dimAny                    // whatever the unit says
)

// numbers asks that the value is a number in a range.
type numbers struct {
	lo, hi       float64 // infinite where open
	loOut, hiOut bool    // the bound itself is out
	dim          dimension
	op           string // as written: ">", ">=", "<", "<=", ".." or none
	a, b         string // the bounds as written
}

var dimensions = map[Kind]dimension{Number: dimNone, Status: dimNone, Duration: dimTime, Bytes: dimBytes}

// numbers reads a number test of a field that holds nothing else.
func (p *parser) numbers(t token, kind Kind) (test, node) {
	v := t.value
	if kind == Status && v.op == "" && !v.ranged {
		if lo, ok := statusClass(v.pieces.String()); ok {
			return classOf(v.pieces.String(), lo), nil
		}
	}
	n, err := newNumbers(v, dimensions[kind])
	if err == nil {
		return n, nil
	}
	name := strings.ToLower(t.name)
	fix := name + ":>500"
	switch kind {
	case Status:
		fix = name + ":5xx"
	case Bytes:
		fix = name + ":>10MB"
	}
	if errors.Is(err, errBackwards) {
		fix = name + ":" + v.hi.String() + ".." + v.lo.String()
		return nil, p.fail(t.start, t.end, BadValue, fault.Say("{0}: the range ends before it begins", name), fix)
	}
	return nil, p.bad(t, fault.Say("{0}: needs a number, for example {1}", name, fix), fix)
}

var (
	errNoNumber  = errors.New("no number")
	errBackwards = errors.New("the range ends before it begins")
)

// newNumbers reads >n, n..m, n.., ..m and n.
func newNumbers(v value, dim dimension) (*numbers, error) {
	n := &numbers{lo: math.Inf(-1), hi: math.Inf(1), dim: dim, op: v.op, a: v.lo.String()}
	if v.ranged {
		if v.op != "" {
			return nil, errNoNumber
		}
		n.op, n.b = "..", v.hi.String()
		if n.a == "" && n.b == "" {
			return nil, errNoNumber
		}
	}
	first, last := n.a, n.b
	read := func(s string) (float64, bool) {
		f, d, ok := parseNumber(s, dim)
		if ok && d != dimNone && dim == dimAny {
			n.dim = d
		}
		return f, ok
	}
	ok, ok2 := true, true
	switch n.op {
	case "..":
		if first != "" {
			n.lo, ok = read(first)
		}
		if last != "" {
			n.hi, ok2 = read(last)
		}
	case ">", ">=":
		n.lo, ok = read(first)
		n.loOut = n.op == ">"
	case "<", "<=":
		n.hi, ok = read(first)
		n.hiOut = n.op == "<"
	default:
		n.lo, ok = read(first)
		n.hi = n.lo
	}
	switch {
	case !ok || !ok2:
		return nil, errNoNumber
	case n.lo > n.hi:
		return nil, errBackwards
	}
	if n.dim == dimAny {
		n.dim = dimNone
	}
	return n, nil
}

func (t *numbers) match(r Record, name string) bool {
	v, ok := stored(r, name)
	if !ok {
		return false
	}
	f, _, ok := parseNumber(v, t.dim)
	return ok && t.holds(f)
}

func (t *numbers) holds(f float64) bool {
	return (f > t.lo || f == t.lo && !t.loOut) && (f < t.hi || f == t.hi && !t.hiOut)
}

func (t *numbers) print() string {
	if t.op == ".." {
		return printEnd(t.a) + ".." + printEnd(t.b)
	}
	return t.op + printBound(t.a)
}

// printEnd leaves an open end open.
func printEnd(s string) string {
	if s == "" {
		return ""
	}
	return printBound(s)
}

func (t *numbers) explain(name string, not bool) fault.Said {
	op, a := t.op, t.a
	switch {
	case op == "" && strings.ContainsAny(a, "xX"):
		return either(not, fault.Say("{0} is in the class {1}", name, a), fault.Say("{0} is not in the class {1}", name, a))
	case op == "":
		return is(name, a, not)
	case op == ".." && t.b == "":
		op = ">="
	case op == ".." && a == "":
		op, a = "<=", t.b
	case op == "..":
		return between(name, a, t.b, not)
	}
	switch op {
	case ">":
		return either(not, fault.Say("{0} is more than {1}", name, a), fault.Say("{0} is not more than {1}", name, a))
	case "<":
		return either(not, fault.Say("{0} is less than {1}", name, a), fault.Say("{0} is not less than {1}", name, a))
	case "<=":
		return either(not, fault.Say("{0} is at most {1}", name, a), fault.Say("{0} is not at most {1}", name, a))
	}
	return either(not, fault.Say("{0} is at least {1}", name, a), fault.Say("{0} is not at least {1}", name, a))
}

func (t *numbers) sql(w *sqlWriter, c Column) string {
	x := c.Expr
	switch c.Kind {
	case Number, Duration, Bytes, Status:
		if big(t.lo) || big(t.hi) {
			x = "CAST(" + x + " AS REAL)"
		}
	default:
		x = w.call(fnNumber, x, strconv.Itoa(int(t.dim))) // no argument: x may stand twice
	}
	if t.lo == t.hi {
		return x + " = " + w.arg(whole(t.lo))
	}
	var both []string
	if !math.IsInf(t.lo, 0) {
		both = append(both, x+either(t.loOut, " >= ", " > ")+w.arg(whole(t.lo)))
	}
	if !math.IsInf(t.hi, 0) {
		both = append(both, x+either(t.hiOut, " <= ", " < ")+w.arg(whole(t.hi)))
	}
	return "(" + strings.Join(both, " AND ") + ")"
}

// big reports whether whole numbers round at a bound: Match compares floats,
// SQLite would compare a whole column exactly.
func big(f float64) bool { return !math.IsInf(f, 0) && math.Abs(f) >= 1<<53 }

// whole binds a whole number as one, so that an index on it is used as usual.
func whole(f float64) any {
	if f == math.Trunc(f) && !big(f) {
		return int64(f)
	}
	return f
}

// statusClass reads "5xx" as 500.
func statusClass(s string) (lo float64, ok bool) {
	if len(s) != 3 || s[0] < '1' || s[0] > '9' || !strings.EqualFold(s[1:], "xx") {
		return 0, false
	}
	return float64(s[0]-'0') * 100, true
}

func classOf(s string, lo float64) *numbers { return &numbers{lo: lo, hi: lo + 99, a: s} }

// units in milliseconds and in bytes. "m" is a minute or a megabyte, as the field has it.
var timeUnits = map[string]float64{
	"ns": 1e-6, "us": 1e-3, "µs": 1e-3, "μs": 1e-3, "ms": 1, "s": 1e3, "sec": 1e3, "m": 6e4, "min": 6e4,
	"h": 36e5, "d": 864e5, "w": 6048e5,
}

var byteUnits = map[string]float64{
	"b": 1, "k": 1 << 10, "kb": 1 << 10, "kib": 1 << 10, "m": 1 << 20, "mb": 1 << 20, "mib": 1 << 20,
	"g": 1 << 30, "gb": 1 << 30, "gib": 1 << 30, "t": 1 << 40, "tb": 1 << 40, "tib": 1 << 40,
}

// parseNumber reads a number with the unit its dimension admits; dimAny admits
// the units of time and of bytes and says which it was.
func parseNumber(s string, dim dimension) (f float64, found dimension, ok bool) {
	s = strings.TrimSpace(s)
	digits := numberLen(s)
	if digits == 0 {
		return 0, 0, false
	}
	f, err := strconv.ParseFloat(s[:digits], 64)
	if err != nil {
		return 0, 0, false
	}
	unit := strings.TrimSpace(s[digits:])
	if unit == "" {
		if dim == dimAny {
			dim = dimNone
		}
		return f, dim, true
	}
	if len(unit) <= len("mib") {
		if k, ok := timeUnits[unit]; ok && (dim == dimTime || dim == dimAny) {
			return f * k, dimTime, true
		}
		if k, ok := byteUnits[strings.ToLower(unit)]; ok && (dim == dimBytes || dim == dimAny) {
			return f * k, dimBytes, true
		}
	}
	if dim == dimTime || dim == dimAny { // "1m30s"
		if d, err := time.ParseDuration(s); err == nil {
			return float64(d) / float64(time.Millisecond), dimTime, true
		}
	}
	return 0, 0, false
}

// numberLen is the length of the decimal number s begins with, or 0.
func numberLen(s string) int {
	i := 0
	if i < len(s) && (s[i] == '-' || s[i] == '+') {
		i++
	}
	first := i
	for i < len(s) && isDigit(s[i]) {
		i++
	}
	if i == first {
		return 0
	}
	if i+1 < len(s) && s[i] == '.' && isDigit(s[i+1]) {
		for i++; i < len(s) && isDigit(s[i]); i++ {
		}
	}
	return i
}

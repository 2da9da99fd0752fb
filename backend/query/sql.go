package query

import (
	"strings"
	"time"

	"cordwood/backend/fault"
)

// Column is where the store keeps a field. A value that is missing is NULL or
// empty.
type Column struct {
	Expr string // a column or an expression; trusted, it goes into the SQL as it stands
	// Kind says how it is stored. Number, Duration, Bytes and Status: as a
	// number (of milliseconds, of bytes). Time: a whole number of Units since 1970.
	// Level: event.Severity. Text and IP: as text.
	Kind Kind
	Unit time.Duration // of a Time; zero is the millisecond
}

// Columns says where the store keeps what a query asks for.
type Columns struct {
	// Text holds what Record.Text gives, in parts that are joined by a line end;
	// parts that are NULL are left out. No stored text may hold a NUL: a function
	// of SQLite would see it end there.
	Text []string
	// Fields holds the fields by name, "time" and "level" too; a field that is
	// not here is missing in every row.
	Fields map[string]Column
}

// SQL gives the condition of a WHERE that selects exactly what Match matches,
// with ? for each of args: no text of the query is part of it. It calls
// Functions. The empty query is "1".
func (q *Query) SQL(c Columns) (where string, args []any, err error) {
	if q.Empty() {
		return "1", nil, nil
	}
	w := &sqlWriter{columns: c}
	where = q.root.sql(w)
	if w.noText {
		return "", nil, fault.New("search", fault.Unsupported, "text", "ask for a field instead", nil)
	}
	return where, w.args, nil
}

// sqlWriter collects the arguments; conditions are written from left to right,
// so they come in order.
type sqlWriter struct {
	columns Columns
	args    []any
	noText  bool
}

// arg binds a value. SQLite's texts end at a NUL on their way into a function;
// as bytes an argument stays whole.
func (w *sqlWriter) arg(v any) string {
	if s, ok := v.(string); ok && strings.IndexByte(s, 0) >= 0 {
		v = []byte(s)
	}
	w.args = append(w.args, v)
	return "?"
}

func (w *sqlWriter) call(fn string, args ...string) string {
	return fn + "(" + strings.Join(args, ", ") + ")"
}

func (w *sqlWriter) text() string {
	switch len(w.columns.Text) {
	case 0:
		w.noText = true
		return "NULL"
	case 1:
		return w.columns.Text[0]
	}
	return "concat_ws(char(10), " + strings.Join(w.columns.Text, ", ") + ")"
}

// asText gives a stored number as its digits.
func (w *sqlWriter) asText(c Column) string {
	if c.Kind == Text || c.Kind == IP {
		return c.Expr
	}
	return w.call(fnText, c.Expr)
}

func (n *and) sql(w *sqlWriter) string { return sqlKids(n.kids, w, "AND") }
func (n *or) sql(w *sqlWriter) string  { return sqlKids(n.kids, w, "OR") }
func (n *not) sql(w *sqlWriter) string { return "NOT ifnull(" + n.kid.sql(w) + ", 0)" }

func sqlKids(kids []node, w *sqlWriter, word string) string {
	parts := make([]string, len(kids))
	for i, k := range kids {
		parts[i] = k.sql(w)
	}
	return balanced(parts, word, "")
}

// balanced joins conditions as a tree of little depth: SQLite refuses
// expressions deeper than 1,000.
func balanced(parts []string, word, none string) string {
	switch len(parts) {
	case 0:
		return none
	case 1:
		return parts[0]
	}
	half := len(parts) / 2
	return "(" + balanced(parts[:half], word, none) + " " + word + " " + balanced(parts[half:], word, none) + ")"
}

package query

import (
	"time"

	"cordwood/backend/event"
	"cordwood/backend/fault"
)

// Query is a parsed query. It never changes and may be used by many goroutines
// at once. A nil Query and a zero Query match everything.
type Query struct {
	written node // as it is printed
	root    node // with the same answers, simplified
}

func newQuery(written node) *Query {
	if written == nil {
		return &Query{}
	}
	return &Query{written, simplify(written)}
}

// Record is what a query is matched against.
type Record interface {
	// Text is the whole entry, all its lines.
	Text() string
	// Field is the value of a field; an empty value counts as missing.
	Field(name string) (value string, ok bool)
	// Time is false for an entry without a time.
	Time() (time.Time, bool)
	// Severity is event.None for an entry without a level.
	Severity() event.Severity
}

// Stopper is a Record that may be given up: an expression that takes long over its
// text asks now and then. Once Stopped was true, what Match says is of no interest.
type Stopper interface{ Stopped() bool }

// node is one term, or AND, OR and NOT over nodes.
type node interface {
	match(r Record) bool
	print() string                 // as query text
	explain(not bool) []fault.Said // in words; not: what holds when it does not match
	literals() [][]string          // see Query.Literals
	sql(w *sqlWriter) string       // NULL counts as false
	spans(text string, s *spans)   // what it found in text
}

// Empty reports whether the query matches everything because it asks nothing.
func (q *Query) Empty() bool { return q == nil || q.root == nil }

// Match reports whether the record is an answer. It is the exact meaning of the
// query; SQL gives the same answer and Literals a necessary condition.
func (q *Query) Match(r Record) bool { return q.Empty() || q.root.match(r) }

// String prints the query in its canonical form; parsed again under the same
// Options it gives the same query.
func (q *Query) String() string {
	if q.Empty() {
		return ""
	}
	return q.written.print()
}

// Explain says what the query asks, without what it says twice: parts that are read one behind the other.
func (q *Query) Explain() []fault.Said {
	if q.Empty() {
		return said(fault.Say("everything"))
	}
	return q.root.explain(false)
}

func said(parts ...fault.Said) []fault.Said { return parts }

// Literals are texts that every match contains: each group has at least one
// text that is found in the folded record text. No groups: nothing is known.
// Texts are folded, never empty.
func (q *Query) Literals() [][]string {
	if q.Empty() {
		return nil
	}
	return q.root.literals()
}

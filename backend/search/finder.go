package search

import (
	"bytes"
	"strings"

	"cordwood/backend/match"
	"cordwood/backend/query"
)

// finder looks for places in raw bytes where a query may match.
type finder struct {
	m match.Matcher // nil: every entry may match
	// sure says that an entry in which m finds something matches.
	sure bool
	// literal says that m finds a text, which no hole has and none changes.
	literal bool
}

// newFinder chooses what to look for. In lines, an expression is exact; in
// entries it is only necessary.
func newFinder(q *query.Query, lines bool) finder {
	n := q.Needs()
	switch {
	case oneLine(n.Text) && n.Exact:
		return finder{match.Literal([]byte(n.Text)), true, true}
	case oneLine(n.Text):
		return finder{match.Fold(n.Text), true, true}
	case n.Alone:
		return finder{expression(n.Exprs[0], lines), lines, false}
	}
	if best := n.Best(); best != nil && !strings.ContainsAny(strings.Join(best, ""), "\r\n") {
		var any []match.Matcher
		for _, text := range best {
			any = append(any, match.Fold(text))
		}
		return finder{match.AnyOf(any), false, true}
	}
	if len(n.Exprs) > 0 {
		return finder{expression(n.Exprs[0], lines), false, false}
	}
	return finder{}
}

// oneLine reports whether a text stands in raw bytes as it stands in an entry,
// whose lines are joined without carriage returns.
func oneLine(text string) bool { return text != "" && !strings.ContainsAny(text, "\r\n") }

// expression is nil for what cannot be compiled for bytes; the query itself was.
func expression(pattern string, lines bool) match.Matcher {
	compile := match.Entries
	if lines {
		compile = match.Lines
	}
	m, err := compile(pattern)
	if err != nil {
		return nil
	}
	return m
}

// clone is for another goroutine.
func (f finder) clone() finder {
	if f.m != nil {
		f.m = f.m.Clone()
	}
	return f
}

// lineAround is the line that holds at, without its line end; next is where the
// line behind it begins.
func lineAround(text []byte, from, at int) (start, end, next int) {
	start = from + bytes.LastIndexByte(text[from:at], '\n') + 1
	if i := bytes.IndexByte(text[at:], '\n'); i >= 0 {
		return start, at + i, at + i + 1
	}
	return start, len(text), len(text)
}

package query

import "cordwood/backend/event"

// TimeRange is a closed range that the time of every match lies in, as far as
// the query's time: terms say; it is unbounded where they say nothing. It lets
// an engine leave out blocks and files.
func (q *Query) TimeRange() event.TimeRange {
	if q.Empty() {
		return event.TimeRange{}
	}
	return timeRangeOf(q.root)
}

func timeRangeOf(n node) event.TimeRange {
	var all event.TimeRange
	switch n := n.(type) {
	case *field:
		if t, ok := n.test.(times); ok && n.name == "time" {
			all.From = t.from
			if !t.to.IsZero() {
				all.To = t.to.Add(-1)
			}
		}
	case *and:
		for _, k := range n.kids {
			r := timeRangeOf(k)
			if r.From.After(all.From) {
				all.From = r.From
			}
			if !r.To.IsZero() && (all.To.IsZero() || r.To.Before(all.To)) {
				all.To = r.To
			}
		}
	case *or:
		all = timeRangeOf(n.kids[0])
		for _, k := range n.kids[1:] {
			r := timeRangeOf(k)
			if r.From.Before(all.From) {
				all.From = r.From
			}
			if r.To.IsZero() || !all.To.IsZero() && r.To.After(all.To) {
				all.To = r.To
			}
		}
	}
	return all
}

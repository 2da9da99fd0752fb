package query

import (
	"time"

	"cordwood/backend/event"
)

// Zone is what is known of some records of one level at once.
type Zone struct {
	Band        int       // of their level, as event.Severity.Band
	First, Last time.Time // their times lie between, both included; zero where none has one
	Untimed     bool      // some may have no time
}

// Decide says of the records of a zone whether any may match, as far as the terms
// time:, level:, has:time and has:level tell, and whether all of them must. An
// engine leaves out what may not, and counts without reading what must.
func (q *Query) Decide(z Zone) (may, must bool) {
	if q.Empty() {
		return true, true
	}
	return z.decide(q.root)
}

func (z *Zone) decide(n node) (may, must bool) {
	switch n := n.(type) {
	case *and:
		may, must = true, true
		for _, k := range n.kids {
			m, all := z.decide(k)
			may, must = may && m, must && all
		}
		return may, must
	case *or:
		for _, k := range n.kids {
			m, all := z.decide(k)
			may, must = may || m, must || all
		}
		return may, must
	case *not:
		m, all := z.decide(n.kid)
		return !all, !m
	case *field:
		return z.decideField(n)
	}
	return true, false
}

func (z *Zone) decideField(n *field) (may, must bool) {
	timed := !z.First.IsZero()
	switch t := n.test.(type) {
	case levels:
		is := z.Band > 0 && t.lo <= firstOf(z.Band) && lastOf(z.Band) <= t.hi
		return is, is
	case times:
		if n.name == "time" {
			may = timed && (t.from.IsZero() || !z.Last.Before(t.from)) && (t.to.IsZero() || z.First.Before(t.to))
			return may, may && !z.Untimed && t.holds(z.First) && t.holds(z.Last)
		}
	case present:
		switch n.name {
		case "time":
			return timed, timed && !z.Untimed
		case "level":
			return z.Band > 0, z.Band > 0
		}
	}
	return true, false
}

// Within is Decide for a range of times beside a query; an unbounded one holds
// every record.
func (z *Zone) Within(r event.TimeRange) (may, must bool) {
	if r == (event.TimeRange{}) {
		return true, true
	}
	if z.First.IsZero() {
		return false, false
	}
	may = (r.From.IsZero() || !z.Last.Before(r.From)) && (r.To.IsZero() || !z.First.After(r.To))
	return may, may && !z.Untimed && r.Contains(z.First) && r.Contains(z.Last)
}

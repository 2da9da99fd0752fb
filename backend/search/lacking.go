package search

import (
	"slices"
	"sync/atomic"

	"cordwood/backend/query"
)

// Lacking says which fields that a query asks for no entry has, of those that were
// looked at for them: a name that is misspelled, perhaps. An entry that another part
// of the query rules out is not looked at. It may be used by many goroutines at once;
// nil asks for none.
type Lacking struct {
	names []string
	seen  []atomic.Int32 // as unasked, absent, there
}

const (
	unasked int32 = iota
	absent
	there
)

// NewLacking is nil for a query that names no fields.
func NewLacking(q *query.Query) *Lacking {
	names := q.Fields()
	if len(names) == 0 {
		return nil
	}
	return &Lacking{names, make([]atomic.Int32, len(names))}
}

// Names are the fields that entries were asked for and none had.
func (l *Lacking) Names() (names []string) {
	if l == nil {
		return nil
	}
	for i := range l.seen {
		if l.seen[i].Load() == absent {
			names = append(names, l.names[i])
		}
	}
	return names
}

// asked takes in what an entry said when it was asked for a field.
func (l *Lacking) asked(name string, has bool) {
	if l == nil {
		return
	}
	i := slices.Index(l.names, name)
	switch {
	case i < 0 || l.seen[i].Load() == there:
	case has:
		l.seen[i].Store(there)
	default:
		l.seen[i].CompareAndSwap(unasked, absent)
	}
}

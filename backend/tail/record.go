package tail

import (
	"context"
	"time"

	"cordwood/backend/event"
	"cordwood/backend/index"
	"cordwood/backend/search"
)

// record is an entry as the query sees it.
type record struct {
	ctx    context.Context
	text   string
	fields search.Fielder
	family string
	looked bool
	nanos  int64
	sev    event.Severity
	parsed bool
	event  event.Event
}

func (r *record) Text() string { return r.text }

// Stopped is for what takes long over one entry.
func (r *record) Stopped() bool { return r.ctx.Err() != nil }

func (r *record) look() {
	if !r.looked {
		r.nanos, r.sev = index.Look(r.fields, r.text)
		r.looked = true
	}
}

func (r *record) Time() (time.Time, bool) {
	r.look()
	t := index.Time(r.nanos)
	return t, !t.IsZero()
}

func (r *record) Severity() event.Severity {
	r.look()
	return r.sev
}

// Field is index.Field of the entry.
func (r *record) Field(name string) (string, bool) {
	if !r.parsed {
		r.event, r.parsed = r.fields.Event([]byte(r.text)), true
	}
	return index.Field(r.fields, &r.event, name, r.family)
}

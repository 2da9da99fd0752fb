package query

import (
	"time"

	"cordwood/backend/event"
)

// entry is a record made by hand.
type entry struct {
	text   string
	fields map[string]string
	at     time.Time
	level  event.Severity
}

func (e *entry) Text() string { return e.text }

func (e *entry) Field(name string) (string, bool) {
	v, ok := e.fields[name]
	return v, ok
}

func (e *entry) Time() (time.Time, bool)  { return e.at, !e.at.IsZero() }
func (e *entry) Severity() event.Severity { return e.level }

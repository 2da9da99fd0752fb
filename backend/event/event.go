package event

import "time"

// Line is a line number in one file; the first line is 1, 0 means unknown.
type Line int64

// Offset is a position in a file's decoded bytes.
type Offset int64

// SourceID names an opened folder or bundle (a ULID).
type SourceID string

// FileID names one log file for as long as its content lives: it is made from
// the head of the decoded bytes, so a rename or a compression keeps it.
type FileID string

// ZoneKind says how sure the zone of a timestamp is.
type ZoneKind uint8

const (
	ZoneNone    ZoneKind = iota // no usable time
	ZoneAssumed                 // the text had no zone; the source's zone was applied
	ZoneKnown                   // the text carried its zone or offset
)

// FieldKind is the kind of a field's value, for sorting and comparison.
type FieldKind uint8

const (
	Text FieldKind = iota
	Number
	Bool
	JSON // a nested document, kept as its JSON text
)

// Field is one named value of an event. Nested names are joined by dots.
type Field struct {
	Name  string
	Value string
	Kind  FieldKind
}

// Event is one parsed log entry. The zero Time means that the entry carries no
// time; a time is never taken from the file system.
type Event struct {
	Time      time.Time // UTC
	TimeText  string    // as written
	Zone      ZoneKind
	Severity  Severity // 0 when the entry carries no level: it is never guessed
	LevelText string   // as written
	Body      string   // the message, with its continuation lines
	Fields    []Field
	Line      Line // of the head line
	Lines     int  // physical lines, at least 1
	Offset    Offset
	Length    int64 // bytes, line ends included
}

// Field returns the value of the first field with that name.
func (e *Event) Field(name string) (string, bool) {
	for i := range e.Fields {
		if e.Fields[i].Name == name {
			return e.Fields[i].Value, true
		}
	}
	return "", false
}

// TimeRange is a closed range; a zero bound is open.
type TimeRange struct{ From, To time.Time }

// Contains reports whether t lies in the range; both ends belong to it. The
// zero time lies only in the unbounded range.
func (r TimeRange) Contains(t time.Time) bool {
	if t.IsZero() {
		return r.From.IsZero() && r.To.IsZero()
	}
	return (r.From.IsZero() || !t.Before(r.From)) && (r.To.IsZero() || !t.After(r.To))
}

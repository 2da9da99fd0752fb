package index

import (
	"time"

	"cordwood/backend/event"
)

// Fielder understands the entries of one file; parse.Parser is one. It is used
// by several goroutines at once.
type Fielder interface {
	Format() string
	// Head reports whether the line starts an entry. It does not keep line.
	Head(line []byte) bool
	// Event parses one whole entry (lines joined by \n, no final line end). It
	// does not keep entry. Position fields are left zero.
	Event(entry []byte) event.Event
}

// Peeker is a Fielder that can tell time and severity of an entry without
// parsing the rest; both must be what Event would say.
type Peeker interface {
	Peek(entry []byte) (time.Time, event.Severity)
}

// Teller is a Fielder that finds a value which an entry has in its message only, as
// key=value in the middle of words. Told is "" where there is none.
type Teller interface {
	Told(e *event.Event, name string) string
}

// Field is the value of an entry's field: its own, the family as "file", or one that its
// message tells. It is for queries and counts; an event keeps its own fields alone.
func Field(f Fielder, e *event.Event, name, family string) (value string, ok bool) {
	if v, ok := e.Field(name); ok {
		return v, v != ""
	}
	if name == "file" {
		return family, family != ""
	}
	if t, ok := f.(Teller); ok {
		value = t.Told(e, name)
	}
	return value, value != ""
}

// Skimmer is a Fielder that looks at single lines, much faster than Head and
// Peek. Skim is for one goroutine; it is nil when the first line of an entry
// does not tell. Where sure is true, head is what Head says of the line, nanos
// (see Nanos) and sev are what Peek says of every entry that begins with it;
// head is right always.
type Skimmer interface {
	Skim() func(line []byte) (head bool, nanos int64, sev event.Severity, sure bool)
}

// peek is how the scanner asks: cheaply if the Fielder can.
func peek(f Fielder) func([]byte) (time.Time, event.Severity) {
	if p, ok := f.(Peeker); ok {
		return p.Peek
	}
	return func(entry []byte) (time.Time, event.Severity) {
		e := f.Event(entry)
		return e.Time, e.Severity
	}
}

// Skim is the look of the Fielder at single lines, or one that is sure of
// nothing but heads.
func Skim(f Fielder) func(line []byte) (head bool, nanos int64, sev event.Severity, sure bool) {
	if k, ok := f.(Skimmer); ok {
		if skim := k.Skim(); skim != nil {
			return skim
		}
	}
	return func(line []byte) (bool, int64, event.Severity, bool) { return f.Head(line), NoTime, event.None, false }
}

// Look is the time and the severity of an entry.
func Look(f Fielder, entry string) (nanos int64, sev event.Severity) {
	t, sev := peek(f)([]byte(entry))
	return Nanos(t), sev
}

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

// Skimmer is a Fielder that looks at single lines, much faster than Head and
// Peek. Skim is for one goroutine; it gives nil when the first line of an entry
// does not tell. Where sure is true, head is what Head says of the line, nanos
// (see Nanos) and sev are what Peek says of every entry that begins with it;
// head is right always. front is a look at the line that text begins with, whose
// end is not known yet: where n > 0, look would be sure of the line and say the
// same, and it does not end within text[:n].
type Skimmer interface {
	Skim() (look LineLook, front FrontLook)
}

// The looks of a Skimmer; they belong together.
type (
	LineLook  = func(line []byte) (head bool, nanos int64, sev event.Severity, sure bool)
	FrontLook = func(text []byte) (n int, nanos int64, sev event.Severity)
)

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

// Skim are the looks of the Fielder at single lines, or some that are sure of
// nothing but heads.
func Skim(f Fielder) (LineLook, FrontLook) {
	if k, ok := f.(Skimmer); ok {
		if look, front := k.Skim(); look != nil {
			return look, front
		}
	}
	look := func(line []byte) (bool, int64, event.Severity, bool) { return f.Head(line), NoTime, event.None, false }
	return look, func([]byte) (int, int64, event.Severity) { return 0, NoTime, event.None }
}

// Look is the time and the severity of an entry.
func Look(f Fielder, entry string) (nanos int64, sev event.Severity) {
	t, sev := peek(f)([]byte(entry))
	return Nanos(t), sev
}

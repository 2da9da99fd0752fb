package search

import (
	"bytes"
	"time"

	"cordwood/backend/event"
	"cordwood/backend/index"
)

// raw is an entry of a piece as the query sees it: nothing of it is parsed until
// it is asked for.
type raw struct {
	*comb
	offset   event.Offset
	length   int64
	first    event.Line // in the piece; 0 where nobody asks
	lines    int        // of a long one; else counted when asked
	bytes    []byte
	text     string // made when it is asked for
	made     bool   // text is
	known    bool   // nanos and severity are
	nanos    int64
	severity event.Severity
	parsed   bool
	event    event.Event
}

// Text is the entry as a query sees it.
func (e *raw) Text() string {
	if !e.made {
		e.text, e.made = entryText(e.bytes, e.physical), true
	}
	return e.text
}

// entryText joins the lines of an entry, without carriage returns; a physical
// line stays as it is.
func entryText(b []byte, line bool) string {
	b = bytes.TrimSuffix(b, newline)
	if !line && bytes.IndexByte(b, '\r') >= 0 {
		b = bytes.ReplaceAll(append(bytes.Clone(b), '\n'), []byte("\r\n"), newline)
		b = b[:len(b)-1]
	}
	return string(b[:min(len(b), index.MaxText)])
}

// Stopped is for what takes long over one entry.
func (e *raw) Stopped() bool {
	e.givenUp = e.stopped()
	return e.givenUp
}

func (e *raw) look() {
	if !e.known {
		e.nanos, e.severity = index.Look(e.fielder, e.Text())
		e.known = true
	}
}

func (e *raw) instant() time.Time {
	e.look()
	return index.Time(e.nanos)
}

// Time is false for an entry without one, and for a physical line.
func (e *raw) Time() (time.Time, bool) {
	t := e.instant()
	return t, !t.IsZero()
}

// Severity is None for a physical line.
func (e *raw) Severity() event.Severity {
	e.look()
	return e.severity
}

// Field is index.Field of the entry.
func (e *raw) Field(name string) (string, bool) {
	if e.physical {
		return "", false
	}
	if !e.parsed {
		e.event, e.parsed = e.fielder.Event([]byte(e.Text())), true
	}
	v, ok := index.Field(e.fielder, &e.event, name, e.family)
	e.lacking.asked(name, ok)
	return v, ok
}

// height is the number of its physical lines.
func (e *raw) height() int {
	if e.lines > 0 {
		return e.lines
	}
	n := bytes.Count(e.bytes, newline)
	if e.bytes[len(e.bytes)-1] != '\n' {
		n++
	}
	return n
}

var newline = []byte{'\n'}

// cutCR drops the carriage return of a line end.
func cutCR(line []byte) []byte { return bytes.TrimSuffix(line, []byte{'\r'}) }

package parse

import (
	"bytes"
	"strings"
	"sync"
	"time"

	"cordwood/backend/event"
	"cordwood/backend/fault"
)

// Options are what the lines of a file do not say about themselves.
type Options struct {
	Zone     *time.Location // of times without a zone; nil = UTC
	Ahead    time.Duration  // how far the clock that wrote the times was ahead; they are corrected by it
	Year     int            // of times without a year; 0 = the one that fits Modified
	Modified time.Time      // the file's last change
	Format   string         // forced format name; "" = detect
	Name     string         // file name, a hint only
}

// Parser understands the entries of one file. It is immutable.
type Parser struct {
	name     string
	read     reader
	clock    clock
	ahead    time.Duration
	memories sync.Pool // of Peek
}

// reader is one format at work. Lines come without their end and without colour.
type reader interface {
	// fits reports whether the line is surely a head of this format; detection counts it.
	fits(line []byte, c *clock) bool
	head(line []byte, c *clock) bool
	// event parses an entry and does not keep it. It leaves Lines to its caller.
	event(entry []byte, c *clock) event.Event
}

// Named makes a parser of a format that somebody chose. An unknown name is
// fault.Invalid.
func Named(format string, o Options) (*Parser, error) {
	f, ok := catalogue().byName[format]
	if !ok {
		hint := fault.Say("choose one of: {0}", strings.Join(Formats(), ", "))
		return nil, fault.New("choose format", fault.Invalid, format, "", nil).Next(hint)
	}
	return &Parser{name: format, read: f.bind(nil), clock: newClock(o), ahead: o.Ahead}, nil
}

// Formats lists the names that Named knows, in the order of detection.
func Formats() []string {
	names := make([]string, len(catalogue().formats))
	for i, f := range catalogue().formats {
		names[i] = f.name
	}
	return names
}

// Format is the name of the format.
func (p *Parser) Format() string { return p.name }

// Head reports whether the line starts an entry. The line comes without its end.
func (p *Parser) Head(line []byte) bool {
	return p.read.head(plainText(line), &p.clock)
}

// Event parses one whole entry, its lines joined by \n. It does not keep entry.
// Line, Offset and Length are left zero, for the caller knows where it stands.
func (p *Parser) Event(entry []byte) event.Event {
	entry = plainText(entry)
	e := p.read.event(entry, &p.clock)
	e.Lines = 1 + bytes.Count(entry, []byte{'\n'})
	if p.ahead != 0 && !e.Time.IsZero() {
		e.Time = e.Time.Add(-p.ahead)
	}
	return e
}

// plainText removes what terminals and Windows add: colours (ESC [ ... m and
// ESC [ ... K) and carriage returns before line ends. Most lines have neither
// and are returned as they are.
func plainText(b []byte) []byte {
	if bytes.IndexByte(b, 0x1b) < 0 && bytes.IndexByte(b, '\r') < 0 {
		return b
	}
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		if n := colour(b[i:]); n > 0 {
			i += n - 1
			continue
		}
		if b[i] == '\r' && (i+1 == len(b) || b[i+1] == '\n') {
			continue
		}
		out = append(out, b[i])
	}
	return out
}

// colour is the length of the colour or erase sequence that b starts with.
func colour(b []byte) int {
	if len(b) < 3 || b[0] != 0x1b || b[1] != '[' {
		return 0
	}
	for i := 2; i < len(b) && i < 24; i++ {
		switch {
		case b[i] == 'm' || b[i] == 'K':
			return i + 1
		case !isDigit(b[i]) && b[i] != ';':
			return 0
		}
	}
	return 0
}

// headLine is the first line of an entry.
func headLine(entry []byte) []byte {
	if i := bytes.IndexByte(entry, '\n'); i >= 0 {
		return entry[:i]
	}
	return entry
}

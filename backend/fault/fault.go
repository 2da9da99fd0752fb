// Package fault is the one error type that reaches a user. It names what was
// tried, on what, why it failed, and the next step; the sentence a person reads
// is made at the edge from these parts.
package fault

import "fmt"

// Kind says what sort of failure it is; the frontend has words for each.
type Kind string

const (
	NotFound    Kind = "not_found"
	Denied      Kind = "denied"     // the operating system refused
	Damaged     Kind = "damaged"    // the bytes are not what they should be
	Unreadable  Kind = "unreadable" // not a regular file, or a read error
	Away        Kind = "away"       // a share that does not answer now
	Limit       Kind = "limit"      // a budget was reached; what was read stays valid
	Changed     Kind = "changed"    // it is not what was shown any more
	Conflict    Kind = "conflict"   // somebody else wrote meanwhile
	Locked      Kind = "locked"     // the source is locked, or another process holds it
	InUse       Kind = "in_use"     // a process has the file open
	Invalid     Kind = "invalid"    // the request makes no sense
	Stopped     Kind = "stopped"    // cancelled
	Unsupported Kind = "unsupported"
	Internal    Kind = "internal"
)

// Error is returned, never logged and swallowed.
type Error struct {
	Op   string // what was tried: "open", "hold", "parse rules"
	Kind Kind
	Path string // the file, the place in it, or the argument
	Hint Said   // the next step; may say nothing
	Err  error  // the cause; may be nil
}

// New makes an Error; err may be nil.
func New(op string, kind Kind, path string, hint sentence, err error) *Error {
	return &Error{Op: op, Kind: kind, Path: path, Hint: Say(hint), Err: err}
}

// Next puts a hint on it that is no constant.
func (e *Error) Next(hint Said) *Error {
	e.Hint = hint
	return e
}

func (e *Error) Error() string {
	s := e.Op
	if e.Path != "" {
		s += " " + e.Path
	}
	if e.Err != nil {
		s = fmt.Sprintf("%s: %v", s, e.Err)
	} else {
		s += ": " + e.Kind.Words()
	}
	if !e.Hint.None() {
		s += " (" + e.Hint.String() + ")"
	}
	return s
}

func (e *Error) Unwrap() error { return e.Err }

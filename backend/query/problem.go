package query

import (
	"fmt"

	"cordwood/backend/fault"
)

// Code names a notice or an error, for the frontend's own words.
type Code string

const (
	UnknownField Code = "unknown_field" // a name before ":" that is no field; read as text
	Unbalanced   Code = "unbalanced"    // a quote or bracket without its partner; read as text
	Dangling     Code = "dangling"      // OR, AND, NOT or "field:" with nothing to work on; read as text
	TooLong      Code = "too_long"      // the whole input was read as one text
	TooDeep      Code = "too_deep"      // brackets nested deeper than the limit; read as text
	BadValue     Code = "bad_value"     // a known field that cannot have this value
	BadExpr      Code = "bad_expr"      // not an RE2 expression
)

// Notice says how something was read that its writer may have meant otherwise.
// The query works.
type Notice struct {
	Col, End   int // first column and the one after the last; columns count runes from 1
	Code       Code
	Msg        fault.Said
	Incomplete bool // more input may make it whole: somebody is still typing
}

// SyntaxError is the error of Parse: a known field with an impossible value, or
// a bad expression.
type SyntaxError struct {
	Col, End   int // as in Notice
	Code       Code
	Msg        fault.Said
	Fix        string // what could stand in place of Col..End; may be empty
	Incomplete bool   // as in Notice
}

func (e *SyntaxError) Error() string { return fmt.Sprintf("column %d: %s", e.Col, e.Msg) }

// Unwrap gives the parts every error that reaches a user has.
func (e *SyntaxError) Unwrap() error {
	bad := fault.New("read query", fault.Invalid, fmt.Sprintf("column %d", e.Col), "", nil)
	if e.Fix != "" {
		bad.Hint = fault.Say("write {0}", e.Fix)
	}
	return bad
}

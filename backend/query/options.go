package query

import (
	"strings"
	"time"
)

// Kind is what the values of a field are.
type Kind uint8

const (
	Text     Kind = iota
	Number        // a plain number
	Duration      // milliseconds where no unit is written
	Bytes         // bytes where no unit is written; a KB is 1,024
	IP            // an address of either family
	Time          // a moment; as a value RFC 3339 or Unix milliseconds
	Level         // event.Severity
	Status        // an HTTP status
)

// Options say what the words of a query refer to. The zero Options know no
// fields but those of the language: time, level, has, id, number and file.
type Options struct {
	// Fields are the known fields of a desk, lower case, with their kind.
	Fields map[string]Kind
	// OpenFields admits names that are not in Fields, because log entries bring
	// their own. Such a test looks at the field where the entry has it, and for
	// the text as written where it has not, so that a pasted "Error:x" is found.
	OpenFields bool
	// Clock is the present that relative times count from, in a bundle its end, in the
	// zone of times that have none; nil is this computer's. It is asked once, when a
	// query names a time.
	Clock func() time.Time
	Expr  bool // bare text is an expression, blanks and brackets included: the ".*" button
	Case  bool // letters are compared exactly: the "Aa" button
	// Aliases are other names of known fields, lower case; "tenant" is an alias
	// of "company" unless it is given otherwise.
	Aliases map[string]string
}

// own are the fields the language itself defines for every desk.
var own = map[string]Kind{"time": Time, "level": Level, "has": Text, "id": Text, "number": Text, "file": Text}

// resolve finds the field a name stands for. Known fields are found in any
// case; open ones keep theirs, because records tell cases apart.
func (o *Options) resolve(name string) (canonical string, kind Kind, known bool) {
	low := strings.ToLower(name)
	if k, ok := o.Fields[low]; ok {
		return low, k, true
	}
	if to, ok := o.Aliases[low]; ok {
		low = to
	} else if low == "tenant" {
		low = "company"
	}
	if k, ok := o.Fields[low]; ok {
		return low, k, true
	}
	if k, ok := own[low]; ok {
		return low, k, true
	}
	if low != strings.ToLower(name) {
		return low, Text, false
	}
	return name, Text, false
}

// Knows reports whether a name is one of Fields, or another name of one.
func (o Options) Knows(name string) bool {
	canonical, _, _ := o.resolve(name)
	_, ok := o.Fields[canonical]
	return ok
}

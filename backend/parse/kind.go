package parse

import (
	"strings"

	"cordwood/backend/event"
)

// kindFor is the kind of a column's value. Names of things stay text even when
// they are written in digits: call 1763806272.26 is not call 1763806272.260.
func kindFor(name, value string) event.FieldKind {
	if strings.HasSuffix(name, "_id") || identities[name] {
		return event.Text
	}
	return kindOf(value)
}

var identities = map[string]bool{
	"uuid": true, "account": true, "user": true, "src": true, "dst": true,
	"number": true, "exten": true, "agent": true, "queue": true, "session": true, "version": true,
}

// kindOf recognises decimal numbers. Digits with a leading zero stay text: they
// are ids and telephone numbers, and sorting would equate 007 and 7.
func kindOf(value string) event.FieldKind {
	digits, dots := 0, 0
	for i := 0; i < len(value); i++ {
		switch ch := value[i]; {
		case isDigit(ch):
			digits++
		case ch == '.' && i > 0 && i+1 < len(value) && dots == 0:
			dots++
		case ch == '-' && i == 0:
		default:
			return event.Text
		}
	}
	if digits == 0 || digits > 15 {
		return event.Text
	}
	if value[0] == '-' {
		value = value[1:]
	}
	if len(value) > 1 && value[0] == '0' && value[1] != '.' {
		return event.Text
	}
	return event.Number
}

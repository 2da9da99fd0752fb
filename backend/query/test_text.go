package query

import (
	"path"
	"strings"

	"cordwood/backend/fault"
	"cordwood/backend/internal/fold"
)

// present asks that the field has a value.
type present struct{}

func (present) match(r Record, name string) bool {
	switch name {
	case "time":
		_, ok := r.Time()
		return ok
	case "level":
		return r.Severity() != 0
	}
	_, ok := stored(r, name)
	return ok
}

func (present) print() string { return "*" }

func (present) explain(name string, not bool) fault.Said {
	return either(not, fault.Say("{0} has a value", name), fault.Say("{0} has no value", name))
}

func (present) sql(_ *sqlWriter, c Column) string {
	if c.Kind == Level {
		return c.Expr + " > 0"
	}
	return c.Expr + " <> ''"
}

// equal asks that the whole value is this text.
type equal struct {
	value  string
	folded string
	also   string // another word for the same; folded; may be empty
	exact  bool
}

func newEqual(value string, exact bool) equal {
	return equal{value: value, folded: Fold(value), exact: exact}
}

func (t equal) match(r Record, name string) bool {
	v, ok := stored(r, name)
	if !ok {
		return false
	}
	if t.exact {
		return v == t.value
	}
	return equalFold(v, t.folded) || t.also != "" && equalFold(v, t.also)
}

func (t equal) print() string { return printValue(t.value) }

func (t equal) explain(name string, not bool) fault.Said { return is(name, quote(t.value), not) }

func is(name, value string, not bool) fault.Said {
	return either(not, fault.Say("{0} is {1}", name, value), fault.Say("{0} is not {1}", name, value))
}

func (t equal) sql(w *sqlWriter, c Column) string {
	switch {
	case t.exact:
		return w.asText(c) + " = " + w.arg(t.value)
	case t.also != "":
		return w.call(fnFold, c.Expr) + " IN (" + w.arg(t.folded) + ", " + w.arg(t.also) + ")"
	}
	return w.call(fnFold, c.Expr) + " = " + w.arg(t.folded)
}

// matching asks an expression of the value.
type matching struct{ *expr }

func (t matching) match(r Record, name string) bool {
	v, ok := stored(r, name)
	return ok && t.re.MatchString(v)
}

func (t matching) explain(name string, not bool) fault.Said {
	e := t.quoted()
	return either(not, fault.Say("{0} matches the expression {1}", name, e), fault.Say("{0} does not match the expression {1}", name, e))
}

func (t matching) sql(w *sqlWriter, c Column) string {
	return "(" + c.Expr + " <> '' AND " + w.call(fnRE2, w.arg(t.pattern), c.Expr) + ")"
}

// inFile asks for a file by its name, its path or its family.
type inFile struct{ value, folded string }

func (t inFile) match(r Record, name string) bool {
	v, ok := stored(r, name)
	return ok && IsFile(v, t.folded)
}

func (t inFile) print() string { return printValue(t.value) }

func (t inFile) explain(_ string, not bool) fault.Said {
	file := quote(t.value)
	return either(not, fault.Say("is from the file or family {0}", file), fault.Say("is not from the file or family {0}", file))
}

func (t inFile) sql(w *sqlWriter, c Column) string {
	return w.call(fnIsFile, c.Expr, w.arg(t.folded))
}

// IsFile reports whether a file's path is the folded one, or its name is, or
// its name goes on behind it with "." or "-": call_event is the family of
// call_event.log and of call_event-2026-11-22.log.gz.
func IsFile(file, folded string) bool {
	if equalFold(file, folded) {
		return true
	}
	base := path.Base(strings.ReplaceAll(file, `\`, "/"))
	end, ok := fold.Prefix(base, folded)
	return ok && folded != "" && (end == len(base) || base[end] == '.' || base[end] == '-')
}

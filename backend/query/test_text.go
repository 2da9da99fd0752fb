package query

import (
	"path"
	"strings"
	"unicode/utf8"
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

func (present) explain(name string, not bool) string {
	return name + either(not, " has a value", " has no value")
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

func (t equal) explain(name string, not bool) string {
	return name + either(not, " is ", " is not ") + quote(t.value)
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

// glob asks that the whole value has this form; anything may stand between pieces.
type glob struct {
	pieces  operand
	pattern string // pieces escaped and joined, for GlobFold
	exact   bool
}

// globEscape marks a "*" or itself in a pattern as the character.
const globEscape = '\\'

func newGlob(pieces operand, exact bool) *glob {
	escaped := make([]string, len(pieces))
	for i, p := range pieces {
		if !exact {
			p = Fold(p)
		}
		escaped[i] = strings.NewReplacer(`\`, `\\`, `*`, `\*`).Replace(p)
	}
	return &glob{pieces: pieces, pattern: strings.Join(escaped, "*"), exact: exact}
}

func (t *glob) match(r Record, name string) bool {
	v, ok := stored(r, name)
	return ok && t.holds(v)
}

func (t *glob) holds(v string) bool {
	if t.exact {
		return matchGlob(t.pattern, v, true)
	}
	return GlobFold(t.pattern, v)
}

func (t *glob) print() string {
	out := make([]string, len(t.pieces))
	for i, p := range t.pieces {
		if out[i] = p; p != "" && (!plain(p, ":") || strings.Contains(p, "..")) {
			out[i] = quote(p)
		}
	}
	return strings.Join(out, "*")
}

func (t *glob) explain(name string, not bool) string {
	return name + either(not, " has the form ", " does not have the form ") + t.print()
}

func (t *glob) sql(w *sqlWriter, c Column) string {
	fn := fnGlobFold
	if t.exact {
		fn = fnGlob
	}
	return "(" + c.Expr + " <> '' AND " + w.call(fn, w.arg(t.pattern), c.Expr) + ")"
}

// GlobFold reports whether s has the form of a folded pattern, in any case: "*"
// stands for any text, `\*` and `\\` for the characters. It takes time
// proportional to the lengths' product at worst.
func GlobFold(pattern, s string) bool { return matchGlob(pattern, s, false) }

// matchGlob goes back to the last "*" only: what an earlier one took does not matter.
func matchGlob(pattern, s string, exact bool) bool {
	pi, si := 0, 0
	starP, starS := -1, 0
	for {
		if pi < len(pattern) && pattern[pi] == '*' {
			pi++
			starP, starS = pi, si
			continue
		}
		if pi == len(pattern) && si == len(s) {
			return true
		}
		if pi < len(pattern) && si < len(s) {
			if p, n, ok := globStep(pattern[pi:], s[si:], exact); ok {
				pi, si = pi+p, si+n
				continue
			}
		}
		if starP < 0 || starS >= len(s) {
			return false
		}
		_, n := utf8.DecodeRuneInString(s[starS:])
		starS += n
		pi, si = starP, starS
	}
}

// globStep compares one character.
func globStep(pattern, s string, exact bool) (p, n int, ok bool) {
	escape := 0
	if pattern[0] == globEscape && len(pattern) > 1 {
		escape = 1
	}
	_, width := utf8.DecodeRuneInString(pattern[escape:])
	char := pattern[escape : escape+width]
	if exact {
		return escape + width, width, strings.HasPrefix(s, char)
	}
	end, ok := prefixFold(s, char)
	return escape + width, end, ok
}

// matching asks an expression of the value.
type matching struct{ *expr }

func (t matching) match(r Record, name string) bool {
	v, ok := stored(r, name)
	return ok && t.re.MatchString(v)
}

func (t matching) explain(name string, not bool) string {
	return name + either(not, " matches ", " does not match ") + "the expression " + t.quoted()
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

func (t inFile) explain(_ string, not bool) string {
	return either(not, "is from ", "is not from ") + "the file or family " + quote(t.value)
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
	end, ok := prefixFold(base, folded)
	return ok && folded != "" && (end == len(base) || base[end] == '.' || base[end] == '-')
}

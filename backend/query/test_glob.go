package query

import (
	"strings"
	"unicode/utf8"

	"cordwood/backend/fault"
	"cordwood/backend/internal/fold"
)

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

func (t *glob) explain(name string, not bool) fault.Said {
	form := t.print()
	return either(not, fault.Say("{0} has the form {1}", name, form), fault.Say("{0} does not have the form {1}", name, form))
}

func (t *glob) sql(w *sqlWriter, c Column) string {
	fn := fnGlobFold
	if t.exact {
		fn = fnGlob
	}
	return w.call(fn, w.arg(t.pattern), c.Expr) // no pattern has the form of an empty value
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
	end, ok := fold.Prefix(s, char)
	return escape + width, end, ok
}

package gram

import (
	"slices"
	"unicode"
	"unicode/utf8"
)

// Ask is what a page must contain at least. It does not change and may be used
// by several goroutines.
type Ask struct{ groups []group }

// group is texts of which one must be there, each as its slots.
type group [][]uint32

// NewAsk asks that of each group at least one text occurs in a page, in any
// case. Texts are folded as by query.Fold. A group with a text that nothing is
// known of, one shorter than a gram, is left out.
func NewAsk(groups [][]string) *Ask {
	a := new(Ask)
	for _, texts := range groups {
		if g := newGroup(texts); len(g) > 0 {
			a.groups = append(a.groups, g)
		}
	}
	return a
}

func newGroup(texts []string) group {
	if len(texts) > maxTexts {
		return nil
	}
	var g group
	for _, text := range texts {
		s := slotsOf(text)
		if len(s) == 0 {
			return nil
		}
		g = append(g, s)
	}
	return g
}

// slotsOf is slots that are set in every page with the text in it, each once, those
// first that most pages lack: of long grams, and of the text's end, where ids that
// follow each other differ.
func slotsOf(text string) []uint32 {
	var fours, fives []uint32
	for text != "" {
		run, rest := splitRun(text)
		gram := uint64(0)
		for i := range len(run) {
			gram = lower(gram>>8 | uint64(run[i])<<56)
			if i >= 3 {
				fours = append(fours, slot4(uint32(gram>>32)))
			}
			if i >= 4 && long(gram) {
				fives = append(fives, slot5(gram>>24))
			}
		}
		text = rest
	}
	slices.Reverse(fours)
	slices.Reverse(fives)
	all := append(fives, fours...)
	n := min(len(all), maxGrams)
	set := make([]uint32, 0, n)
	for i := range n {
		if s := all[i*len(all)/n]; !slices.Contains(set, s) {
			set = append(set, s)
		}
	}
	return set
}

// splitRun cuts after the characters at the start that are stable, and after
// the one that ends them.
func splitRun(text string) (run, rest string) {
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if !stable(r) {
			return text[:i], text[i+n:]
		}
		i += n
	}
	return text, ""
}

// stable reports that a page has this character in the same bytes, but for the
// case of ASCII letters, wherever a query finds it. The replacement character is
// what broken bytes look like.
func stable(r rune) bool {
	return r < utf8.RuneSelf || r != utf8.RuneError && unicode.SimpleFold(r) == r
}

// Useful reports whether the Ask can rule anything out.
func (a *Ask) Useful() bool { return a != nil && len(a.groups) > 0 }

// May is false for a page that surely has no match.
func (a *Ask) May(f *Filter) bool {
	if !a.Useful() {
		return true
	}
	for _, g := range a.groups {
		if !g.may(f) {
			return false
		}
	}
	return true
}

func (g group) may(f *Filter) bool {
	return slices.ContainsFunc(g, func(text []uint32) bool {
		return !slices.ContainsFunc(text, func(s uint32) bool { return !f.has(s) })
	})
}

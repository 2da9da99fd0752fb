package match

import (
	"regexp/syntax"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"cordwood/backend/internal/fold"
)

// spell lists all texts that an expression without places stands for, if they
// are not too many; nil when it cannot. None of them is empty.
func spell(re *syntax.Regexp, most int) []needle {
	for _, anyCase := range []bool{false, true} {
		texts, ok := spellings(re, anyCase, most)
		if !ok || slices.Contains(texts, "") {
			continue
		}
		slices.Sort(texts)
		var all []needle
		for _, s := range slices.Compact(texts) {
			all = append(all, needle{s, anyCase})
		}
		return all
	}
	return nil
}

// spellings lists the texts in one case, or folded when every case is meant.
func spellings(re *syntax.Regexp, anyCase bool, most int) (texts []string, ok bool) {
	switch re.Op {
	case syntax.OpEmptyMatch:
		return []string{""}, true
	case syntax.OpLiteral:
		return spellLiteral(re, anyCase)
	case syntax.OpCharClass:
		return spellClass(re.Rune, anyCase, most)
	case syntax.OpCapture:
		return spellings(re.Sub[0], anyCase, most)
	case syntax.OpAlternate:
		for _, sub := range re.Sub {
			more, ok := spellings(sub, anyCase, most)
			if texts = append(texts, more...); !ok || len(texts) > most {
				return nil, false
			}
		}
		return texts, true
	case syntax.OpConcat:
		texts = []string{""}
		for _, sub := range re.Sub {
			tails, ok := spellings(sub, anyCase, most)
			if !ok || len(tails)*len(texts) > most {
				return nil, false
			}
			var longer []string
			for _, s := range texts {
				for _, tail := range tails {
					longer = append(longer, s+tail)
				}
			}
			texts = longer
		}
		return texts, true
	}
	return nil, false
}

func spellLiteral(re *syntax.Regexp, anyCase bool) ([]string, bool) {
	s := string(re.Rune)
	if strings.ContainsRune(s, utf8.RuneError) { // it is broken bytes too
		return nil, false
	}
	folds := re.Flags&syntax.FoldCase != 0
	if folds != anyCase && strings.ContainsFunc(s, func(r rune) bool { return unicode.SimpleFold(r) != r }) {
		return nil, false
	}
	if anyCase {
		s = fold.Text(s)
	}
	return []string{s}, true
}

func spellClass(ranges []rune, anyCase bool, most int) (texts []string, ok bool) {
	holds := func(r rune) bool {
		for i := 0; i+1 < len(ranges); i += 2 {
			if ranges[i] <= r && r <= ranges[i+1] {
				return true
			}
		}
		return false
	}
	for i := 0; i+1 < len(ranges); i += 2 {
		for r := ranges[i]; r <= ranges[i+1]; r++ {
			if len(texts) > 4*most || r == utf8.RuneError || anyCase && !holds(unicode.SimpleFold(r)) {
				return nil, false
			}
			s := string(r)
			if anyCase {
				s = fold.Text(s)
			}
			texts = append(texts, s)
		}
	}
	slices.Sort(texts)
	texts = slices.Compact(texts)
	return texts, len(texts) <= most
}

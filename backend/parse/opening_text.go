package parse

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// element is what an expression's text begins with: a character or a group.
type element struct {
	text, rest  string   // without its repetition, "" for what is not understood; and what is behind that
	ways        []string // of a group: what it offers
	set         asciiSet
	least, most int // how often it is there; most -1: as often as it likes
}

func nextElement(text string) element {
	var e element
	n := 0
	if text[0] == '(' {
		e.ways, n = group(text)
	} else {
		e.set, n = character(text)
	}
	if n == 0 {
		return element{}
	}
	e.least, e.most, e.rest = repetition(text[n:])
	if e.most != 0 {
		e.text = text[:n]
	}
	return e
}

// repetition reads what is behind an element: how often that is there; never for
// what is not understood.
func repetition(text string) (least, most int, rest string) {
	switch {
	case text == "" || strings.IndexByte("?*+{", text[0]) < 0:
		return 1, 1, text
	case text[0] == '?':
		most, rest = 1, text[1:]
	case text[0] == '*':
		most, rest = -1, text[1:]
	case text[0] == '+':
		least, most, rest = 1, -1, text[1:]
	default:
		count, after, ok := strings.Cut(text[1:], "}")
		from, to, bounds := strings.Cut(count, ",")
		n, err := strconv.Atoi(from)
		if !ok || err != nil || n > maxOpening || n == 0 || bounds && to == from {
			return 0, 0, ""
		}
		if least, most, rest = n, n, after; bounds {
			most = -1
		}
	}
	if strings.HasPrefix(rest, "?") {
		return 0, 0, "" // lazy
	}
	return least, most, rest
}

// group reads the group that the text begins with: what it offers, and its length,
// 0 if it is not understood.
func group(text string) (ways []string, n int) {
	body, depth, from := 1, 0, 0
	if strings.HasPrefix(text, "(?") {
		body = strings.IndexAny(text, ":>") + 1
		if head := text[2:max(body, 2)]; head != ":" && !strings.HasPrefix(head, "P<") {
			return nil, 0
		}
	}
	for i := body; i < len(text); {
		if strings.IndexByte(`()|`, text[i]) < 0 {
			_, size := character(text[i:])
			if size == 0 && strings.IndexByte(`^$*+?{}`, text[i]) < 0 {
				return nil, 0
			}
			i += max(size, 1)
			continue
		}
		from = max(from, body)
		switch text[i] {
		case '(':
			depth++
		case '|':
			if depth == 0 {
				ways, from = append(ways, text[from:i]), i+1
			}
		case ')':
			if depth--; depth < 0 {
				return append(ways, text[from:i]), i + 1
			}
		}
		i++
	}
	return nil, 0
}

// character reads what stands for one character at the beginning of the text, and
// its length, 0 for anything else.
func character(text string) (set asciiSet, n int) {
	switch c := text[0]; {
	case c == '\\' && len(text) > 1:
		n = set.escaped(text[1])
	case c == '[':
		return brackets(text)
	case c == '.':
		set.add(0, utf8.RuneSelf-1)
		n = 1
	case c < utf8.RuneSelf && strings.IndexByte(`()|^$*+?{}\`, c) < 0:
		set.add(c, c)
		n = 1
	}
	return set, n
}

// escaped adds what a backslash and c stand for.
func (s *asciiSet) escaped(c byte) (n int) {
	switch {
	case c == 'd':
		s.add('0', '9')
	case c == 'w':
		s.add('0', '9')
		s.add('A', 'Z')
		s.add('_', '_')
		s.add('a', 'z')
	case c == 's':
		s.add('\t', '\n')
		s.add('\f', '\r')
		s.add(' ', ' ')
	case c == 'S':
		s.escaped('s')
		s[0], s[1] = ^s[0], ^s[1]
	case isAlpha(c) || isDigit(c) || c >= utf8.RuneSelf:
		return 0
	default:
		s.add(c, c)
	}
	return 2
}

// brackets reads [...].
func brackets(text string) (set asciiSet, n int) {
	i := 1
	not := strings.HasPrefix(text[i:], "^")
	if not {
		i++
	}
	for first := i; i < len(text) && (i == first || text[i] != ']'); {
		c := text[i]
		switch {
		case c == '\\' && i+1 < len(text) && text[i+1] != 'S':
			n := set.escaped(text[i+1])
			if n == 0 {
				return set, 0
			}
			i += n
		case strings.IndexByte(`[\`, c) >= 0 || c >= utf8.RuneSelf:
			return set, 0
		case i+2 < len(text) && text[i+1] == '-' && text[i+2] != ']':
			if text[i+2] == '\\' {
				return set, 0
			}
			set.add(c, text[i+2])
			i += 3
		default:
			set.add(c, c)
			i++
		}
	}
	if i >= len(text) {
		return set, 0
	}
	if not {
		set[0], set[1] = ^set[0], ^set[1]
	}
	return set, i + 1
}

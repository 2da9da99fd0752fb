package parse

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// opening is how the matches of an expression begin, as far as its text says so at a
// glance: some characters, and behind them one of several openings. Nothing is
// compiled for it: it is there to spare that.
type opening struct {
	set   asciiSet
	least int
	more  bool // and all there are: what follows is no such character
	any   bool // anything may follow
	next  []*opening
}

// asciiSet holds characters of ASCII.
type asciiSet [2]uint64

func (s *asciiSet) add(from, to byte) {
	for c := from; c <= to && c < utf8.RuneSelf; c++ {
		s[c>>6] |= 1 << (c & 63)
	}
}

func (s *asciiSet) has(c byte) bool { return s[c>>6]>>(c&63)&1 != 0 }

func (s *asciiSet) meets(o *asciiSet) bool { return s[0]&o[0]|s[1]&o[1] != 0 }

// may reports whether a line may match. Sets do not know longer characters: where
// one stands, anything may.
func (o *opening) may(line []byte) bool {
	i := 0
	for ; i < len(line) && (i < o.least || o.more && !o.any); i++ {
		if line[i] >= utf8.RuneSelf {
			return true
		}
		if !o.set.has(line[i]) {
			break
		}
	}
	if i < o.least || o.any {
		return i >= o.least
	}
	for _, n := range o.next {
		if n.may(line[i:]) {
			return true
		}
	}
	return false
}

// maxOpenings bounds the ways in which an opening goes on, maxOpening their length.
const maxOpenings, maxOpening = 16, 32

// openingOf reads the text of an expression behind its ^: all ways at the same pace,
// until there are too many of them.
func openingOf(expr string) *opening {
	all := &opening{}
	rest, ok := strings.CutPrefix(expr, "^")
	if ways, _ := group("(?:" + rest + ")"); !ok || len(ways) != 1 { // the ^ is of the first only
		all.any = true
		return all
	}
	open, ended := []way{{all, rest, 0}}, 0
	for len(open) > 0 {
		w := open[0]
		open = open[1:]
		further := w.further()
		if len(further) == 0 || ended+len(open)+len(further) > maxOpenings {
			w.at.any = true
			ended++
			continue
		}
		open = append(open, further...)
	}
	return all
}

// way is how far an opening was read: the element it was last, and the text behind.
type way struct {
	at     *opening
	rest   string
	length int
}

// further reads the next element, which may be left out or offer several ways. It
// is nil at the end, at what is not understood, and behind what may be followed by
// more of itself.
func (w way) further() (all []way) {
	if w.rest == "" || w.length == maxOpening {
		return nil
	}
	e := nextElement(w.rest)
	switch {
	case e.text == "":
		return nil
	case e.least == 0 && e.most == 1:
		return []way{{w.at, e.text + e.rest, w.length}, {w.at, e.rest, w.length}}
	case e.ways != nil && (e.least != 1 || e.most != 1):
		return nil
	case e.ways != nil:
		for _, text := range e.ways {
			all = append(all, way{w.at, text + e.rest, w.length})
		}
		return all
	case w.at.more && (e.least == 0 || w.at.set.meets(&e.set)):
		return nil
	}
	next := &opening{set: e.set, least: e.least, more: e.most != e.least}
	w.at.next = append(w.at.next, next)
	return []way{{next, e.rest, w.length + 1}}
}

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

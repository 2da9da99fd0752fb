package parse

import (
	"strconv"
	"strings"
	"sync/atomic"
	"unicode/utf8"
)

// opening is how the matches of an expression begin, as far as its text says so at a
// glance: some characters, and what may follow them. It is there to spare the
// compiling of the expression, and is read itself as far as lines agree with it.
type opening struct {
	set   asciiSet
	least int
	more  bool // and all there are, unless anything may follow: what does is no such character
	depth int
	rest  *tail // what it is read from
	room  *atomic.Int32
	read  atomic.Pointer[following]
}

// following is what may follow an opening's characters: one of others, or anything.
type following struct {
	any  bool
	next []*opening
}

// tail is text, and more of it.
type tail struct {
	text string
	then *tail
}

// maxOpening bounds how long an opening is, maxOpenings how many an expression has,
// maxWays in how many ways one goes on.
const maxOpening, maxOpenings, maxWays = 32, 200, 16

// asciiSet holds characters of ASCII.
type asciiSet [2]uint64

func (s *asciiSet) add(from, to byte) {
	for c := from; c <= to && c < utf8.RuneSelf; c++ {
		s[c>>6] |= 1 << (c & 63)
	}
}

func (s *asciiSet) has(c byte) bool { return s[c>>6]>>(c&63)&1 != 0 }

func (s *asciiSet) meets(o *asciiSet) bool { return s[0]&o[0]|s[1]&o[1] != 0 }

// openingOf is the opening of an expression that begins with ^.
func openingOf(expr string) *opening {
	o := &opening{room: &atomic.Int32{}}
	rest, ok := strings.CutPrefix(expr, "^")
	if o.rest = (&tail{text: "(?:" + rest + ")"}); !ok {
		o.rest = nil
	}
	return o
}

// may reports whether a line may match. Sets do not know longer characters: where
// one stands, anything may.
func (o *opening) may(line []byte) bool {
	i := 0
	for ; i < o.least; i++ {
		if i == len(line) || line[i] < utf8.RuneSelf && !o.set.has(line[i]) {
			return false
		}
		if line[i] >= utf8.RuneSelf {
			return true
		}
	}
	behind := o.following()
	if behind.any {
		return true
	}
	for ; o.more && i < len(line) && (line[i] >= utf8.RuneSelf || o.set.has(line[i])); i++ {
		if line[i] >= utf8.RuneSelf {
			return true
		}
	}
	for _, n := range behind.next {
		if n.may(line[i:]) {
			return true
		}
	}
	return false
}

// following reads on, the first time.
func (o *opening) following() *following {
	f := o.read.Load()
	if f == nil {
		f = o.readOn()
		o.read.Store(f) // who did the same meanwhile read the same
	}
	return f
}

// readOn reads the next characters: an element may be left out or offer several
// ways. At the end, at what is not understood, and where more of the same may follow,
// anything may.
func (o *opening) readOn() *following {
	f, anything := &following{}, &following{any: true}
	if o.depth == maxOpening {
		return anything
	}
	ways := []*tail{o.rest}
	for i := 0; i < len(ways); i++ {
		w := ways[i]
		for w != nil && w.text == "" {
			w = w.then
		}
		if w == nil || len(ways) > maxWays {
			return anything
		}
		e := nextElement(w.text)
		behind := &tail{e.rest, w.then}
		switch {
		case e.text == "" || e.ways != nil && (e.least != 1 || e.most != 1) && (e.least != 0 || e.most != 1):
			return anything
		case e.least == 0 && e.most == 1:
			ways = append(ways, &tail{e.text, behind}, behind)
		case e.ways != nil:
			if o.depth == 0 && len(ways) == 1 && len(e.ways) > 1 { // the whole: ^ is of the first way only
				return anything
			}
			for _, text := range e.ways {
				ways = append(ways, &tail{text, behind})
			}
		case o.more && (e.least == 0 || o.set.meets(&e.set)) || o.room.Add(1) > maxOpenings:
			return anything
		default:
			f.next = append(f.next, &opening{set: e.set, least: e.least, more: e.most != e.least, depth: o.depth + 1, rest: behind, room: o.room})
		}
	}
	return f
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

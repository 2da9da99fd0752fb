package parse

import (
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

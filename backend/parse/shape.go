package parse

import (
	"bytes"
	"fmt"
	"strings"

	"cordwood/backend/event"
)

// A shape is a head line written as its columns:
//
//	{time} [{thread}] {level} {logger} - {body}
//
//	{time}    a timestamp          {level}   a word that is a level
//	{name}    text up to the next literal, without blanks
//	{name+}   the same, blanks allowed     {name*}  the same, may be empty
//	{name#}   digits                       {_}      not kept
//	{name:}   a place in a source, "file.c:123"
//	{body}    the rest of the line         {pairs}  the same, with its name=value pairs
//	{level=X} a level that is written X    {LEVEL}  a level in capitals
//	blank     one or more blanks           ~        blanks or none
//
// Anything else stands for itself. Matching is one pass from left to right
// without going back, so its cost is linear in the line.
type shape struct {
	parts []part
	names []string // of the captures, in order; "time", "level", "body" among them
}

type partKind uint8

const (
	literal partKind = iota
	gap              // one or more blanks
	maybeGap
	timeColumn
	levelColumn
	wordColumn
	textColumn
	emptyTextColumn
	digitColumn
	placeColumn
	restColumn
)

type part struct {
	kind partKind
	text []byte // literal; for columns, the literal that ends them (nil: a blank, or the end)
	name int    // index in names, -1 when not kept

	capitals bool     // of a level: a word in lower case may be the message's first
	others   [][]byte // of a level: words that are none here
}

// maxSpans bounds the captures of a pattern, so that a match needs no heap.
const maxSpans = 16

// span is a piece of the line; -1 when absent.
type span struct{ from, to int }

// match is what a pattern found in a head line. It is of one line.
type match struct {
	spans    [maxSpans]span
	severity event.Severity
	stamp    stamp

	// The last stamp that was looked for in the line: patterns tried in turn look at
	// the same place.
	readAt int // its position, plus one
	readN  int
	read   stamp
}

func compileShape(text string) (*shape, error) {
	s := &shape{}
	for i := 0; i < len(text); {
		switch text[i] {
		case ' ':
			s.parts = append(s.parts, part{kind: gap, name: -1})
			i++
		case '~':
			s.parts = append(s.parts, part{kind: maybeGap, name: -1})
			i++
		case '{':
			end := strings.IndexByte(text[i:], '}')
			if end < 2 {
				return nil, fmt.Errorf("shape %q: unclosed or empty column", text)
			}
			s.column(text[i+1 : i+end])
			i += end + 1
		default:
			end := strings.IndexAny(text[i:], " ~{")
			if end < 0 {
				end = len(text) - i
			}
			s.parts = append(s.parts, part{kind: literal, text: []byte(text[i : i+end]), name: -1})
			i += end
		}
	}
	if len(s.names) > maxSpans {
		return nil, fmt.Errorf("shape %q: more than %d columns", text, maxSpans)
	}
	return s, s.link(text)
}

func (s *shape) column(name string) {
	p := part{kind: wordColumn}
	name, only, _ := strings.Cut(name, "=")
	p.text = []byte(only)
	switch name {
	case "time":
		p.kind = timeColumn
	case "level":
		p.kind = levelColumn
	case "LEVEL":
		p.kind, p.capitals, name = levelColumn, true, "level"
	case "body", "pairs":
		p.kind = restColumn
	default:
		switch name[len(name)-1] {
		case '+':
			p.kind = textColumn
		case '*':
			p.kind = emptyTextColumn
		case '#':
			p.kind = digitColumn
		case ':':
			p.kind = placeColumn
		}
		name = strings.TrimRight(name, "+*#:")
	}
	p.name = -1
	if name != "_" {
		p.name = len(s.names)
		s.names = append(s.names, name)
	}
	s.parts = append(s.parts, p)
}

// link tells each column where it ends: at the next literal, or, for a text that
// may hold that literal, at everything that stands before the next column.
func (s *shape) link(text string) error {
	for i := range s.parts {
		p := &s.parts[i]
		if p.kind != wordColumn && p.kind != textColumn && p.kind != emptyTextColumn {
			continue
		}
		p.text = s.ending(i+1, p.kind == wordColumn)
		if i+1 < len(s.parts) && s.parts[i+1].kind >= timeColumn {
			return fmt.Errorf("shape %q: column %d touches the next one", text, i)
		}
	}
	return nil
}

// ending is the literal text from part i on: the first one only, or, with the
// blanks between them, all up to the next column.
func (s *shape) ending(i int, first bool) []byte {
	var text []byte
	for ; i < len(s.parts); i++ {
		switch p := s.parts[i]; {
		case p.kind == literal:
			text = append(text, p.text...)
			if first {
				return text
			}
		case p.kind == gap && first, p.kind == maybeGap && text != nil, p.kind >= timeColumn:
			return text
		case p.kind == gap:
			text = append(text, ' ')
		}
	}
	return text
}

// match matches the head line.
func (s *shape) match(line []byte, f *layout, c *clock, m *match) bool {
	i := 0
	for k := range s.parts {
		p := &s.parts[k]
		j := p.match(line, i, f, c, m)
		if j < 0 {
			return false
		}
		if p.name >= 0 {
			from, to := i, j
			if p.kind >= wordColumn {
				for to > i && line[to-1] == ' ' {
					to--
				}
				from = blanks(line[:to], i)
			}
			m.spans[p.name] = span{from, to}
		}
		i = j
	}
	return i == len(line) || blanks(line, i) == len(line)
}

// match returns the position behind the part, -1 when it is not there.
func (p *part) match(line []byte, i int, f *layout, c *clock, m *match) int {
	switch p.kind {
	case literal:
		if !bytes.HasPrefix(line[i:], p.text) {
			return -1
		}
		return i + len(p.text)
	case gap:
		j := blanks(line, i)
		if j == i && i < len(line) {
			return -1
		}
		return j
	case maybeGap:
		return blanks(line, i)
	case timeColumn:
		if m.readAt != i+1 {
			m.readAt = i + 1
			m.read, m.readN = c.read(line[i:])
		}
		if m.readN == 0 {
			return -1
		}
		m.stamp = m.read
		return i + m.readN
	case levelColumn:
		severity, n := f.levelAt(p, line[i:])
		if n == 0 {
			return -1
		}
		m.severity = severity
		return i + n
	case digitColumn:
		_, n := number(line, i)
		if n == 0 {
			return -1
		}
		return i + n
	case placeColumn:
		return sourcePlace(line, i)
	case restColumn:
		return len(line)
	}
	return p.upTo(line, i)
}

// upTo matches the columns of text, which end at their literal.
func (p *part) upTo(line []byte, i int) int {
	if p.kind == wordColumn {
		return p.wordEnd(line, i)
	}
	end := len(line) - i
	if p.text != nil {
		end = bytes.Index(line[i:], p.text)
	} else if k := bytes.IndexByte(line[i:], ' '); k >= 0 { // text up to a blank or to the end
		end = k
	}
	if end < 0 || end == 0 && p.kind != emptyTextColumn {
		return -1
	}
	return i + end
}

// wordEnd matches a word: up to its literal, which may stand behind blanks, or up
// to a blank or the end.
func (p *part) wordEnd(line []byte, i int) int {
	_, end := word(line, i)
	if p.text != nil {
		if k := bytes.Index(line[i:end], p.text); k >= 0 {
			end = i + k
		} else if !bytes.HasPrefix(line[blanks(line, end):], p.text) {
			return -1
		}
	}
	if end == i {
		return -1
	}
	return end
}

// sourcePlace matches a word that ends in a colon and a line number.
func sourcePlace(line []byte, i int) int {
	w, end := word(line, i)
	colon := bytes.LastIndexByte(line[w.from:w.to], ':')
	if colon < 1 {
		return -1
	}
	if _, n := number(line, i+colon+1); n == 0 || i+colon+1+n != end {
		return -1
	}
	return end
}

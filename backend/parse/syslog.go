package parse

import (
	"bytes"

	"cordwood/backend/event"
)

// syslogLines reads what syslog daemons write, in all forms that share a file:
//
//	<34>1 2026-11-22T10:11:12.345Z host app 12 ID47 [x@1 k="v"] text    RFC 5424
//	<34>Nov 22 10:11:12 host app[12]: text                              RFC 3164
//	Nov 22 10:11:12 host app[12]: text                                  its file form
//	2026-11-22T10:11:12.345+08:00 host app[12]: text                    rsyslog, ISO
//
// The level is the priority's, or the word that programs put right behind their
// tag ("postfix/smtpd[12]: warning: ...", "kamailio[12]: ERROR: ...").
type syslogLines struct{}

// sysline is where the columns of a line stand.
type sysline struct {
	priority               int // -1 when absent
	stamp                  stamp
	time                   span
	host, program, pid, id span
	data                   span // structured data, RFC 5424
	body                   int
}

func (syslogLines) fits(line []byte, c *clock) bool {
	var s sysline
	return s.match(line, c)
}

func (r syslogLines) head(line []byte, c *clock) bool {
	var s sysline
	if s.match(line, c) {
		return true
	}
	// "last message repeated 2 times" and the like carry no tag.
	i := s.pri(line)
	st, n := c.read(line[i:])
	return n > 0 && (st.zone != event.ZoneNone || isAlpha(line[i])) && i+n < len(line) && line[i+n] == ' '
}

func (r syslogLines) event(entry []byte, c *clock) event.Event {
	var s sysline
	line := headLine(entry)
	if !s.match(line, c) {
		return plain{}.event(entry, c)
	}
	text := string(entry)
	e := event.Event{Time: s.stamp.time, Zone: s.stamp.zone, TimeText: text[s.time.from:s.time.to], Body: text[s.body:]}
	e.Fields = make([]event.Field, 0, 4)
	add := func(name string, at span) {
		if value := text[at.from:at.to]; value != "" && value != "-" {
			e.Fields = append(e.Fields, event.Field{Name: name, Value: value, Kind: kindOf(value)})
		}
	}
	add("host", s.host)
	add("program", s.program)
	add("pid", s.pid)
	add("msgid", s.id)
	if s.data.to > s.data.from {
		e.Fields = appendPairs(e.Fields, line[s.data.from:s.data.to], text[s.data.from:s.data.to])
	}
	s.level(&e, line)
	return e
}

// pri reads the priority and returns the position behind it.
func (s *sysline) pri(line []byte) int {
	s.priority = -1
	if len(line) < 3 || line[0] != '<' {
		return 0
	}
	v, n := number(line, 1)
	if n == 0 || n > 3 || v > 191 || n+1 >= len(line) || line[n+1] != '>' {
		return 0
	}
	s.priority = v
	return n + 2
}

func (s *sysline) match(line []byte, c *clock) bool {
	i, numbered := s.start(line)
	st, n := c.read(line[i:])
	s.stamp = st
	return n > 0 && s.behind(line, i, n, st.zone, numbered)
}

// start reads what stands before the time: the priority and RFC 5424's version.
func (s *sysline) start(line []byte) (i int, numbered bool) {
	i = s.pri(line)
	if s.priority >= 0 && i+1 < len(line) && isDigit(line[i]) && line[i+1] == ' ' {
		return i + 2, true
	}
	return i, false
}

// behind reads what follows the time, of n bytes at i.
func (s *sysline) behind(line []byte, i, n int, zone event.ZoneKind, numbered bool) bool {
	s.time = span{i, i + n}
	// A date that is written with a blank or without a zone leads other formats too.
	iso := isDigit(line[i])
	if iso && (n < 19 || line[i+10] != 'T') {
		return false
	}
	i = blanks(line, i+n)
	if i == s.time.to {
		return false
	}
	if s.host, i = word(line, i); s.host.from == s.host.to {
		return false
	}
	if numbered || (iso && zone == event.ZoneKnown && !tagged(line, i)) {
		return s.columns(line, i, numbered)
	}
	return s.tag(line, i)
}

// tagged reports whether a tag with its colon or bracket stands at i.
func tagged(line []byte, i int) bool {
	t, _ := word(line, blanks(line, i))
	return t.to > t.from && (line[t.to-1] == ':' || bytes.IndexByte(line[t.from:t.to], '[') > 0)
}

// tag reads "app[12]: " or "app: "; a host may be missing, then it is the tag.
func (s *sysline) tag(line []byte, i int) bool {
	at, next := word(line, blanks(line, i))
	if !s.cutTag(line, at) {
		if at, next = s.host, i; !s.cutTag(line, at) {
			return false
		}
		s.host = span{}
	}
	s.body = blanks(line, next)
	return true
}

// cutTag cuts "app[12]:" into program and pid.
func (s *sysline) cutTag(line []byte, at span) bool {
	w := line[at.from:at.to]
	colon := bytes.HasSuffix(w, []byte(":"))
	if colon {
		w = w[:len(w)-1]
	}
	open := bytes.IndexByte(w, '[')
	if open > 0 && w[len(w)-1] == ']' {
		s.program = span{at.from, at.from + open}
		s.pid = span{at.from + open + 1, at.from + len(w) - 1}
		return true
	}
	if !colon || len(w) == 0 || isDigit(w[0]) {
		return false
	}
	s.program = span{at.from, at.from + len(w)}
	return true
}

// columns reads RFC 5424's app, pid, msgid and structured data. Without a
// priority in front, only structured data or its dash proves the form.
func (s *sysline) columns(line []byte, i int, numbered bool) bool {
	s.program, i = word(line, blanks(line, i))
	s.pid, i = word(line, blanks(line, i))
	s.id, i = word(line, blanks(line, i))
	i = blanks(line, i)
	if i >= len(line) {
		s.body = len(line)
		return numbered
	}
	switch line[i] {
	case '-':
		i++
	case '[':
		from := i
		i = structuredEnd(line, i)
		s.data = span{from, i}
	default:
		if !numbered {
			return false
		}
	}
	s.body = blanks(line, i)
	return true
}

// structuredEnd is the position behind the elements "[id k="v"][id ...]" at i.
func structuredEnd(line []byte, i int) int {
	quoted := false
	for j := i; j < len(line); j++ {
		switch ch := line[j]; {
		case ch == '\\' && quoted:
			j++
		case ch == '"':
			quoted = !quoted
		case ch == ']' && !quoted && (j+1 == len(line) || line[j+1] != '['):
			return j + 1
		}
	}
	return i
}

// word is the run without blanks at i and the position behind it.
func word(line []byte, i int) (span, int) {
	j := i
	for j < len(line) && line[j] != ' ' && line[j] != '\t' {
		j++
	}
	return span{i, j}, j
}

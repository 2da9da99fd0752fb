package parse

import (
	"bytes"

	"cordwood/backend/event"
)

// container reads what a container runtime wrote around the lines of a program:
//
//	{"log":"line\n","stream":"stderr","time":"2026-11-22T10:11:12.5Z"}    Docker
//	2026-11-22T10:11:12.5+08:00 stderr F line                            CRI (Kubernetes)
//
// The lines inside have a format of their own, found when the file is opened, and
// with it their traces are grouped again.
type container struct {
	peel  peeler
	inner reader
}

// peeler takes a line out of its wrapping. It may use room for the line.
type peeler func(line, room []byte) (shell, bool)

// shell is a line taken out of its wrapping.
type shell struct {
	line, time, stream []byte
	room               []byte // what it made of room
}

// bindContainer makes the reader of a file from the lines inside its sample.
func bindContainer(peel peeler) func([][]byte) reader {
	return func(sample [][]byte) reader {
		var inside [][]byte
		for _, line := range sample {
			if s, ok := peel(line, nil); ok && len(s.line) > 0 {
				inside = append(inside, s.line)
			}
		}
		r := container{peel: peel, inner: plain{}}
		if len(inside) > 0 {
			c := newClock(Options{})
			_, r.inner = choose(inside, &c)
		}
		return r
	}
}

func (r container) fits(line []byte, c *clock) bool {
	s, ok := r.peel(line, nil)
	if !ok {
		return false
	}
	_, ok = c.whole(string(s.time))
	return ok
}

func (r container) head(line []byte, c *clock) bool {
	if s, ok := r.peel(line, nil); ok {
		return r.inner.head(s.line, c)
	}
	return !continues(line)
}

// event parses the lines inside. The runtime's time has a zone and is taken
// unless the program's own has one too.
func (r container) event(entry []byte, c *clock) event.Event {
	var inside []byte
	var first shell
	for i, line := range bytes.Split(entry, []byte{'\n'}) {
		s, ok := r.peel(line, nil)
		if !ok {
			s.line = line
		}
		if i == 0 {
			first = s
		} else {
			inside = append(inside, '\n')
		}
		inside = append(inside, s.line...)
	}
	e := r.inner.event(inside, c)
	at := string(first.time)
	if st, ok := c.whole(at); ok && e.Zone != event.ZoneKnown {
		e.Time, e.Zone, e.TimeText = st.time, st.zone, at
	}
	if len(first.stream) > 0 {
		e.Fields = append(e.Fields, event.Field{Name: "stream", Value: string(first.stream)})
	}
	return e
}

// peelDocker takes the members of a record in any order, and the last of each name.
func peelDocker(line, room []byte) (shell, bool) {
	s := shell{room: room[:0]}
	if !bytes.HasPrefix(line, []byte(`{"log":"`)) {
		return s, false
	}
	j := jsonBytes{line}
	for i := 1; ; {
		i = j.blanks(i)
		end, kind, odd := j.value(i, 0)
		if end < 0 || kind != jsonString {
			return s, false
		}
		name := s.decoded(line[i+1:end-1], odd)
		if i = j.blanks(end); i >= len(line) || line[i] != ':' {
			return s, false
		}
		i = j.blanks(i + 1)
		if end, kind, odd = j.value(i, 0); end < 0 {
			return s, false
		}
		if kind == jsonString {
			s.take(name, s.decoded(line[i+1:end-1], odd))
		}
		if i = j.blanks(end); i < len(line) && line[i] == '}' {
			return s, len(s.time) > 0
		}
		if i >= len(line) || line[i] != ',' {
			return s, false
		}
		i++
	}
}

func (s *shell) take(name, value []byte) {
	switch string(name) {
	case "log":
		s.line = plainText(bytes.TrimRight(value, "\r\n"))
	case "stream":
		s.stream = value
	case "time":
		s.time = value
	}
}

// decoded is the text of a string; what holds escapes is written behind what room
// holds already.
func (s *shell) decoded(raw []byte, odd bool) []byte {
	if !odd {
		return raw
	}
	from := len(s.room)
	s.room = appendUnescaped(s.room, raw)
	return s.room[from:len(s.room):len(s.room)]
}

func peelCRI(line, room []byte) (shell, bool) {
	t, i := word(line, 0)
	stream, i := word(line, blanks(line, i))
	part, i := word(line, blanks(line, i))
	s := shell{stream: line[stream.from:stream.to], room: room}
	if string(s.stream) != "stdout" && string(s.stream) != "stderr" || part.to-part.from != 1 || t.to < 20 || t.to > 40 {
		return s, false
	}
	if line[part.from] != 'F' && line[part.from] != 'P' {
		return s, false
	}
	s.line, s.time = line[min(i+1, len(line)):], line[:t.to]
	return s, true
}

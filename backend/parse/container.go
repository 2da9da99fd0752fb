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
	peel  func(line []byte) (shell, bool)
	inner reader
}

// shell is a line taken out of its wrapping.
type shell struct {
	line         []byte
	time, stream string
}

// bindContainer makes the reader of a file from the lines inside its sample.
func bindContainer(peel func([]byte) (shell, bool)) func([][]byte) reader {
	return func(sample [][]byte) reader {
		var inside [][]byte
		for _, line := range sample {
			if s, ok := peel(line); ok && len(s.line) > 0 {
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
	s, ok := r.peel(line)
	if !ok {
		return false
	}
	_, ok = c.whole(s.time)
	return ok
}

func (r container) head(line []byte, c *clock) bool {
	if s, ok := r.peel(line); ok {
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
		s, ok := r.peel(line)
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
	if st, ok := c.whole(first.time); ok && e.Zone != event.ZoneKnown {
		e.Time, e.Zone, e.TimeText = st.time, st.zone, first.time
	}
	if first.stream != "" {
		e.Fields = append(e.Fields, event.Field{Name: "stream", Value: first.stream})
	}
	return e
}

func peelDocker(line []byte) (shell, bool) {
	if !bytes.HasPrefix(line, []byte(`{"log":"`)) {
		return shell{}, false
	}
	var s shell
	j := jsonScanner{s: string(line)}
	whole := j.members(func(key string) bool {
		if j.kind() != jsonString {
			return j.skip(0)
		}
		value, ok := j.text()
		switch key {
		case "log":
			s.line = plainText(bytes.TrimRight([]byte(value), "\r\n"))
		case "stream":
			s.stream = value
		case "time":
			s.time = value
		}
		return ok
	})
	return s, whole && s.time != ""
}

func peelCRI(line []byte) (shell, bool) {
	t, i := word(line, 0)
	stream, i := word(line, blanks(line, i))
	part, i := word(line, blanks(line, i))
	name := string(line[stream.from:stream.to])
	if name != "stdout" && name != "stderr" || part.to-part.from != 1 || t.to < 20 || t.to > 40 {
		return shell{}, false
	}
	if line[part.from] != 'F' && line[part.from] != 'P' {
		return shell{}, false
	}
	return shell{line: line[min(i+1, len(line)):], time: string(line[:t.to]), stream: name}, true
}

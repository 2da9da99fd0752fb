package parse

import (
	"bytes"
	"strings"
	"sync"

	"cordwood/backend/event"
)

// layout reads the formats that are data.
type layout struct {
	patterns []pattern
	second   *pattern
	levels   map[string]event.Severity
	finds    []finding
	sure     *expression
	marked   bool
	lead     leading

	timeField string

	// For the first pass; see quick.
	prepare sync.Once
	steps   *step      // the patterns
	surely  *frontNode // of sure
}

// finding is a text whose following word is a field.
type finding struct {
	text  []byte
	field string
}

// level looks a word up in the format's own table, then in everybody's.
func (l *layout) level(word []byte) (event.Severity, bool) {
	if s, ok := l.levels[string(word)]; ok {
		return s, true
	}
	return wordSeverity(word)
}

func (l *layout) fits(line []byte, c *clock) bool {
	if l.sure != nil {
		return l.sure.match(line)
	}
	return l.matches(line, c)
}

func (l *layout) head(line []byte, c *clock) bool {
	if l.marked {
		return !continues(line)
	}
	return l.matches(line, c) || l.stampLed(line, c)
}

// stampLed takes a line for a head that no pattern fits, but that begins with a
// full timestamp as all patterns do: software mixes its layouts, and an entry that
// is shown without its columns is better than one hidden in the entry above.
func (l *layout) stampLed(line []byte, c *clock) bool {
	if l.lead == noLead || len(line) < 20 {
		return false
	}
	if l.lead == bracketLead {
		if line[0] != '[' {
			return false
		}
		line = line[1:]
	}
	var p parts
	return isDigit(line[0]) && isoStamp(line, &p) > 0 && p.valid()
}

// leading says what all patterns of a layout begin with.
type leading uint8

const (
	noLead leading = iota
	timeLead
	bracketLead
)

// leadOf looks at the text of the patterns.
func leadOf(patterns []string) leading {
	lead := noLead
	for i, text := range patterns {
		one := noLead
		switch {
		case strings.HasPrefix(text, "{time}"), strings.HasPrefix(text, "^(?P<time>"):
			one = timeLead
		case strings.HasPrefix(text, "[{time}"), strings.HasPrefix(text, `^\[(?P<time>`):
			one = bracketLead
		}
		if i > 0 && one != lead {
			return noLead
		}
		lead = one
	}
	return lead
}

// matches reports whether a pattern fits the line.
func (l *layout) matches(line []byte, c *clock) bool {
	var m match
	for i := range l.patterns {
		if l.patterns[i].match(line, l, c, &m) {
			return true
		}
	}
	return false
}

func (l *layout) event(entry []byte, c *clock) event.Event {
	line := headLine(entry)
	var m match
	for i := range l.patterns {
		p := &l.patterns[i]
		if !p.match(line, l, c, &m) {
			continue
		}
		e := p.event(entry, len(line), &m)
		l.finish(&e, entry, len(line), c)
		return e
	}
	e := plain{}.event(entry, c)
	l.finish(&e, entry, len(entry), c)
	return e
}

// finish adds what lies beyond the head line's columns.
func (l *layout) finish(e *event.Event, entry []byte, n int, c *clock) {
	if l.second != nil && n < len(entry) {
		l.secondLine(e, entry[n+1:], c)
	}
	for _, f := range l.finds {
		if value := wordBehind(entry, f.text); value != "" {
			e.Fields = append(e.Fields, event.Field{Name: f.field, Value: value, Kind: event.Text})
		}
	}
	if value, ok := e.Field(l.timeField); ok {
		if st, n := c.read([]byte(value)); n == len(value) {
			e.Time, e.Zone, e.TimeText = st.time, st.zone, value
		}
	}
}

// secondLine reads java.util.logging's second line, "INFO: text".
func (l *layout) secondLine(e *event.Event, rest []byte, c *clock) {
	var m match
	line := headLine(rest)
	if !l.second.match(line, l, c, &m) {
		return
	}
	second := l.second.event(rest, len(line), &m)
	e.Severity, e.LevelText, e.Body = second.Severity, second.LevelText, second.Body
}

// wordBehind is the word that follows the first occurrence of text.
func wordBehind(entry, text []byte) string {
	i := bytes.Index(entry, text)
	if i < 0 {
		return ""
	}
	rest := entry[i+len(text):]
	rest = rest[blanks(rest, 0):]
	if j := bytes.IndexAny(rest, " \t\r\n"); j >= 0 {
		rest = rest[:j]
	}
	return string(rest)
}

package parse

import (
	"bytes"

	"cordwood/backend/event"
)

// plain reads text without a known format: each line is an entry, unless it is
// indented or continues a trace. A leading timestamp, with or without brackets,
// is its time.
type plain struct{}

func (plain) fits([]byte, *clock) bool { return false } // it is the last resort

func (plain) head(line []byte, _ *clock) bool { return !continues(line) }

func (plain) skim(line []byte, m *memory) glance {
	if continues(line) {
		return unsure(false)
	}
	return m.plainGlance(line)
}

func (plain) event(entry []byte, c *clock) event.Event {
	text := string(entry)
	e := event.Event{Body: text}
	if bytes.IndexByte(entry, '\n') > 0 { // tcpdump and others print SIP messages
		if id := wordBehind(entry, callID); id != "" {
			e.Fields = append(e.Fields, event.Field{Name: "call_id", Value: id})
		}
	}
	i := blanks(entry, 0)
	bracket := i < len(entry) && (entry[i] == '[' || entry[i] == '(')
	if bracket {
		i++
	}
	st, n := c.read(entry[i:])
	if n == 0 {
		return e
	}
	e.Time, e.Zone, e.TimeText = st.time, st.zone, text[i:i+n]
	i += n
	if bracket && i < len(text) && (text[i] == ']' || text[i] == ')') {
		i++
	}
	for i < len(text) && (text[i] == ' ' || text[i] == '\t') {
		i++
	}
	e.Body = text[i:]
	return e
}

var callID = []byte("Call-ID:")

package parse

import "cordwood/backend/event"

// logfmt reads lines of key=value pairs: level=info msg="two words" n=3.
type logfmt struct{}

// fitView is how much of a line must show two pairs.
const fitView = 512

// fits wants a line that begins with a pair and has another one.
func (logfmt) fits(line []byte, _ *clock) bool {
	line = line[:min(len(line), fitView)]
	p, ok := nextPair(line, 0)
	if !ok || !p.leads(line) {
		return false
	}
	_, ok = nextPair(line, p.next)
	return ok
}

func (logfmt) head(line []byte, _ *clock) bool { return !continues(line) }

func (logfmt) event(entry []byte, c *clock) event.Event {
	line := headLine(entry)
	if !(logfmt{}).fits(line, c) {
		if (jsonLines{}).fits(entry, c) {
			return jsonLines{}.event(entry, c)
		}
		return plain{}.event(entry, c)
	}
	text := string(entry)
	r := record{jsonScanner: jsonScanner{s: text, i: len(line)}, clock: c}
	for i := 0; ; {
		p, ok := nextPair(line, i)
		if !ok {
			break
		}
		key, value := p.texts(text)
		kind := kindFor(key, value)
		if value == "true" || value == "false" {
			kind = event.Bool
		}
		r.add(key, value, kind)
		i = p.next
	}
	return r.event()
}

// appendPairs takes the key=value pairs inside a message along as fields; words
// between them are passed over. text is b.
func appendPairs(fields []event.Field, b []byte, text string) []event.Field {
	for i := 0; len(fields) < maxFields; {
		p, ok := nextPair(b, i)
		if !ok {
			break
		}
		key, value := p.texts(text)
		fields = append(fields, event.Field{Name: key, Value: value, Kind: kindFor(key, value)})
		i = p.next
	}
	return fields
}

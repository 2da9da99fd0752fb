package parse

import "cordwood/backend/event"

// logfmt reads lines of key=value pairs: level=info msg="two words" n=3.
type logfmt struct{}

// fitView is how much of a line must show two pairs.
const fitView = 512

// fits wants a line that begins with a pair and has another one.
func (logfmt) fits(line []byte, _ *clock) bool {
	line = line[:min(len(line), fitView)]
	var p pair
	return p.find(line, 0) && p.leads(line) && p.find(line, p.next)
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
	var p pair
	for p.find(line, p.next) {
		key, value := p.texts(text)
		kind := kindFor(key, value)
		if value == "true" || value == "false" {
			kind = event.Bool
		}
		r.add(key, value, kind)
	}
	return r.event()
}

// appendPairs takes the key=value pairs inside a message along as fields; words
// between them are passed over. text is b.
func appendPairs(fields []event.Field, b []byte, text string) []event.Field {
	var p pair
	for len(fields) < maxFields && p.find(b, p.next) {
		key, value := p.texts(text)
		fields = append(fields, event.Field{Name: key, Value: value, Kind: kindFor(key, value)})
	}
	return fields
}

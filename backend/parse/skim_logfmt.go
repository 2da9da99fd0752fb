package parse

import "cordwood/backend/event"

// skim: pairs stand on the first line; an object in its place may end below.
func (r logfmt) skim(line []byte, m *memory) glance {
	if continues(line) {
		return unsure(false)
	}
	j := &m.json
	j.open(nil)
	n, ok := j.pairs(line)
	switch {
	case !ok:
		return m.parsed(r, line)
	case n < 2 && line[0] == '{':
		return unsure(true)
	case n < 2:
		return m.parsed(r, line)
	}
	at, known := j.instant(m)
	severity, ok := j.severity()
	if !known || !ok {
		return m.parsed(r, line)
	}
	return glance{moment: at, severity: severity, head: true, sure: true}
}

// pairs notes what the pairs of the line mean, and counts them. Of a line that fits
// does not accept it counts less than two; it is not ok where it cannot tell.
func (j *jsonLook) pairs(line []byte) (n int, ok bool) {
	var p pair
	for ; p.find(line, p.next); n++ {
		if n == 0 && !p.leads(line) {
			return 0, true
		}
		if n > maxLookMembers || n < 2 && p.next > fitView {
			return n, false
		}
		key := jsonKeyOf(line[p.key.from:p.key.to])
		if key == nil || key.role == noRole {
			continue
		}
		kind := jsonString
		value := line[p.value.from:p.value.to]
		if key.role == levelRole && kindOf(string(value)) == event.Number {
			kind = jsonNumber
		}
		j.note(key, value, kind, p.escaped)
	}
	return n, true
}

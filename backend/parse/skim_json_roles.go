package parse

import (
	"bytes"

	"cordwood/backend/event"
)

// note keeps the value if none has a better claim to its role.
func (j *jsonLook) note(key *jsonKey, text []byte, kind jsonKind, odd bool) {
	switch key.name {
	case "@t":
		j.clef = true
	case "short_message":
		j.gelf = true
	case "t.$date":
		j.dated, j.mongo = true, !j.dated && len(text) > 0 || j.mongo
	}
	if kind == jsonArray || kind == jsonObject {
		return
	}
	place := &j.time
	switch key.role {
	case levelRole:
		place = &j.level
	case bodyRole:
		return
	}
	if place.key == nil || key.rank < place.key.rank {
		*place = jsonPlace{key, text, kind, odd}
	}
}

// instant is record.instant; it is not ok when it cannot tell.
func (j *jsonLook) instant(m *memory) (at moment, ok bool) {
	p := &j.time
	switch {
	case p.key == nil:
		return moment{nanos: noNanos}, true
	case p.odd || p.key.seconds || len(p.text) == 0 || edged(p.text):
		return moment{}, false
	case p.kind == jsonNumber && bytes.ContainsAny(p.text, "eE"):
		return moment{}, false
	}
	at, _ = m.whole(p.text)
	return at, true
}

// edged reports whether blanks may have to be trimmed.
func edged(text []byte) bool {
	first, last := text[0], text[len(text)-1]
	return first <= ' ' || first >= 0x80 || last <= ' ' || last >= 0x80
}

// severity is record.severity; it is not ok when it cannot tell.
func (j *jsonLook) severity() (event.Severity, bool) {
	p := &j.level
	switch {
	case p.key == nil:
		return event.None, !j.clef
	case p.odd || len(p.text) == 0 || edged(p.text) || p.kind == jsonBool:
		return event.None, false
	case p.key.name == "s" && !j.mongo:
		return event.None, true
	case !isDigit(p.text[0]):
		if s, ok := wordSeverity(p.text); ok {
			return s, true
		}
		s, _ := textSeverity(string(p.text))
		return s, true
	case p.key.name == "level" && p.kind == jsonNumber && !j.gelf:
		v, n := number(p.text, 0)
		s, _ := pinoSeverity(v)
		return s, n == len(p.text) && n < 9
	}
	return event.None, false
}

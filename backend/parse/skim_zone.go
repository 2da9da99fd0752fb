package parse

import "cordwood/backend/event"

// zoneBehind reads what may follow the seconds of a stamp at i, as halfDay and
// zonePart do: the position behind it, and the offset of a zone that is known. It
// returns 0 for the rare things that it leaves to them: AM and PM, names of zones,
// milliseconds behind a colon.
func zoneBehind(b []byte, i int) (next int, offset int64, zone event.ZoneKind) {
	if i >= len(b) {
		return i, 0, event.ZoneAssumed
	}
	switch c := b[i]; {
	case c == ' ':
		return zoneBehindBlank(b, i)
	case c == 'Z':
		if i+1 < len(b) && (isWord(b[i+1]) || b[i+1] == '+' || b[i+1] == '-') {
			return 0, 0, 0
		}
		return i + 1, 0, event.ZoneKnown
	case c == '+' || c == '-':
		return offsetBehind(b, i, i)
	case c == '\t':
		if mayHalve(b, blanks(b, i)) {
			return 0, 0, 0
		}
	case c == ':' || c >= 0x80 || isAlpha(c) || isDigit(c):
		return 0, 0, 0
	}
	return i, 0, event.ZoneAssumed
}

// zoneBehindBlank is zoneBehind where b[i] is a blank.
func zoneBehindBlank(b []byte, i int) (next int, offset int64, zone event.ZoneKind) {
	if i+1 == len(b) {
		return i, 0, event.ZoneAssumed
	}
	switch c := b[i+1]; {
	case c == '[' || c == '"' || isDigit(c): // nothing that begins so is a zone
	case c == '+' || c == '-':
		return offsetBehind(b, i+1, i)
	case isUpper(c):
		if mayHalve(b, i+1) || mayBeZone(b[i+1:]) {
			return 0, 0, 0
		}
	default:
		if mayHalve(b, blanks(b, i+1)) {
			return 0, 0, 0
		}
	}
	return i, 0, event.ZoneAssumed
}

// offsetBehind reads the offset at i; without one the stamp ends at end.
func offsetBehind(b []byte, i, end int) (next int, offset int64, zone event.ZoneKind) {
	if i+1 >= len(b) || !isDigit(b[i+1]) {
		return end, 0, event.ZoneAssumed
	}
	var p parts
	if n := offsetPart(b, i, &p); n > 0 {
		return n, int64(p.offset), event.ZoneKnown
	}
	return end, 0, event.ZoneAssumed
}

// mayHalve reports whether AM, PM or the Chinese for them may stand at i.
func mayHalve(b []byte, i int) bool {
	if i >= len(b) {
		return false
	}
	c := b[i] | 0x20
	return b[i] >= 0x80 || ((c == 'a' || c == 'p') && i+1 < len(b) && b[i+1]|0x20 == 'm')
}

// mayBeZone reports whether b starts with the name of a zone; see zoneWord.
func mayBeZone(b []byte) bool {
	n := 0
	for n < len(b) && n < 5 && isUpper(b[n]) {
		n++
	}
	if n > 4 || (n < len(b) && isWord(b[n])) {
		return false
	}
	switch string(b[:n]) {
	case "INFO", "WARN": // looked up a million times otherwise
		return false
	}
	_, known := zoneNames[string(b[:n])]
	return known || ambiguousZones[string(b[:n])]
}

package parse

import "cordwood/backend/event"

// level takes the level word behind the tag, else the priority's, else a
// parameter named level.
func (s *sysline) level(e *event.Event, line []byte) {
	if s.priority >= 0 {
		e.Severity = syslogSeverities[s.priority%8]
	}
	if severity, n := s.levelWord(line); n > 0 {
		rest := line[s.body:]
		e.Severity, e.LevelText = severity, string(rest[:n])
		if rest[n] == ':' {
			e.Body = e.Body[blanks(rest, n+1):]
		}
		return
	}
	if value, ok := e.Field("level"); ok && s.priority < 0 {
		if severity, ok := event.ParseLevel(value); ok {
			e.Severity, e.LevelText = severity, value
		}
	}
}

// levelWord is the level word at the body's beginning, with its colon or, as
// Asterisk writes it, its number in brackets behind it; n is 0 when there is none.
func (s *sysline) levelWord(line []byte) (severity event.Severity, n int) {
	rest := line[s.body:]
	for n < len(rest) && n < 14 && isAlpha(rest[n]) {
		n++
	}
	if n >= len(rest) || rest[n] != ':' && (rest[n] != '[' || n+1 == len(rest) || !isDigit(rest[n+1])) {
		return event.None, 0
	}
	severity, ok := wordSeverity(rest[:n])
	if !ok {
		return event.None, 0
	}
	return severity, n
}

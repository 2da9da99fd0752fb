package parse

import (
	"strconv"
	"strings"

	"cordwood/backend/event"
)

// wordSeverity is the severity of a level word. The common words skip the table,
// which would have to fold them first.
func wordSeverity(b []byte) (event.Severity, bool) {
	if len(b) < 3 || len(b) > 16 {
		return event.None, false
	}
	switch string(b) {
	case "INFO", "info":
		return event.Info, true
	case "DEBUG", "debug", "VERBOSE":
		return event.Debug, true
	case "WARN", "WARNING", "warn", "warning":
		return event.Warn, true
	case "ERROR", "error", "SEVERE":
		return event.Error, true
	case "NOTICE", "notice":
		return event.Notice, true
	case "TRACE", "trace":
		return event.Trace, true
	case "FATAL", "fatal":
		return event.Fatal, true
	}
	var lower [16]byte // folded here, where it needs no heap
	for i, c := range b {
		if isUpper(c) {
			c |= 0x20
		}
		lower[i] = c
	}
	return event.ParseLevel(string(lower[:len(b)]))
}

// syslogSeverities are RFC 5424's 0 (emergency) to 7 (debug).
var syslogSeverities = [...]event.Severity{
	event.Emerg, event.Alert, event.Crit, event.Error,
	event.Warn, event.Notice, event.Info, event.Debug,
}

// pinoSeverity maps the numbers of pino and bunyan, 10 (trace) to 60 (fatal);
// numbers between them belong to the lower one.
func pinoSeverity(n int) (event.Severity, bool) {
	if n < 10 || n > 69 {
		return event.None, false
	}
	return event.Severity((n/10-1)*4 + 1), true
}

// textSeverity reads the value of an explicit level key: a level word, slog's
// "INFO+2", or one letter as MongoDB and klog write it ("I", "D2").
func textSeverity(text string) (event.Severity, bool) {
	if len(text) > 40 {
		return event.None, false
	}
	if s, ok := event.ParseLevel(strings.Trim(text, "[]")); ok {
		return s, true
	}
	if i := strings.IndexAny(text, "+-"); i > 2 {
		base, ok := event.ParseLevel(text[:i])
		step, err := strconv.Atoi(text[i:])
		if s := int(base) + step; ok && err == nil && s >= 1 && s <= 24 {
			return event.Severity(s), true
		}
	}
	if len(text) == 1 || (len(text) == 2 && text[0] == 'D' && isDigit(text[1])) {
		return letterSeverity(text[0])
	}
	return event.None, false
}

func letterSeverity(c byte) (event.Severity, bool) {
	switch c {
	case 'T', 'V':
		return event.Trace, true
	case 'D':
		return event.Debug, true
	case 'I':
		return event.Info, true
	case 'W':
		return event.Warn, true
	case 'E':
		return event.Error, true
	case 'F', 'C':
		return event.Fatal, true
	}
	return event.None, false
}

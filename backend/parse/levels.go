package parse

import "cordwood/backend/event"

// wordSeverity is the severity of a level word. The common upper-case words skip
// the table, which would have to fold them first.
func wordSeverity(b []byte) (event.Severity, bool) {
	if len(b) < 3 || len(b) > 13 {
		return event.None, false
	}
	switch string(b) {
	case "INFO":
		return event.Info, true
	case "DEBUG":
		return event.Debug, true
	case "WARN", "WARNING":
		return event.Warn, true
	case "ERROR":
		return event.Error, true
	case "TRACE":
		return event.Trace, true
	case "FATAL":
		return event.Fatal, true
	}
	return event.ParseLevel(string(b))
}

// syslogSeverities are RFC 5424's 0 (emergency) to 7 (debug).
var syslogSeverities = [...]event.Severity{event.Emerg, event.Alert, event.Crit, event.Error,
	event.Warn, event.Notice, event.Info, event.Debug}

// pinoSeverity maps the numbers of pino and bunyan, 10 (trace) to 60 (fatal);
// numbers between them belong to the lower one.
func pinoSeverity(n int) (event.Severity, bool) {
	if n < 10 || n > 69 {
		return event.None, false
	}
	return event.Severity((n/10-1)*4 + 1), true
}

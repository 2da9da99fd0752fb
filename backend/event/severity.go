package event

import "strings"

// Severity is OpenTelemetry's SeverityNumber: 1-4 TRACE, 5-8 DEBUG, 9-12 INFO,
// 13-16 WARN, 17-20 ERROR, 21-24 FATAL; 0 is "none".
// Source: OpenTelemetry logs data model, "Field: SeverityNumber".
type Severity uint8

const (
	None   Severity = 0
	Trace  Severity = 1
	Debug  Severity = 5
	Info   Severity = 9
	Notice Severity = 11
	Warn   Severity = 13
	Error  Severity = 17
	Crit   Severity = 20
	Fatal  Severity = 21
	Alert  Severity = 22
	Emerg  Severity = 24
)

var bands = [...]string{"", "TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"}

// Band is 0 for none, 1 TRACE to 6 FATAL.
func (s Severity) Band() int {
	if s > 24 {
		return 6
	}
	return (int(s) + 3) / 4
}

// String is the name of the band; empty for none.
func (s Severity) String() string { return bands[s.Band()] }

// words maps level words of the frameworks we read, in lower case. PostgreSQL's
// LOG and MySQL's System and Note are plain information; VERBOSE and DTMF are
// Asterisk's.
var words = map[string]Severity{
	"trace": Trace, "finest": Trace, "finer": Trace + 1, "verbose": Debug, "verb": Debug, "silly": Trace, "trc": Trace, "vrb": Trace,
	"debug": Debug, "dbg": Debug, "dbug": Debug, "fine": Debug, "config": Debug + 2, "dtmf": Debug,
	"debug1": Debug + 3, "debug2": Debug + 2, "debug3": Debug + 1, "debug4": Debug, "debug5": Debug,
	"info": Info, "success": Info + 1, "information": Info, "informational": Info, "inf": Info, "log": Info, "console": Info, "security": Info,
	"note": Info, "system": Info, "notice": Notice,
	"warn": Warn, "warning": Warn, "wrn": Warn,
	"error": Error, "err": Error, "severe": Error, "eror": Error, "erro": Error,
	"critical": Crit + 1, "crit": Crit + 1, "fatal": Fatal, "ftl": Fatal, "bug": Fatal,
	// java.util.logging and Tomcat on a Chinese system
	"严重": Error, "错误": Error, "警告": Warn, "信息": Info, "配置": Debug + 2, "调试": Debug, "详细": Debug,
	"较详细": Trace + 1, "非常详细": Trace,
	"alert": Alert, "emerg": Emerg, "emergency": Emerg, "panic": Emerg, "dpanic": Fatal,
}

// ParseLevel knows the level words of common frameworks, any case.
func ParseLevel(word string) (Severity, bool) {
	s, ok := words[strings.ToLower(strings.TrimSpace(word))]
	return s, ok
}

package sample

import (
	"strconv"
	"time"

	"cordwood/backend/event"
)

// The families of the suite, by the names of their live files without ".log".
const (
	application  = "application"
	appsObjects  = "apps_objects"
	inboxChannel = "inbox_channel"
	email        = "email"
	database     = "database"
	accessLog    = "access_log"
	gateway      = "gateway_access" // the web gateway's combined lines
	callEvent    = "call_event"
	scheduleJobs = "schedule_jobs"
	crmData      = "crm_data"
	auditLog     = "audit_log"
)

// Families are all of them, in the order in which they are rotated.
var Families = []string{
	application, appsObjects, inboxChannel, email, database, accessLog,
	gateway, callEvent, scheduleJobs, crmData, auditLog,
}

const (
	logbackTime = "2006-01-02 15:04:05.000"
	jsonTime    = "2006-01-02T15:04:05.000Z07:00"
)

// logback writes a line as logback's "%d [%thread] %-5level %logger - %msg%n%ex"
// does; the time has no zone. The trace is drawn when there is one.
func (w *world) logback(family string, level event.Severity, thread, logger string, message []byte, trace *exception) {
	at, ok := w.out.admit(family, level, w.now)
	if !ok {
		return
	}
	b := at.AppendFormat(w.buf[:0], logbackTime)
	b = append(b, " ["...)
	b = append(b, thread...)
	b = append(b, "] "...)
	name := level.String()
	b = append(b, name...)
	b = append(b, "      "[:6-len(name)]...)
	b = append(b, logger...)
	b = append(b, " - "...)
	b = append(b, message...)
	b = append(b, '\n')
	if trace != nil {
		b = trace.append(b, w.rng)
	}
	w.buf = b
	w.out.write(family, level, at, b)
}

// field is one member of a JSON line; a number keeps its digits unquoted.
type field struct {
	name, value string
	number      bool
}

func text(name, value string) field { return field{name, value, false} }
func number(name string, n int) field {
	return field{name, strconv.Itoa(n), true}
}

// jsonLine writes a JSON line as zerolog does: time, level, logger, fields that
// are not empty, message, and the stack trace as one member.
func (w *world) jsonLine(family string, level event.Severity, logger string, message []byte, trace *exception, fields ...field) {
	at, ok := w.out.admit(family, level, w.now)
	if !ok {
		return
	}
	b := at.AppendFormat(append(w.buf[:0], `{"time":"`...), jsonTime)
	b = append(b, `","level":"`...)
	b = append(b, jsonLevel(level)...)
	b = append(b, '"')
	for _, f := range append([]field{text("logger", logger)}, fields...) {
		if f.value == "" {
			continue
		}
		b = append(append(append(b, `,"`...), f.name...), `":`...)
		if f.number {
			b = append(b, f.value...)
		} else {
			b = appendJSON(b, []byte(f.value))
		}
	}
	b = appendJSON(append(b, `,"message":`...), message)
	if trace != nil {
		b = appendJSON(append(b, `,"exception":`...), trace.append(nil, w.rng))
	}
	b = append(b, "}\n"...)
	w.buf = b
	w.out.write(family, level, at, b)
}

func jsonLevel(level event.Severity) string {
	return [...]string{"", "trace", "debug", "info", "warn", "error", "fatal"}[level.Band()]
}

// appendJSON quotes text of this package: printable UTF-8, tabs and line ends.
func appendJSON(b, s []byte) []byte {
	b = append(b, '"')
	for _, c := range s {
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\n':
			b = append(b, `\n`...)
		case '\t':
			b = append(b, `\t`...)
		default:
			b = append(b, c)
		}
	}
	return append(b, '"')
}

// say fills a phrase into the world's second buffer; it is valid until the next
// phrase is said.
func (w *world) say(p phrase, s *scene) []byte {
	w.msg = p.append(w.msg[:0], w.rng, s)
	return w.msg
}

// every plans a process: do happens perHour times in an hour of full pulse, at
// random moments, times the world's volume.
func (w *world) every(perHour float64, do func()) { w.process(perHour*w.volume, do) }

// process is a Poisson process whose rate follows the pulse. A wait is cut after
// ten minutes and drawn again, which such a process does not notice, so that the
// rate follows the hour.
func (w *world) process(perHour float64, do func()) {
	const recheck = 10 * time.Minute
	var wait func(fire bool)
	wait = func(fire bool) {
		if fire {
			do()
		}
		gap := time.Duration(w.rng.ExpFloat64() / (perHour * max(w.pulse(w.now), 0.01)) * float64(time.Hour))
		if gap > recheck {
			w.in(recheck, func() { wait(false) })
			return
		}
		w.in(gap, func() { wait(true) })
	}
	wait(false)
}

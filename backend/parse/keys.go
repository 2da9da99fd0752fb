package parse

import "strings"

// role is what a key means for the event.
type role uint8

const (
	noRole role = iota
	timeRole
	levelRole
	bodyRole
	wrapperRole // a name that alone means nothing, only beside others
)

// meaning of a key; the lowest rank wins when several keys of a record have it.
type meaning struct {
	role role
	rank uint8
}

// keyNames lists the keys of JSON and logfmt records by role, best first: our own,
// zerolog, zap, logrus, slog, pino, bunyan, log4j2, Serilog (compact), GELF,
// Docker, Elastic Common Schema, journald, OpenTelemetry, MongoDB, tracing (Rust).
// Nested keys are joined by dots. Case does not matter.
var keyNames = map[role][]string{
	timeRole: {
		"time", "@timestamp", "timestamp", "ts", "@t", "t.$date", "timemillis", "instant.epochsecond",
		"__realtime_timestamp", "timeunixnano", "observedtimeunixnano", "asctime", "datetime", "log_time",
		"eventtime", "event_time", "timestamp_ns", "log_timestamp", "millis",
		"system.timecreated.systemtime", "t", "date", "time_local", "time_iso8601", "created",
		"createdat", "created_at", "requestreceivedtimestamp", "published",
	},
	levelRole: {
		"level", "lvl", "severity", "levelname", "log.level", "@l", "loglevel", "log_level", "level_name",
		"severitytext", "severity_text", "s", "priority", "severitynumber", "severity_number",
		"@fields.lvl", "@fields.level", "fields.level", "levelno",
	},
	bodyRole: {
		"message", "msg", "@m", "short_message", "@mt", "fields.message", "@fields.msg",
		"@fields.message", "attrs.msg", "log", "event", "body", "body.stringvalue", "text",
	},
}

// meanings maps a key, in the spellings that occur, to what it means.
var meanings = spellings()

func spellings() map[string]meaning {
	all := map[string]meaning{}
	for r, names := range keyNames {
		for rank, name := range names {
			m := meaning{r, uint8(rank)}
			all[name] = m
			all[strings.ToUpper(name)] = m
			if c := name[0]; c >= 'a' && c <= 'z' {
				all[strings.ToUpper(name[:1])+name[1:]] = m
			}
		}
	}
	for spelled, name := range map[string]string{
		"timeMillis": "timemillis", "instant.epochSecond": "instant.epochsecond",
		"timeUnixNano": "timeunixnano", "observedTimeUnixNano": "observedtimeunixnano", "eventTime": "eventtime",
		"EventTime": "eventtime", "createdAt": "createdat", "System.TimeCreated.SystemTime": "system.timecreated.systemtime", "requestReceivedTimestamp": "requestreceivedtimestamp", "levelName": "levelname", "logLevel": "loglevel", "LogLevel": "loglevel", "severityText": "severitytext",
		"SeverityText": "severitytext", "severityNumber": "severitynumber", "SeverityNumber": "severitynumber",
		"body.stringValue": "body.stringvalue", "dateTime": "datetime", "DateTime": "datetime",
	} {
		all[spelled] = all[name]
	}
	// Upper case would take these for others.
	delete(all, "S")
	delete(all, "T")
	return all
}

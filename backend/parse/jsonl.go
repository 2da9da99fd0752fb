package parse

import (
	"bytes"
	"strconv"
	"strings"
	"time"

	"cordwood/backend/event"
)

// jsonLines reads records that are JSON objects: one a line, as servers write
// them, or one over several lines. Lines that are no JSON (a trace on stderr
// between the records) are read as plain text.
type jsonLines struct{}

func (jsonLines) fits(line []byte, _ *clock) bool {
	if len(line) == 0 || line[0] != '{' {
		return false
	}
	next := blanks(line, 1)
	return next == len(line) || line[next] == '"' || line[next] == '}'
}

// head: an object starts at the margin. The other lines of a wrapped object start
// with a blank, a quote or a closing bracket.
func (jsonLines) head(line []byte, _ *clock) bool {
	if len(line) > 0 && line[0] == '"' {
		return false
	}
	return !continues(line)
}

func (jsonLines) event(entry []byte, c *clock) event.Event {
	start := bytes.IndexByte(entry, '{')
	if start < 0 || len(bytes.Trim(entry[:start], " \t[,\n")) > 0 {
		if (logfmt{}).fits(headLine(entry), c) { // Grafana writes both into one file
			return logfmt{}.event(entry, c)
		}
		return plain{}.event(entry, c)
	}
	r := record{jsonScanner: jsonScanner{s: string(entry), i: start}, clock: c}
	if !r.object("", 0) {
		return plain{}.event(entry, c)
	}
	return r.event()
}

// record gathers the fields of one object, and which of them are its time,
// level and message.
type record struct {
	jsonScanner
	clock  *clock
	fields []event.Field
	best   [wrapperRole]candidate
}

type candidate struct {
	at   int // index in fields, plus one
	rank uint8
}

// Bounds of flattening. A deeper object, or one whose joined name would be longer,
// stays one field with its JSON text: names are copied for each member, so that
// without a bound a long name could multiply.
const (
	maxFlatDepth = 8
	maxFlatName  = 200
)

// maxFields bounds the fields of one entry. What exceeds it is a document rather
// than a record, and stays searchable as text; keys with a role are still taken,
// since loggers write time and message last.
const maxFields = 1000

// object takes an object; prefix is its joined name with a final dot.
func (r *record) object(prefix string, depth int) bool {
	return r.members(func(key string) bool { return r.member(prefix, key, depth) })
}

func (r *record) member(prefix, key string, depth int) bool {
	name := key
	if prefix != "" {
		name = prefix + key
	}
	switch kind := r.kind(); kind {
	case jsonString:
		value, ok := r.text()
		r.add(name, value, event.Text)
		return ok
	case jsonNumber:
		value, ok := r.number()
		r.add(name, value, event.Number)
		return ok
	case jsonBool:
		value, ok := r.word()
		r.add(name, value, event.Bool)
		return ok && value != "null"
	case jsonNull:
		_, ok := r.word()
		return ok
	case jsonObject:
		if depth < maxFlatDepth && len(name) < maxFlatName && !document(name) {
			return r.object(name+".", depth+1)
		}
	case jsonBad:
		return false
	}
	from := r.i
	ok := r.skip(depth)
	r.add(name, r.s[from:r.i], event.JSON)
	return ok
}

// document names the members that stay whole: the two states of an audit record,
// which are compared field by field later.
func document(name string) bool { return name == "before" || name == "after" }

func (r *record) add(name, value string, kind event.FieldKind) {
	if r.fields == nil {
		r.fields = make([]event.Field, 0, 12) // 480 bytes, most records need no more
	}
	m := jsonKeyOf(name)
	ok := m != nil && m.role != noRole
	if len(r.fields) >= maxFields && !ok {
		return
	}
	r.fields = append(r.fields, event.Field{Name: name, Value: value, Kind: kind})
	if !ok || kind == event.JSON {
		return
	}
	if b := &r.best[m.role]; b.at == 0 || m.rank < b.rank {
		*b = candidate{len(r.fields), m.rank}
	}
}

// event makes the event of the gathered fields. What became time, level or
// message is no field any more.
func (r *record) event() event.Event {
	e := event.Event{Body: r.s}
	var used [3]int
	if at := r.best[timeRole].at; at > 0 {
		f := &r.fields[at-1]
		if st, ok := r.instant(f); ok {
			e.Time, e.Zone, e.TimeText = st.time, st.zone, f.Value
			used[0] = at
		}
	}
	if at := r.best[levelRole].at; at > 0 {
		f := &r.fields[at-1]
		if s, ok := r.severity(f); ok {
			e.Severity, e.LevelText = s, f.Value
			used[1] = at
		}
	} else if r.compactSerilog() {
		e.Severity = event.Info // the format leaves Information out
	}
	if at := r.best[bodyRole].at; at > 0 {
		e.Body = strings.TrimRight(r.fields[at-1].Value, "\r\n")
		if r.fields[at-1].Name != "event" { // what happened is worth a facet too
			used[2] = at
		}
		if rest := strings.Trim(r.s[r.i:], " \t\r\n,]"); rest != "" {
			e.Body += "\n" + strings.TrimLeft(r.s[r.i:], ",\n")
		}
	}
	e.Fields = r.fields[:0]
	for i, f := range r.fields {
		if i+1 != used[0] && i+1 != used[1] && i+1 != used[2] {
			e.Fields = append(e.Fields, f)
		}
	}
	return e
}

// instant reads the time field: text in any known layout, or an epoch number.
func (r *record) instant(f *event.Field) (stamp, bool) {
	text := strings.TrimSpace(f.Value)
	if f.Kind == event.Number && strings.ContainsAny(text, "eE") {
		v, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return stamp{}, false
		}
		text = strconv.FormatFloat(v, 'f', -1, 64)
	}
	st, ok := r.clock.whole(text)
	if !ok {
		return stamp{}, false
	}
	if strings.HasSuffix(f.Name, "epochSecond") {
		if nano, err := strconv.Atoi(r.value("instant.nanoOfSecond")); err == nil && nano > 0 && nano < 1e9 {
			st.time = st.time.Add(time.Duration(nano))
		}
	}
	return st, true
}

func (r *record) value(name string) string {
	for i := range r.fields {
		if r.fields[i].Name == name {
			return r.fields[i].Value
		}
	}
	return ""
}

// severity reads the level field. A number means what its key says: syslog's for
// GELF and journald, OpenTelemetry's, or pino's.
func (r *record) severity(f *event.Field) (event.Severity, bool) {
	text := strings.TrimSpace(f.Value)
	if f.Name == "s" && r.value("t.$date") == "" {
		return event.None, false // a level only in MongoDB's records
	}
	if text == "" || !isDigit(text[0]) {
		return textSeverity(text)
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		return event.None, false
	}
	switch name := strings.ToLower(f.Name); {
	case f.Name == "PRIORITY" || r.value("short_message") != "":
		if n >= 0 && n < len(syslogSeverities) {
			return syslogSeverities[n], true
		}
	case strings.HasPrefix(name, "severity"):
		return event.Severity(n), n >= 1 && n <= 24 && strings.Contains(name, "umber")
	case name == "levelno":
		return pinoSeverity(n + 10)
	case f.Kind == event.Number:
		return pinoSeverity(n)
	}
	return event.None, false
}

// compactSerilog recognises Serilog's compact form (CLEF).
func (r *record) compactSerilog() bool {
	return r.value("@t") != "" && (r.value("@mt") != "" || r.value("@m") != "")
}

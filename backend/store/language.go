package store

import (
	"maps"
	"strconv"
	"strings"
	"time"

	"cordwood/backend/event"
	"cordwood/backend/query"
)

// table is what the queries need to know about one of the two event tables.
type table struct {
	name    string
	fields  map[string]query.Kind // fields of the language; but for time and file also the columns' names
	aliases map[string]string
	text    []string // columns that free text is looked for in
	marked  string   // SQL condition of the records that a histogram marks
}

var accessTable = table{
	name: "access_event",
	fields: map[string]query.Kind{
		"time": query.Time, "file": query.Text, "kind": query.Text, "scope": query.Text, "account": query.Text, "name": query.Text,
		"company": query.Text, "memo": query.Text, "note": query.Text, "host": query.Text,
		"method": query.Text, "path": query.Text, "page": query.Text, "status": query.Status, "result": query.Text,
		"ip": query.IP, "place": query.Text, "country": query.Text, "agent": query.Text,
		"ms": query.Duration, "bytes": query.Bytes, "session": query.Text, "request_id": query.Text,
	},
	aliases: map[string]string{"user": "account", "tenant": "company", "client": "agent", "request": "request_id", "duration": "ms"},
	text: []string{
		"time_text", "kind", "scope", "account", "name", "company", "memo", "note", "host", "method", "path", "page",
		"status", "result", "ip", "place", "country", "agent", "session", "request_id", "raw",
	},
	marked: `kind = 'refused'`,
}

var auditTable = table{
	name: "audit_event",
	fields: map[string]query.Kind{
		"time": query.Time, "file": query.Text, "account": query.Text, "name": query.Text, "role": query.Text,
		"company": query.Text, "memo": query.Text, "note": query.Text,
		"ip": query.IP, "place": query.Text, "country": query.Text, "session": query.Text,
		"action": query.Text, "verb": query.Text, "module": query.Text, "target_type": query.Text, "target_id": query.Text,
		"target": query.Text, "outcome": query.Text, "reason": query.Text,
		"before": query.Text, "after": query.Text, "correlation": query.Text,
	},
	aliases: map[string]string{"user": "account", "actor": "account", "tenant": "company", "result": "outcome", "type": "target_type"},
	text: []string{
		"time_text", "account", "name", "role", "company", "memo", "note", "ip", "place", "country", "session",
		"action", "verb", "module", "target_type", "target_id", "target", "outcome", "reason", "before", "after", "correlation", "raw",
	},
	marked: `action = 'delete'`,
}

// AccessLanguage are the fields of a query over access records; the caller adds
// Now, Zone and the buttons.
func AccessLanguage() query.Options { return accessTable.language() }

// AuditLanguage are the fields of a query over audit records.
func AuditLanguage() query.Options { return auditTable.language() }

func (t table) language() query.Options {
	return query.Options{Fields: maps.Clone(t.fields), Aliases: maps.Clone(t.aliases)}
}

// canonical is the name that a field has in a parsed query.
func (t table) canonical(name string) string {
	name = strings.ToLower(name)
	if to, ok := t.aliases[name]; ok {
		return to
	}
	return name
}

// expr is the SQL expression of a field.
func (t table) expr(name string) (string, bool) {
	name = t.canonical(name)
	if _, ok := t.fields[name]; !ok {
		return "", false
	}
	switch name {
	case "time":
		return "nullif(time_ms, 0)", true
	case "file":
		return "(SELECT f.path FROM file f WHERE f.id = " + t.name + ".file)", true
	}
	return name, true
}

// columns says to the query language where the fields are kept.
func (t table) columns() query.Columns {
	c := query.Columns{Fields: map[string]query.Column{}}
	for name, kind := range t.fields {
		expr, _ := t.expr(name)
		c.Fields[name] = query.Column{Expr: expr, Kind: kind, Unit: time.Millisecond}
	}
	for _, name := range t.text {
		c.Text = append(c.Text, "nullif("+name+", '')")
	}
	return c
}

// asRecord shows an event to the exact matcher as SQL sees its row.
type asRecord struct {
	t    table
	cols []column
	time time.Time
	path string
}

// Record is the event as query.Match wants it.
func (e *AccessEvent) Record() query.Record {
	return asRecord{accessTable, e.columns(), e.Time, e.At.Path}
}

// Record is the event as query.Match wants it.
func (e *AuditEvent) Record() query.Record {
	return asRecord{auditTable, e.columns(), e.Time, e.At.Path}
}

func (r asRecord) column(name string) string {
	for _, c := range r.cols {
		if c.name != name {
			continue
		}
		switch v := c.value().(type) {
		case string:
			return v
		case int64:
			return strconv.FormatInt(v, 10)
		}
	}
	return ""
}

func (r asRecord) Text() string {
	var parts []string
	for _, name := range r.t.text {
		if v := r.column(name); v != "" {
			parts = append(parts, v)
		}
	}
	return strings.Join(parts, "\n")
}

func (r asRecord) Field(name string) (string, bool) {
	v := r.column(name)
	if name == "file" {
		v = r.path
	}
	return v, v != ""
}

func (r asRecord) Time() (time.Time, bool)  { return r.time, !r.time.IsZero() }
func (r asRecord) Severity() event.Severity { return event.None }

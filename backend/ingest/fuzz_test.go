package ingest

import (
	"strings"
	"testing"
	"time"

	"cordwood/backend/directory"
	"cordwood/backend/event"
	"cordwood/backend/parse"
	"cordwood/backend/store"

	"github.com/google/go-cmp/cmp"
)

// A record read from any bytes holds what stands in them and nothing that was made up:
// its numbers are counts or not known, and what the directory adds is taken back whole.
func FuzzRecord(f *testing.F) {
	for _, seed := range []string{
		`{"time":"2026-11-22T08:10:11.345Z","kind":"sign-in","scope":"tenant","account":"1001","name":"Zoë O'Hara","company":"Acme","memo":"desk 3","method":"POST","path":"/login","status":200,"ip":"10.0.0.7","ms":12.6,"bytes":340}`,
		`{"time":"2026-11-22T08:10:11.345Z","account":"wei","name":"李伟","action":"update","verb":"assign","module":"queue","before":{"size":2},"after":[{"size":3}],"outcome":"success"}`,
		`{"ts":1764000000.5,"logger":"http.log.access","request":{"remote_ip":"[2001:db8::1]:443","uri":"/x","headers":{"User-Agent":["curl/8","x"]}},"duration":1e308,"size":-1,"status":4e2}`,
		`203.0.113.9 - søren [22/Nov/2026:10:11:12 +0800] "POST /app/LOGIN.php?x=1 HTTP/1.1" 302 -`,
		`203.0.113.9:51234 - - [22/Nov/2026:10:11:12 +0800] "\x16\x03\x01" 400 99999999999999999999`,
		"#Fields: date time c-ip cs-username cs-method cs-uri-stem cs-uri-query sc-status time-taken\n2026-11-22 10:11:12 ::1 - GET /a b=c 200 15",
		`time=2026-11-22T10:11:12Z action=delete module=extension target=1001 before= after="{"`,
		`{"agent":"[\"\"]","user_agent":"[","ms":"NaN","bytes":"Inf","status":"0x1p4","path":"?","ip":"[]"}`,
		"\x00\xff{\"account\":\"\\ud800\"}", "",
	} {
		f.Add([]byte(seed))
	}
	people, _, err := directory.Parse([]byte("account,company,memo\n1001,Acme Ltd,desk 3\n"), "tenants.csv")
	if err != nil {
		f.Fatal(err)
	}
	enrich := Enricher(directory.New(nil, people), nil)
	f.Fuzz(func(t *testing.T, text []byte) {
		p := parse.Detect(text, parse.Options{Modified: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)})
		entry := text
		for line := range strings.Lines(string(text)) {
			if p.Head([]byte(line)) {
				entry = []byte(line)
			}
		}
		e := p.Event(entry)
		if v, ok := visit(&e, entry); ok {
			checkVisit(t, &e, v)
			bare := v
			enrich.Access(&v)
			v.Restore()
			if diff := cmp.Diff(bare, v); diff != "" {
				t.Errorf("looked up and taken back: %s", diff)
			}
		}
		if o, ok := operation(&e, entry); ok {
			checkOperation(t, &e, o)
			bare := o
			enrich.Audit(&o)
			o.Restore()
			if diff := cmp.Diff(bare, o); diff != "" {
				t.Errorf("looked up and taken back: %s", diff)
			}
		}
	})
}

func checkVisit(t *testing.T, e *event.Event, v store.AccessEvent) {
	t.Helper()
	if v.Path == "" && v.IP == "" && v.Account == "" && v.Kind == "" {
		t.Error("a visit of nobody to nothing")
	}
	if v.Kind == "" {
		t.Error("a visit without its kind")
	}
	for name, n := range map[string]int64{"status": v.Status, "ms": v.MS, "bytes": v.Bytes} {
		if n < 0 && n != store.Unknown {
			t.Errorf("%s is %d", name, n)
		}
	}
	comes(t, e, map[string]string{
		"account": v.Account, "method": v.Method, "host": v.Host, "page": v.Page, "ip": v.IP, "session": v.Session,
		"request": v.RequestID, "name": v.Name, "company": v.Company, "memo": v.Memo, "scope": v.Scope, "place": v.Place,
	})
}

func checkOperation(t *testing.T, e *event.Event, o store.AuditEvent) {
	t.Helper()
	switch o.Action {
	case "", "add", "delete", "modify", "query":
	default:
		t.Errorf("action %q", o.Action)
	}
	comes(t, e, map[string]string{
		"account": o.Account, "role": o.Role, "ip": o.IP, "session": o.Session, "verb": o.Verb, "module": o.Module,
		"type": o.TargetType, "id": o.TargetID, "target": o.Target, "outcome": o.Outcome, "reason": o.Reason, "before": o.Before,
		"after": o.After, "correlation": o.Correlation, "name": o.Name, "company": o.Company, "memo": o.Memo, "place": o.Place,
	})
}

// comes wants each value to stand in a field of the entry.
func comes(t *testing.T, e *event.Event, values map[string]string) {
	t.Helper()
values:
	for name, value := range values {
		for _, f := range e.Fields {
			if strings.Contains(f.Value, value) {
				continue values
			}
		}
		if value != "" {
			t.Errorf("%s is %q, which no field says: %q", name, value, e.Fields)
		}
	}
}

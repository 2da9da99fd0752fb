package ingest

import (
	"testing"

	"cordwood/backend/index"
	"cordwood/backend/parse"
	"cordwood/backend/search"
	"cordwood/backend/store"

	"github.com/google/go-cmp/cmp"
)

// A File is what the engine reads.
var (
	_ search.File       = (*File)(nil)
	_ search.Sequential = (*File)(nil)
	_ search.Sized      = (*File)(nil)
	_ Keeper            = (*store.Store)(nil)
)

func readVisit(t *testing.T, line string) store.AccessEvent {
	t.Helper()
	e := parse.Detect([]byte(line+"\n"), parse.Options{}).Event([]byte(line))
	v, ok := visit(&e, []byte(line))
	if !ok {
		t.Errorf("%s: no record", line)
	}
	if v.Time.IsZero() {
		t.Errorf("%s: no time", line)
	}
	return v
}

func TestOurVisitKeepsItsFields(t *testing.T) {
	line := `{"time":"2026-11-22T08:10:11.345Z","kind":"sign-in","scope":"tenant","account":"1001","name":"Li Wei","company":"Acme","memo":"desk 3","method":"POST","path":"/login","page":"Sign-in","status":200,"result":"ok","ip":"10.0.0.7","place":"Sydney, AU","agent":"Mozilla/5.0","ms":12.6,"bytes":340,"session":"s1","request_id":"r1"}`
	got := readVisit(t, line)
	want := store.AccessEvent{
		Time: got.Time, TimeText: "2026-11-22T08:10:11.345Z", Kind: "sign-in", Scope: "tenant", Account: "1001", Name: "Li Wei",
		Company: "Acme", CompanyOrigin: "record", Memo: "desk 3", MemoOrigin: "record", Method: "POST", Path: "/login", Page: "Sign-in",
		Status: 200, Result: "ok", IP: "10.0.0.7", Place: "Sydney, AU", Agent: "Mozilla/5.0", MS: 13, Bytes: 340, Session: "s1", RequestID: "r1", Raw: line,
		Recorded: store.Recorded{Scope: "tenant", Name: "Li Wei", Company: "Acme", Memo: "desk 3", Place: "Sydney, AU"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestVisitsOfOtherServers(t *testing.T) {
	f := func(line, kind, account, method, path, result, ip string, status, ms, bytes int64) {
		t.Helper()
		v := readVisit(t, line)
		got := []any{v.Kind, v.Account, v.Method, v.Path, v.Result, v.IP, v.Status, v.MS, v.Bytes}
		if diff := cmp.Diff([]any{kind, account, method, path, result, ip, status, ms, bytes}, got); diff != "" {
			t.Errorf("%s\n%s", line, diff)
		}
	}
	const none = store.Unknown
	f(`203.0.113.9 - 1001 [22/Nov/2026:10:11:12 +0800] "GET /crm/42 HTTP/1.1" 200 512 "-" "curl/8"`, "visit", "1001", "GET", "/crm/42", "ok", "203.0.113.9", 200, none, 512)
	f(`203.0.113.9 - - [22/Nov/2026:10:11:12 +0800] "POST /login HTTP/1.1" 401 512`, "refused", "", "POST", "/login", "refused", "203.0.113.9", 401, none, 512)
	f(`203.0.113.9 - - [22/Nov/2026:10:11:12 +0800] "POST /login HTTP/1.1" 200 512`, "visit", "", "POST", "/login", "ok", "203.0.113.9", 200, none, 512)
	f(`203.0.113.9 - 1001 [22/Nov/2026:10:11:12 +0800] "POST /app/login.php?x=1 HTTP/1.1" 302 -`, "sign-in", "1001", "POST", "/app/login.php?x=1", "ok", "203.0.113.9", 302, none, none)
	f(`203.0.113.9 - 1001 [22/Nov/2026:10:11:12 +0800] "GET /logout/ HTTP/1.1" 302 0`, "sign-out", "1001", "GET", "/logout/", "ok", "203.0.113.9", 302, none, 0)
	f(`203.0.113.9 - - [22/Nov/2026:10:11:12 +0800] "GET /admin HTTP/1.1" 403 0`, "visit", "", "GET", "/admin", "refused", "203.0.113.9", 403, none, 0)
	f(`2001:db8::1 - - [22/Nov/2026:10:11:12 +0800] "GET / HTTP/2.0" 500 7`, "visit", "", "GET", "/", "failed", "2001:db8::1", 500, none, 7)
	f(`{"level":"info","ts":1764000000.5,"logger":"http.log.access","msg":"handled request","request":{"remote_ip":"198.51.100.4","method":"GET","host":"a.example","uri":"/x"},"duration":0.0125,"size":99,"status":404}`, "visit", "", "GET", "/x", "failed", "198.51.100.4", 404, 13, 99)
}

func TestOurOperationKeepsItsFields(t *testing.T) {
	line := `{"time":"2026-11-22T08:10:11.345Z","account":"admin","name":"Root","role":"owner","company":"Acme","ip":"10.0.0.7","session":"s1","action":"modify","verb":"assign","module":"queue","target_type":"queue","target_id":"17","target":"Support","outcome":"success","reason":"asked","before":{"size":2},"after":{"size":3},"correlation":"c1"}`
	e := parse.Detect([]byte(line+"\n"), parse.Options{}).Event([]byte(line))
	got, ok := operation(&e, []byte(line))
	want := store.AuditEvent{
		Time: e.Time, TimeText: "2026-11-22T08:10:11.345Z", Account: "admin", Name: "Root", Role: "owner", Company: "Acme", CompanyOrigin: "record",
		IP: "10.0.0.7", Session: "s1", Action: "modify", Verb: "assign", Module: "queue", TargetType: "queue", TargetID: "17", Target: "Support",
		Outcome: "success", Reason: "asked", Before: `{"size":2}`, After: `{"size":3}`, Correlation: "c1", Raw: line,
		Recorded: store.Recorded{Name: "Root", Company: "Acme"},
	}
	if diff := cmp.Diff(want, got); diff != "" || !ok {
		t.Error(ok, diff)
	}
}

func TestActionsAreFour(t *testing.T) {
	f := func(written, action string) {
		t.Helper()
		line := `{"time":"2026-11-22T08:10:11Z","action":"` + written + `","module":"queue"}`
		e := parse.Detect([]byte(line+"\n"), parse.Options{}).Event([]byte(line))
		if o, _ := operation(&e, nil); o.Action != action || o.Verb != written {
			t.Errorf("%s: %q %q", written, o.Action, o.Verb)
		}
	}
	f("add", "add")
	f("Create", "add")
	f("UPDATE", "modify")
	f("remove", "delete")
	f("view", "query")
	f("reboot", "")
}

func TestKindOfAFile(t *testing.T) {
	f := func(family, text string, want Kind) {
		t.Helper()
		var p index.Fielder = parse.Detect([]byte(text), parse.Options{})
		if got := kindOf(family, p, []byte(text)); got != want {
			t.Errorf("%s %.40s: %d, want %d", family, text, got, want)
		}
	}
	f("access_log", "anything", Access)
	f("audit_log", "", Audit)
	f("httpd", lines(0, 3), Access)
	f("httpd", `203.0.113.9 - - [22/Nov/2026:10:11:12 +0800] "GET / HTTP/1.1" 200 512 "-" "curl/8"`+"\n", Access)
	f("operations", `{"time":"2026-11-22T08:10:11Z","action":"add","module":"queue","target":"x"}`+"\n", Audit)
	f("application", "2026-11-22 08:00:00.000 INFO  [main] a.B - started\n", None)
	f("application", `{"time":"2026-11-22T08:10:11Z","level":"info","msg":"x","action":"add"}`+"\n", None)
	f("application", "", None)
}

func TestWholeEntries(t *testing.T) {
	f := func(entry string, want bool) {
		t.Helper()
		if got := whole([]byte(entry)); got != want {
			t.Errorf("%q: %v", entry, got)
		}
	}
	f(`{"a":1}`, true)
	f(`{"a":1`, false)
	f(`1.2.3.4 - - [x]`, true)
	f(``, true)
}

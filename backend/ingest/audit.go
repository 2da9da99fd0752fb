package ingest

import (
	"strings"

	"cordwood/backend/event"
	"cordwood/backend/store"
)

// verbs are the words that servers write for the four actions.
var verbs = map[string]string{
	"add": "add", "create": "add", "insert": "add", "new": "add", "import": "add", "post": "add",
	"delete": "delete", "remove": "delete", "destroy": "delete", "drop": "delete",
	"modify": "modify", "update": "modify", "edit": "modify", "change": "modify", "set": "modify", "put": "modify", "patch": "modify",
	"query": "query", "view": "query", "read": "query", "list": "query", "get": "query", "search": "query", "export": "query",
}

// operation makes a record of an entry; false when the entry is none.
func operation(e *event.Event, raw []byte) (store.AuditEvent, bool) {
	get := func(name string) string { return first(e, []string{name}) }
	o := store.AuditEvent{
		Time: e.Time, TimeText: e.TimeText, Raw: string(raw),
		Account: get("account"), Role: get("role"), IP: address(get("ip")), Session: get("session"),
		Verb: get("verb"), Module: get("module"), TargetType: get("target_type"), TargetID: get("target_id"), Target: get("target"),
		Outcome: get("outcome"), Reason: get("reason"), Before: get("before"), After: get("after"), Correlation: get("correlation"),
	}
	action := get("action")
	o.Action = verbs[strings.ToLower(action)]
	if o.Verb == "" {
		o.Verb = action
	}
	o.Recorded = store.Recorded{Name: get("name"), Company: first(e, accessCompany), Memo: get("memo"), Place: get("place")}
	o.Restore()
	return o, o.Verb != "" || o.Module != ""
}

package store

import (
	"time"

	"cordwood/backend/event"
)

// At is where a record stands in the logs: with Source and File, Offset finds it
// again on any machine. Path is the file's last known name, for citing.
type At struct {
	Source event.SourceID
	File   event.FileID
	Path   string
	Offset event.Offset
	Line   event.Line
}

// Origins of a resolved company or memo. A place has its own origins (package
// place); an empty origin goes with an empty value.
const (
	FromRecord    = "record"
	FromDirectory = "directory"
	FromNote      = "note"
)

// Unknown is a number that the record did not carry.
const Unknown = -1

// Recorded is what the record itself said, before anything was looked up.
type Recorded struct{ Scope, Name, Company, Memo, Place string }

// AccessEvent is one visit, sign-in, sign-out or refusal. Text is empty where
// nothing is known, a number Unknown.
type AccessEvent struct {
	ID            int64 // in this database only; 0 before it is stored
	At            At
	Time          time.Time // UTC, to the millisecond; zero when the record has none
	TimeText      string    // as written
	Kind          string    // "visit", "sign-in", "sign-out", "refused"
	Scope         string    // "administrator", "tenant"
	Account       string
	Name          string
	Company       string
	CompanyOrigin string
	Memo          string
	MemoOrigin    string
	Note          string // the user's own words on this one row; the store fills it
	Host          string
	Method        string
	Path          string
	Page          string
	Status        int64
	Result        string
	IP            string
	Place         string
	Country       string // ISO 3166 alpha-2
	PlaceOrigin   string
	Agent         string
	MS            int64
	Bytes         int64
	Session       string
	RequestID     string
	Raw           string
	Recorded      Recorded
}

// Restore puts back what the record said, so that the look-ups can run again.
func (e *AccessEvent) Restore() {
	r := e.Recorded
	e.Scope, e.Name, e.Place, e.Country, e.PlaceOrigin = r.Scope, r.Name, r.Place, "", ""
	e.Company, e.CompanyOrigin = r.Company, origin(r.Company)
	e.Memo, e.MemoOrigin = r.Memo, origin(r.Memo)
}

// AuditEvent is one administrative operation. Before and After are JSON text,
// empty where the server did not record the values.
type AuditEvent struct {
	ID            int64
	At            At
	Time          time.Time
	TimeText      string
	Account       string
	Name          string
	Role          string
	Company       string
	CompanyOrigin string
	Memo          string
	MemoOrigin    string
	Note          string
	IP            string
	Place         string
	Country       string
	PlaceOrigin   string
	Session       string
	Action        string // "add", "delete", "modify", "query", or ""
	Verb          string // the action as the server wrote it
	Module        string
	TargetType    string
	TargetID      string
	Target        string
	Outcome       string
	Reason        string
	Before        string
	After         string
	Correlation   string
	Raw           string
	Recorded      Recorded // Scope is not used
}

// Restore puts back what the record said, so that the look-ups can run again.
func (e *AuditEvent) Restore() {
	r := e.Recorded
	e.Name, e.Place, e.Country, e.PlaceOrigin = r.Name, r.Place, "", ""
	e.Company, e.CompanyOrigin = r.Company, origin(r.Company)
	e.Memo, e.MemoOrigin = r.Memo, origin(r.Memo)
}

func origin(recorded string) string {
	if recorded == "" {
		return ""
	}
	return FromRecord
}

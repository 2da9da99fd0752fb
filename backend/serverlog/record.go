package serverlog

import (
	"bytes"
	"encoding/json"
	"time"

	"cordwood/backend/fault"
)

// AccessRecord is one line of access_log.log. A zero Time is now; empty fields
// are left out.
type AccessRecord struct {
	Time      time.Time `json:"-"`
	Kind      string    `json:"kind"`            // visit, sign-in, sign-out, refused
	Scope     string    `json:"scope,omitempty"` // administrator, tenant
	Account   string    `json:"account,omitempty"`
	Name      string    `json:"name,omitempty"`
	Company   string    `json:"company,omitempty"`
	Memo      string    `json:"memo,omitempty"`
	Method    string    `json:"method,omitempty"`
	Path      string    `json:"path,omitempty"`
	Page      string    `json:"page,omitempty"`   // what a person calls the path
	Status    int       `json:"status,omitempty"` // HTTP status
	Result    string    `json:"result,omitempty"`
	IP        string    `json:"ip,omitempty"`
	Place     string    `json:"place,omitempty"`
	Agent     string    `json:"agent,omitempty"`
	Millis    float64   `json:"ms"`
	Bytes     int64     `json:"bytes"`
	Session   string    `json:"session,omitempty"`
	RequestID string    `json:"request_id,omitempty"`
}

// AuditRecord is one line of audit_log.log: who changed what. Before and After
// are what encoding/json can write, as a rule an object of fields.
type AuditRecord struct {
	Time        time.Time `json:"-"`
	Account     string    `json:"account,omitempty"`
	Name        string    `json:"name,omitempty"`
	Role        string    `json:"role,omitempty"`
	Company     string    `json:"company,omitempty"`
	IP          string    `json:"ip,omitempty"`
	Session     string    `json:"session,omitempty"`
	Action      string    `json:"action"`         // add, delete, modify, query
	Verb        string    `json:"verb,omitempty"` // the server's own word: "assign"
	Module      string    `json:"module,omitempty"`
	TargetType  string    `json:"target_type,omitempty"`
	TargetID    string    `json:"target_id,omitempty"`
	Target      string    `json:"target,omitempty"`
	Outcome     string    `json:"outcome,omitempty"` // success, failure
	Reason      string    `json:"reason,omitempty"`
	Before      any       `json:"before,omitempty"`
	After       any       `json:"after,omitempty"`
	Correlation string    `json:"correlation,omitempty"`
}

// Access appends one record to access_log.log, whatever the level rule.
func (s *Suite) Access(r AccessRecord) error {
	return s.record(accessFamily, struct {
		Time string `json:"time"`
		AccessRecord
	}{s.stamp(r.Time), r})
}

// Audit appends one record to audit_log.log, whatever the level rule.
func (s *Suite) Audit(r AuditRecord) error {
	return s.record(auditFamily, struct {
		Time string `json:"time"`
		AuditRecord
	}{s.stamp(r.Time), r})
}

func (s *Suite) record(family string, r any) error {
	var line bytes.Buffer
	enc := json.NewEncoder(&line)
	enc.SetEscapeHTML(false) // it is a log, no page; < stays readable
	if err := enc.Encode(r); err != nil {
		return fault.New("write log", fault.Invalid, family, "before and after must be what JSON can hold", err)
	}
	_, err := s.Writer(family).Write(line.Bytes())
	return err
}

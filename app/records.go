package app

import (
	"encoding/json"
	"time"

	"cordwood/backend/change"
	"cordwood/backend/event"
	"cordwood/backend/store"
)

// The shapes of one JSON line, for exports and the command line. Field names
// are those of the query language.

// EventLine is one log entry.
type EventLine struct {
	Time      *time.Time `json:"time"` // RFC 3339, UTC
	Level     string     `json:"level"`
	LevelText string     `json:"level_text"`
	Severity  int        `json:"severity"`
	Message   string     `json:"message"`
	Fields    fieldsJSON `json:"fields"`
	Format    string     `json:"format,omitempty"`
	File      string     `json:"file,omitempty"`
	Line      int64      `json:"line"`
	Lines     int        `json:"lines"`
	MoreBytes int64      `json:"more_bytes,omitempty"` // of the entry, behind what was read of it
}

// fieldsJSON is an object that keeps the order of the entry.
type fieldsJSON []event.Field

// MarshalJSON writes numbers and documents as what they are when they are valid.
func (f fieldsJSON) MarshalJSON() ([]byte, error) {
	out := []byte{'{'}
	for i, x := range f {
		if i > 0 {
			out = append(out, ',')
		}
		name, err := json.Marshal(x.Name)
		if err != nil {
			return nil, err
		}
		value := []byte(x.Value)
		if x.Kind == event.Text || !json.Valid(value) {
			if value, err = json.Marshal(x.Value); err != nil {
				return nil, err
			}
		}
		out = append(append(append(out, name...), ':'), value...)
	}
	return append(out, '}'), nil
}

// EventJSON is the line of one entry.
func EventJSON(e *event.Event) EventLine {
	return EventLine{
		Time: moment(e.Time), Level: e.Severity.String(), LevelText: e.LevelText, Severity: int(e.Severity),
		Message: e.Body, Fields: e.Fields, Line: int64(e.Line), Lines: e.Lines,
	}
}

// AccessLine is one visit.
type AccessLine struct {
	Time          *time.Time `json:"time"`
	Kind          string     `json:"kind"`
	Scope         string     `json:"scope"`
	Account       string     `json:"account"`
	Name          string     `json:"name"`
	Company       string     `json:"company"`
	CompanyOrigin string     `json:"company_origin"`
	Memo          string     `json:"memo"`
	MemoOrigin    string     `json:"memo_origin"`
	Method        string     `json:"method"`
	Path          string     `json:"path"`
	Page          string     `json:"page"`
	Status        *int64     `json:"status"`
	Result        string     `json:"result"`
	IP            string     `json:"ip"`
	Place         string     `json:"place"`
	PlaceOrigin   string     `json:"place_origin"`
	Country       string     `json:"country"`
	Client        string     `json:"client"`
	Ms            *int64     `json:"ms"`
	Bytes         *int64     `json:"bytes"`
	Session       string     `json:"session"`
	RequestID     string     `json:"request_id"`
	File          string     `json:"file"`
	Line          int64      `json:"line"`
}

// AccessJSON is the line of one visit.
func AccessJSON(e *store.AccessEvent) AccessLine {
	return AccessLine{
		Time: moment(e.Time), Kind: e.Kind, Scope: e.Scope, Account: e.Account, Name: e.Name,
		Company: e.Company, CompanyOrigin: e.CompanyOrigin, Memo: e.Memo, MemoOrigin: e.MemoOrigin,
		Method: e.Method, Path: e.Path, Page: e.Page, Status: known(e.Status), Result: e.Result,
		IP: e.IP, Place: e.Place, PlaceOrigin: e.PlaceOrigin, Country: e.Country, Client: e.Agent,
		Ms: known(e.MS), Bytes: known(e.Bytes), Session: e.Session, RequestID: e.RequestID, File: e.At.Path, Line: int64(e.At.Line),
	}
}

// AuditLine is one operation; secrets in its values are masked.
type AuditLine struct {
	Time        *time.Time      `json:"time"`
	Action      string          `json:"action"`
	Verb        string          `json:"verb"`
	Module      string          `json:"module"`
	Account     string          `json:"account"`
	Name        string          `json:"name"`
	Role        string          `json:"role"`
	Company     string          `json:"company"`
	IP          string          `json:"ip"`
	Place       string          `json:"place"`
	TargetType  string          `json:"target_type"`
	TargetID    string          `json:"target_id"`
	Target      string          `json:"target"`
	Outcome     string          `json:"outcome"`
	Reason      string          `json:"reason"`
	Before      json.RawMessage `json:"before,omitempty"`
	After       json.RawMessage `json:"after,omitempty"`
	Correlation string          `json:"correlation"`
	File        string          `json:"file"`
	Line        int64           `json:"line"`
}

// AuditJSON is the line of one operation.
func AuditJSON(e *store.AuditEvent) AuditLine {
	return AuditLine{
		Time: moment(e.Time), Action: e.Action, Verb: e.Verb, Module: e.Module, Account: e.Account, Name: e.Name, Role: e.Role,
		Company: e.Company, IP: e.IP, Place: e.Place, TargetType: e.TargetType, TargetID: e.TargetID, Target: e.Target,
		Outcome: e.Outcome, Reason: e.Reason, Before: document(e.Before), After: document(e.After),
		Correlation: e.Correlation, File: e.At.Path, Line: int64(e.At.Line),
	}
}

// document is a masked value as JSON; text that is none becomes a string.
func document(s string) json.RawMessage {
	if s == "" {
		return nil
	}
	masked := []byte(change.Redact(s))
	if json.Valid(masked) {
		return masked
	}
	quoted, _ := json.Marshal(string(masked)) // a string always marshals
	return quoted
}

func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

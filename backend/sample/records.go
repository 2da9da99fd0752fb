package sample

import (
	"encoding/json"
	"time"
)

// accessRecord is one visit, sign-in, sign-out or refusal, as the world knows it.
type accessRecord struct {
	at                 time.Time
	kind               string // visit, sign-in, sign-out, refused
	who                *account
	method, path, page string
	status             int
	result             string
	ip, place, agent   string
	took               time.Duration
	bytes              int64
	session, requestID string
}

// The kinds of an access record and the actions and outcomes of an audit record.
const (
	kindVisit   = "visit"
	kindSignIn  = "sign-in"
	kindSignOut = "sign-out"
	kindRefused = "refused"

	actionAdd    = "add"
	actionDelete = "delete"
	actionModify = "modify"
	actionQuery  = "query"

	outcomeOK      = "ok"
	outcomeRefused = "refused"
	outcomeFailed  = "failed"
)

// auditRecord is one administrative operation, as the world knows it.
type auditRecord struct {
	at                    time.Time
	who                   *account
	company               string // of the target
	session, correlation  string
	action, verb          string
	module                string
	targetType, id, title string
	outcome, reason       string
	before, after         json.RawMessage
}

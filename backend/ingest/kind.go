package ingest

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"cordwood/backend/event"
	"cordwood/backend/index"
)

// Kind is what the entries of a file are.
type Kind uint8

const (
	None   Kind = iota // lines of a server log
	Access             // visits
	Audit              // administrative operations
)

// Records reports whether the newest readable file of a family holds visits or
// operations.
func (s *Source) Records(ctx context.Context, family string) bool {
	for _, c := range s.Chains() {
		for _, f := range slices.Backward(c.Files) {
			if c.Family != family {
				break
			}
			if _, kind, err := f.of(ctx, f); err == nil {
				return kind != None
			}
		}
	}
	return false
}

// kindOf says what a file holds: by the family's name, else by its first
// entries, of which more than half must be records with the telling fields. Lines
// that begin with # are the heads of W3C logs.
func kindOf(family string, f index.Fielder, sample []byte) Kind {
	switch strings.ToLower(family) {
	case "access_log", "access":
		return Access
	case "audit_log", "audit":
		return Audit
	}
	var visits, operations, all int
	for line := range bytes.Lines(sample) {
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 || line[0] == '#' || !f.Head(line) {
			continue
		}
		if all++; all > 50 {
			break
		}
		e := f.Event(line)
		switch {
		case looksLikeOperation(&e):
			operations++
		case looksLikeVisit(&e):
			visits++
		}
	}
	switch {
	case visits*2 > all:
		return Access
	case operations*2 > all:
		return Audit
	}
	return None
}

// looksLikeVisit wants a request with its answer and its sender, or our own record.
func looksLikeVisit(e *event.Event) bool {
	if have(e, "kind") && have(e, "ip") && have(e, "ms") {
		return true
	}
	return first(e, accessMethod) != "" && first(e, accessPath) != "" && first(e, accessStatus) != "" && first(e, accessIP) != ""
}

// looksLikeOperation wants what was done, and on what.
func looksLikeOperation(e *event.Event) bool {
	return have(e, "action") && have(e, "module") && (have(e, "target") || have(e, "target_id") || have(e, "outcome") || have(e, "target_type"))
}

func have(e *event.Event, name string) bool {
	v, _ := e.Field(name)
	return v != ""
}

// first is the value of the first of the names that the entry has; "-" is how
// access logs write that there is none.
func first(e *event.Event, names []string) string {
	for _, name := range names {
		if v, _ := e.Field(name); v != "" && v != "-" {
			return v
		}
	}
	return ""
}

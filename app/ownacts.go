package app

import (
	"encoding/json"
	"path/filepath"

	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/store"
	"cordwood/backend/trail"
)

// The modules of what Cordwood does.
var (
	logFiles   = fault.Say("Log files")
	logRules   = fault.Say("Log rules")
	sources    = fault.Say("Sources")
	notes      = fault.Say("Notes")
	operations = fault.Say("Operations")
	settings   = fault.Say("Settings")
)

// ownKind is one thing that Cordwood does, in the words of the audit desk.
type ownKind struct {
	action string
	verb   fault.Said // the op of the trail
	module fault.Said
}

var ownKinds = []ownKind{
	{"delete", fault.Say("hold"), logFiles},
	{"delete", fault.Say("purge"), logFiles},
	{"delete", fault.Say("clean"), logFiles},
	{"add", fault.Say("undo"), logFiles},
	{"query", fault.Say("export"), logFiles},
	{"modify", fault.Say("rotate"), logFiles},
	{"modify", fault.Say("set rules"), logRules},
	{"modify", fault.Say("unlock"), sources},
	{"modify", fault.Say("set zone"), sources},
	{"modify", fault.Say("set clocks"), sources},
	{"modify", fault.Say("set charset"), sources},
	{"delete", fault.Say("forget"), sources},
	{"modify", fault.Say("set note"), notes},
	{"add", fault.Say("import"), operations},
	{"modify", fault.Say("set"), settings},
}

// kindOf is nothing for an op that this version does not know.
func kindOf(op string) ownKind {
	for _, k := range ownKinds {
		if k.verb.String() == op {
			return k
		}
	}
	return ownKind{}
}

// ownTarget is what an act was done to.
func ownTarget(op, target, args string) fault.Said {
	switch op {
	case "set rules":
		var c changeOfRules
		if json.Unmarshal([]byte(args), &c) == nil {
			return fault.Say("revision {0}", c.Rev)
		}
	case "set note":
		var c changeOfNote
		if json.Unmarshal([]byte(args), &c) == nil {
			return noteOn(c)
		}
	}
	return fault.Say("{0}", filepath.Base(target))
}

func noteOn(c changeOfNote) fault.Said {
	switch store.NoteKind(c.Kind) {
	case store.NoteAccount:
		return fault.Say("account {0}", c.Of)
	case store.NoteCompany:
		return fault.Say("company {0}", c.Of)
	case store.NoteIP:
		return fault.Say("ip {0}", c.Of)
	case store.NoteNetwork:
		return fault.Say("network {0}", c.Of)
	case store.NoteVisit:
		return fault.Say("visit {0}", c.Of)
	}
	return fault.Say("{0}", c.Kind+" "+c.Of)
}

// ownAct is an act of the trail as an operation of the audit desk, in English: so it is
// stored and searched.
func ownAct(intent, outcome trail.Entry) store.AuditEvent {
	word, reason := outcomeWord(outcome.Outcome)
	kind := kindOf(intent.Op)
	e := store.AuditEvent{
		At: store.At{Offset: event.Offset(intent.Seq), Line: event.Line(intent.Seq)}, Time: intent.Time, Account: intent.Actor, Name: "Cordwood", Role: ownRole,
		Action: kind.action, Verb: intent.Op, Module: kind.module.String(),
		Target: ownTarget(intent.Op, intent.Target, intent.Args).String(), TargetID: intent.Target,
		Outcome: word, Reason: reason, Raw: intent.Args, Recorded: store.Recorded{Name: "Cordwood"},
	}
	switch intent.Op {
	case "set rules":
		var c changeOfRules
		if json.Unmarshal([]byte(intent.Args), &c) == nil {
			e.Before, e.After = asText(c.Before), asText(c.After)
		}
	case "set note":
		var c changeOfNote
		if json.Unmarshal([]byte(intent.Args), &c) == nil {
			e.After = asText(c)
			e.TargetID = c.Kind + ":" + c.Of // the folder would give all notes one history
		}
	}
	return e
}

func asText(v any) string {
	text, _ := json.Marshal(v) // of our own types, which always can be
	return string(text)
}

// ownWords is the same operation as it crosses.
func ownWords(e *store.AuditEvent) *OwnAct {
	kind := kindOf(e.Verb)
	return &OwnAct{
		Verb: inWords(kind.verb, e.Verb), Module: inWords(kind.module, e.Module),
		Target: inWords(ownTarget(e.Verb, e.TargetID, e.Raw), e.Target),
	}
}

// inWords says what is stored, in a sentence when that is its English.
func inWords(s fault.Said, stored string) Said {
	if s.String() != stored {
		s = quoted(stored)
	}
	return said(s)
}

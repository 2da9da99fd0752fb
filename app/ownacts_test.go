package app

import (
	"slices"
	"strings"
	"testing"

	"cordwood/backend/store"
	"cordwood/backend/trail"
)

// What Cordwood did is stored in English and crosses as a sentence of the same words.
func TestOwnWords(t *testing.T) {
	f := func(op, target, args string, want ...string) {
		t.Helper()
		e := ownAct(trail.Entry{Op: op, Target: target, Args: args}, trail.Entry{Outcome: "ok"})
		own := ownWords(&e)
		codes := []string{string(own.Verb.Code), string(own.Module.Code), string(own.Target.Code)}
		if !slices.Equal(codes, want) {
			t.Errorf("%s: %q, want %q", op, codes, want)
		}
		if own.Verb.Text != e.Verb || own.Module.Text != e.Module || own.Target.Text != e.Target {
			t.Errorf("%s: %+v says other words than %q %q %q", op, own, e.Verb, e.Module, e.Target)
		}
	}
	f("hold", "/logs/a.log.1", `{}`, "hold", "Log files", "{0}")
	f("set rules", "/logs", `{"rev":7}`, "set rules", "Log rules", "revision {0}")
	f("set note", "/logs", `{"kind":"account","of":"8401"}`, "set note", "Notes", "account {0}")
	f("set note", "/logs", `{"kind":"ip","of":"10.0.0.1"}`, "set note", "Notes", "ip {0}")
	f("set note", "/logs", `{"kind":"network","of":"10.0.0.0/8"}`, "set note", "Notes", "network {0}")
	f("set note", "/logs", `{"kind":"company","of":"Acme"}`, "set note", "Notes", "company {0}")
	f("set note", "/logs", `{"kind":"visit","of":"12"}`, "set note", "Notes", "visit {0}")
	f("set note", "/logs", `{"kind":"moon","of":"12"}`, "set note", "Notes", "{0}")
	f("of a later version", "/logs", `{}`, "{0}", "", "{0}")
	for _, k := range ownKinds {
		f(k.verb.String(), "/logs/a.log", ``, k.verb.Code(), k.module.Code(), "{0}")
	}

	// A server may write the same role; its words stay its own.
	spoof := ownWords(&store.AuditEvent{Role: ownRole, Verb: "hold", Module: "Calls", Target: "7", TargetID: "/x/8"})
	if got := []string{string(spoof.Module.Code), spoof.Module.Text, spoof.Target.Text}; !slices.Equal(got, []string{"{0}", "Calls", "7"}) {
		t.Errorf("of a server: %q", got)
	}
}

// Whatever an act's record holds, what crosses says the words that are stored. A server may
// write our role too: its records are told as they are.
func FuzzOwnWords(f *testing.F) {
	f.Add("set rules", "/logs", `{"rev":7,"before":{"cleaner":"server"},"after":null}`, true)
	f.Add("set note", "/logs", `{"kind":"account","of":"zoë {0}","memo":"李伟"}`, true)
	f.Add("clean", "/logs/a.log.1", `{"path":"a.log.1","size":-1,"reason":"3 over -2"}`, true)
	f.Add("set rules", "", `{"rev":"seven"}`, false)
	f.Add("of a later version {1}", "C:\\", `[`, true)
	f.Fuzz(func(t *testing.T, op, target, args string, ours bool) {
		e := ownAct(trail.Entry{Op: op, Target: target, Args: args}, trail.Entry{Outcome: "ok"})
		if !ours {
			e = store.AuditEvent{Role: ownRole, Verb: op, Module: op, Target: target, TargetID: target, Raw: args}
		}
		if own := ownWords(&e); own.Verb.Text != e.Verb || own.Module.Text != e.Module || own.Target.Text != e.Target {
			t.Errorf("%+v says other words than %q %q %q", own, e.Verb, e.Module, e.Target)
		}
		_ = cleanedFile(e)
	})
}

// A module is in our words only where nobody else's operations name it.
func TestModulesOfOwnActs(t *testing.T) {
	w := newHeldWorld(t)
	if err := w.app.Access().SetNote(w.id, Note{Kind: "account", Key: "1001", Memo: "the lobby"}); err != nil {
		t.Fatal(err)
	}
	f := func(want string) {
		t.Helper()
		all, err := w.app.Audit().Modules(w.id)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, m := range all {
			got = append(got, m.Text+"|"+string(m.Own.Code))
		}
		slices.Sort(got)
		if strings.Join(got, " ") != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	f("Log files|Log files Notes|Notes Sources|Sources")
	o, err := w.app.source(w.id)
	if err != nil {
		t.Fatal(err)
	}
	_, err = o.store.Import(t.Context(), store.Batch{Source: o.id, File: store.File{ID: "t", Path: "import: t.csv", Family: "import"}, To: 2, Audit: []store.AuditEvent{
		{Verb: "modify", Action: "modify", Module: "Notes", Account: "li"},
		{At: store.At{Offset: 1, Line: 2}, Verb: "add", Action: "add", Module: "Settings", Account: "li"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	f("Log files|Log files Notes| Settings| Sources|Sources")
}

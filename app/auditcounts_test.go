package app

import (
	"fmt"
	"strings"
	"testing"

	"cordwood/backend/event"
	"cordwood/backend/store"
)

// Each number of the line of counts is what a press on it leaves, of everything else that is asked.
func TestLineOfCounts(t *testing.T) {
	w := newHeldWorld(t)
	for _, account := range []string{"1001", "1002"} {
		if err := w.app.Access().SetNote(w.id, Note{Kind: "account", Key: account, Memo: "the lobby"}); err != nil {
			t.Fatal(err)
		}
	}
	o, err := w.app.source(w.id)
	if err != nil {
		t.Fatal(err)
	}
	batch := store.Batch{Source: o.id, File: store.File{ID: "t", Path: "import: t.csv", Family: "import"}, To: 9}
	for i, action := range []string{"add", "add", "modify", "delete", "delete", "query", ""} {
		batch.Audit = append(batch.Audit, store.AuditEvent{
			At: store.At{Offset: event.Offset(i), Line: event.Line(i + 1)}, Action: action, Verb: action, Account: "li",
			Module: []string{"Queue", "Route"}[i%2], Outcome: []string{"ok", "refused", "failed"}[i%3],
		})
	}
	if _, err := o.store.Import(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	f := func(r RecordRequest, want string) {
		t.Helper()
		r.Source = w.id
		state, err := w.app.Audit().Open(r)
		if err != nil {
			t.Fatal(err)
		}
		got := []string{fmt.Sprint(state.Total)}
		for _, name := range []string{"all", "add", "modify", "delete", "query", "refused", "failed", "cordwood"} {
			n := int64(0)
			for _, c := range state.Counts {
				if c.Text == name {
					n += c.Count
				}
			}
			got = append(got, fmt.Sprint(n))
		}
		if strings.Join(got, " ") != strings.TrimSpace(want) {
			t.Errorf("%+v: %s, want %s", r, strings.Join(got, " "), want)
		}
	}
	// The world unlocked and held; its two notes are the other modifications of Cordwood.
	//                                        total all add modify delete query refused failed cordwood
	f(RecordRequest{}, "                          11 11 2 4 3 1 2 2 4")
	f(RecordRequest{Origin: "all"}, "             11 11 2 4 3 1 2 2 4")
	f(RecordRequest{Origin: "cordwood"}, "         4 4 0 3 1 0 0 0 4")
	f(RecordRequest{Origin: "server"}, "           7 7 2 1 2 1 2 2 4")
	f(RecordRequest{Action: "delete"}, "           3 11 2 4 3 1 1 0 1")
	f(RecordRequest{Query: "action:delete"}, "     3 11 2 4 3 1 1 0 1")
	f(RecordRequest{Query: "outcome:refused"}, "   2 2 1 0 1 0 2 2 0")
	f(RecordRequest{Query: "account:li"}, "        7 7 2 1 2 1 2 2 0")
	f(RecordRequest{Module: "Queue"}, "            4 4 1 1 1 0 1 1 0")
	f(RecordRequest{Query: "action:add OR outcome:failed"}, "4 4 2 1 0 1 1 2 0")
	f(RecordRequest{Action: "add", Query: "outcome:refused OR outcome:ok"}, "2 9 2 3 3 0 1 0 0")
}

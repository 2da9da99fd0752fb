package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cordwood/backend/config"
)

// What is said of accounts and networks while a source is closed, in Settings, in its
// tenants.csv, in a note, holds for the records that were stored before, once it is
// opened again; where nothing was said, nothing is looked up.
func TestWhatIsSaidWhileASourceIsClosed(t *testing.T) {
	home := testHome(t)
	dir, other := t.TempDir(), t.TempDir()
	write := func(dir, name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, d := range []string{dir, other} {
		write(d, "access_log.log", `10.2.0.1 - 1001 [24/Nov/2026:10:00:00 +0000] "GET /a HTTP/1.1" 200 15`+"\n"+
			`198.51.100.7 - 1002 [24/Nov/2026:10:00:01 +0000] "GET /a HTTP/1.1" 200 15`+"\n")
	}
	var a *App
	// run opens the program, does something with it, and ends it.
	run := func(do func()) {
		t.Helper()
		var err error
		if a, err = New(Options{Home: home}); err != nil {
			t.Fatal(err)
		}
		defer a.Close()
		do()
	}
	open := func(dir string) *opened {
		t.Helper()
		src, err := a.OpenPath(dir, Records)
		if err == nil {
			src, err = a.Wait(t.Context(), src.ID)
		}
		if err != nil || src.Resolved != 100 {
			t.Fatal(src.Resolved, err)
		}
		o, err := a.source(src.ID)
		if err != nil {
			t.Fatal(err)
		}
		return o
	}
	// heard says whether news of a kind come; those that are not due are not waited for.
	heard := func(ticks <-chan Tick, kind string, due bool) bool {
		if !due {
			a.hub.emit(Tick{Kind: "end"})
		}
		for {
			select {
			case tick := <-ticks:
				if tick.Kind == kind || tick.Kind == "end" {
					return tick.Kind == kind
				}
			case <-time.After(time.Minute):
				return false
			}
		}
	}
	want := func(what string, companies ...string) {
		t.Helper()
		run(func() {
			ticks, cancel := a.hub.subscribe()
			defer cancel()
			o := open(dir)
			due := what != "nothing was said since"
			if news := heard(ticks, "access", due); news != due {
				t.Errorf("%s: records are new: %v", what, news)
			}
			var got []string
			for _, account := range []string{"1001", "1002"} {
				for _, field := range []string{"company", "memo", "place"} {
					counts, err := o.countBy("account", account, field)
					if err != nil {
						t.Fatal(err)
					}
					for _, c := range counts {
						got = append(got, c.Text)
					}
				}
			}
			if g, w := strings.Join(got, ", "), strings.Join(companies, ", "); g != w {
				t.Errorf("%s: the records say %s, want %s", what, g, w)
			}
		})
	}
	set := func(change func(*config.Settings)) {
		t.Helper()
		run(func() {
			if err := a.changeSettings("test", nil, change); err != nil {
				t.Fatal(err)
			}
		})
	}
	want("nothing was said", "private network", "documentation")
	set(func(s *config.Settings) { s.Tenants = []config.Tenant{{Account: "1001", Company: "Delta"}} })
	want("a row in Settings", "Delta", "private network", "documentation")
	set(func(s *config.Settings) { s.Networks = []config.Network{{Network: "10.2.0.0/16", Name: "HQ"}} })
	want("a network", "Delta", "HQ", "documentation")
	write(dir, "tenants.csv", "company,memo,account\nAcme,desk 4,100*\n")
	want("tenants.csv", "Delta", "HQ", "Acme", "desk 4", "documentation")
	set(func(s *config.Settings) { s.Tenants = nil })
	want("the row is taken away", "Acme", "desk 4", "HQ", "Acme", "desk 4", "documentation")
	run(func() {
		o := open(other)
		if err := a.Access().SetNote(string(o.id), Note{Kind: "account", Key: "1002", Company: "Beta", Memo: "night shift"}); err != nil {
			t.Fatal(err)
		}
	})
	want("a note that was written in another source", "Acme", "desk 4", "HQ", "Acme", "desk 4", "documentation")
	if err := os.Remove(filepath.Join(dir, "tenants.csv")); err != nil {
		t.Fatal(err)
	}
	want("tenants.csv is gone", "HQ", "Beta", "night shift", "documentation")
	want("nothing was said since", "HQ", "Beta", "night shift", "documentation")
}

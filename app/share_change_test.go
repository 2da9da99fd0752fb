//go:build linux

package app

import (
	"archive/zip"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cordwood/backend/fault"
	"cordwood/backend/source/sharetest"
)

// unlockedShare is a source on a share that may be changed, with two rotated copies.
func unlockedShare(t *testing.T) (*sharetest.Share, *App, Source) {
	t.Helper()
	s := sharetest.Mount(t)
	serverSays(t, s, "application-2026-11-20.log", 0, 10)
	serverSays(t, s, "application-2026-11-21.log", 10, 30)
	serverSays(t, s, "application.log", 30, 40)
	a := testApp(t)
	src, err := a.OpenPath(s.Path, Records)
	if err == nil {
		src, err = a.Wait(t.Context(), src.ID)
	}
	if err == nil {
		src, err = a.Sources().Unlock(src.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	return s, a, src
}

// shown are Cordwood's own acts on the audit desk: what, and how it ended.
func shown(t *testing.T, a *App, source string) string {
	t.Helper()
	state, err := a.Audit().Open(RecordRequest{Source: source, Slot: "own", Origin: "cordwood"})
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	a.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/data/audit?h="+state.Handle, nil))
	var page AuditPage
	if err := json.Unmarshal(w.Body.Bytes(), &page); err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, r := range page.Rows {
		all = append(all, r.Verb+" "+r.Outcome)
	}
	return strings.Join(all, ", ")
}

// A deletion whose server stops in the middle ends with what is known. Its record is
// open until the server tells, and holds up nothing that is done meanwhile.
func TestADeletionOnAShareThatStops(t *testing.T) {
	s, a, src := unlockedShare(t)
	families, err := a.ServerLogs().Families(src.ID)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, c := range families.Families[0].Copies {
		if !c.Live {
			ids = append(ids, c.ID)
		}
	}
	plan, err := a.ServerLogs().PlanDelete(src.ID, ids)
	if err != nil || plan.Files != 2 {
		t.Fatalf("%+v, %v", plan, err)
	}
	s.StopAt("rename", 2) // the first is info.json's
	res, err := ends(t, "Delete", func() (DeleteResult, error) { return a.ServerLogs().Delete(src.ID, plan.ID, DeleteHold) })
	if err != nil || res.Done != 0 || len(res.Failed) != 2 {
		t.Fatalf("%+v, %v", res, err)
	}
	if text := res.Failed[0].Text.Text; !strings.Contains(text, "not known whether it was done") || strings.Contains(res.Failed[1].Text.Text, "not known") {
		t.Errorf("%+v", res.Failed)
	}
	lines, err := a.TrailEntries(10)
	if err != nil || len(lines) != 3 || lines[1].Outcome != "" || !strings.HasPrefix(lines[0].Outcome, "failed: ") {
		t.Fatalf("%+v, %v", lines, err)
	}
	if err := a.Access().SetNote(src.ID, Note{Kind: "ip", Key: "10.0.0.1", Memo: "the printer"}); err != nil {
		t.Fatal(err)
	}
	if got := shown(t, a, src.ID); !strings.Contains(got, "hold failed") || !strings.Contains(got, "set note ok") || strings.Contains(got, "hold ok") {
		t.Errorf("the desk shows %s", got)
	}
	s.Start()
	eventually(t, "the outcome on the audit desk", func() bool { return strings.Contains(shown(t, a, src.ID), "hold ok") })
	eventually(t, "the held file", func() bool {
		held, err := a.ServerLogs().Held(src.ID)
		return err == nil && len(held) == 1
	})
}

// Rules that were saved on a share without an answer are recorded when it comes.
func TestRulesOnAShareThatStops(t *testing.T) {
	s, a, src := unlockedShare(t)
	copies := 3
	s.StopAt("rename", 1)
	_, err := ends(t, "Apply", func() (RulesView, error) {
		return a.Rules().Apply(src.ID, []RuleEdit{{Set: []string{"copies"}, Copies: &copies}}, nil, 0)
	})
	if err == nil || !strings.Contains(err.Error(), "not known whether it was done") {
		t.Fatal(err)
	}
	if got := shown(t, a, src.ID); strings.Contains(got, "set rules") {
		t.Errorf("the desk shows %s", got)
	}
	if _, err := os.Stat(filepath.Join(s.Dir, "cordwood-rules.json")); err == nil {
		t.Error("the server has saved what it did not answer")
	}
	s.Start()
	eventually(t, "the outcome on the audit desk", func() bool { return strings.Contains(shown(t, a, src.ID), "set rules ok") })
	eventually(t, "the rules", func() bool {
		v, err := a.Rules().View(src.ID)
		return err == nil && v.Rev == 1
	})
}

// A download is saved on a share whose server stops at any step: it ends, and says what may
// be left; when the server answers, the file is whole or there is nothing of it, and the
// trail says which.
func TestADownloadOntoAShareThatStops(t *testing.T) {
	for _, c := range []struct {
		call  string // at which the server stops
		says  string
		saved bool // in the end
	}{
		{"create", "does not answer since", false},
		{"write", "may stay as", false},
		{"fsync", "may stay as", false},
		{"rename", "not known whether it was done", true},
	} {
		t.Run(c.call, func(t *testing.T) {
			s, dir, a := sharetest.Mount(t), t.TempDir(), testApp(t)
			text := strings.Repeat("2026-11-22 08:00:00.500 INFO [main] a.B - asked\n", 6000)
			put(t, dir, map[string]string{"application.log": text, "mysql.log": text})
			src, err := a.OpenPath(dir, Records)
			if err != nil {
				t.Fatal(err)
			}
			families, err := a.ServerLogs().Families(src.ID)
			if err != nil {
				t.Fatal(err)
			}
			r := DownloadRequest{Source: src.ID, Kind: "zip"}
			for _, f := range families.Families {
				for _, k := range f.Copies {
					r.Files = append(r.Files, k.ID)
				}
			}
			s.StopAt(c.call, 1)
			_, err = ends(t, "SaveTo", func() (Saved, error) { return a.SaveTo(r, filepath.Join(s.Path, "logs.zip")) })
			if fault.KindOf(err) != fault.Away || !strings.Contains(err.Error(), c.says) || (fault.IsUnanswered(err) != nil) != c.saved {
				t.Errorf("%v", err)
			}
			if got := shown(t, a, src.ID); strings.Contains(got, "export") == c.saved {
				t.Errorf("the desk shows %s", got)
			}
			s.Start()
			want, outcome := "", "export failed"
			if c.saved {
				want, outcome = "logs.zip", "export ok"
			}
			eventually(t, "what is left on the share", func() bool {
				entries, err := os.ReadDir(s.Dir)
				var names []string
				for _, e := range entries {
					names = append(names, e.Name())
				}
				return err == nil && strings.Join(names, " ") == want
			})
			eventually(t, "the outcome on the audit desk", func() bool { return strings.Contains(shown(t, a, src.ID), outcome) })
			if !c.saved {
				return
			}
			z, err := zip.OpenReader(filepath.Join(s.Dir, "logs.zip"))
			if err != nil || len(z.File) != len(r.Files) {
				t.Fatal(err)
			}
			defer z.Close()
		})
	}
}

package app

import (
	"os"
	"path/filepath"
	"testing"
)

// A charset is found out, and shown with each copy; what a person sets is read
// instead, in text that is not UTF-8, and with the zone that was set.
func TestSetCharset(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"application.log": "2026-11-22 08:00:00.000 ERROR [main] a.B - \xb4\xed\xce\xf3\n", "email.log": "2026-11-22 08:00:00.000 INFO [main] a.B - grün\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	a := testApp(t)
	src, err := a.OpenPath(dir, Records)
	if err != nil {
		t.Fatal(err)
	}
	see := func(family, charset, query string) {
		t.Helper()
		if _, err := a.Wait(t.Context(), src.ID); err != nil {
			t.Fatal(err)
		}
		v, err := a.ServerLogs().Families(src.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range v.Families {
			if f.Name == family && (len(f.Copies) != 1 || f.Copies[0].Charset != charset) {
				t.Errorf("%s: %+v, want %s", family, f.Copies, charset)
			}
		}
		log, err := a.ServerLogs().Open(LogRequest{Source: src.ID, Slot: "a", Families: []string{family}, Query: query})
		for err == nil && !log.Exact {
			log, err = a.ServerLogs().State(log.Handle)
		}
		if err != nil || log.Total != 1 {
			t.Errorf("%s in %s: %d, %v", query, family, log.Total, err)
		}
	}
	see("application", "gb18030", "错误")
	see("email", "utf-8", "grün")
	if src, err = a.Sources().SetZone(src.ID, "+08:00"); err != nil {
		t.Fatal(err)
	}
	if src, err = a.SetCharset(src.ID, "cp1252"); err != nil || src.Zone.Minutes != 480 {
		t.Fatal(src.Zone, err)
	}
	see("application", "windows-1252", "´íÎó")
	see("email", "utf-8", "grün")
	if src, err = a.Sources().SetZone(src.ID, "UTC"); err != nil {
		t.Fatal(err)
	}
	see("application", "windows-1252", "´íÎó")
	if _, err := a.SetCharset(src.ID, "klingon"); err == nil {
		t.Error("an unknown charset is taken")
	}
	if src, err = a.SetCharset(src.ID, ""); err != nil {
		t.Fatal(err)
	}
	see("application", "gb18030", "错误")
}

package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A charset is found out, and shown with each copy; what a person sets is read
// instead, in text that is not UTF-8, and with the zone that was set.
func TestSetCharset(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, map[string]string{"application.log": "2026-11-22 08:00:00.000 ERROR [main] a.B - \xb4\xed\xce\xf3\n", "email.log": "2026-11-22 08:00:00.000 INFO [main] a.B - grün\n"})
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
	if src, err = a.Sources().SetCharset(src.ID, nil, "cp1252"); err != nil || src.Zone.Minutes != 480 {
		t.Fatal(src.Zone, err)
	}
	see("application", "windows-1252", "´íÎó")
	see("email", "utf-8", "grün")
	if src, err = a.Sources().SetZone(src.ID, "UTC"); err != nil {
		t.Fatal(err)
	}
	see("application", "windows-1252", "´íÎó")
	if _, err := a.Sources().SetCharset(src.ID, nil, "klingon"); err == nil {
		t.Error("an unknown charset is taken")
	}
	if src, err = a.Sources().SetCharset(src.ID, nil, ""); err != nil {
		t.Fatal(err)
	}
	see("application", "gb18030", "错误")
}

// What is set for a family is read so in all its copies and in no other family, the
// next time too, until it is set back or the source is forgotten.
func TestCharsetOfAFamily(t *testing.T) {
	dir := t.TempDir()
	wrong := "2026-11-22 08:00:00.000 ERROR [main] a.B - \xb4\xed\xce\xf3\n"
	put(t, dir, map[string]string{"application.log": wrong, "application-2026-11-21.log": strings.Replace(wrong, "-22", "-21", 1), "database.log": wrong})
	a := testApp(t)
	src, err := a.Sources().Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	see := func(when, application, set string) {
		t.Helper()
		v, err := a.ServerLogs().Families(src.ID)
		if err != nil {
			t.Fatal(when, err)
		}
		seen := 0
		for _, f := range v.Families {
			want, wantSet := "gb18030", ""
			if f.Name == "application" {
				want, wantSet = application, set
			}
			for _, c := range f.Copies {
				if seen++; c.Charset != want || f.Charset != wantSet {
					t.Errorf("%s: %s is %s, set %q; want %s, %q", when, c.Path, c.Charset, f.Charset, want, wantSet)
				}
			}
		}
		if seen != 3 {
			t.Errorf("%s: %d copies", when, seen)
		}
	}
	set := func(charset string) {
		t.Helper()
		before := src.OpenedAt
		if src, err = a.Sources().SetCharset(src.ID, []string{"application"}, charset); err != nil || src.OpenedAt == before {
			t.Fatal(src.OpenedAt, err)
		}
	}
	again := func() {
		t.Helper()
		if src, err = a.Sources().Open(dir); err != nil {
			t.Fatal(err)
		}
	}
	see("found out", "gb18030", "")
	set("cp1252")
	see("set", "windows-1252", "cp1252")
	if err := a.Sources().Close(src.ID); err != nil {
		t.Fatal(err)
	}
	again()
	see("opened again", "windows-1252", "cp1252")
	set("")
	see("set back", "gb18030", "")
	set("big5")
	if err := a.Sources().Forget(src.ID); err != nil {
		t.Fatal(err)
	}
	again()
	see("forgotten", "gb18030", "")
}

func put(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

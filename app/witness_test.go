package app

import (
	"os"
	"path/filepath"
	"testing"
)

func TestWithin(t *testing.T) {
	f := func(path, folder string, want bool) {
		t.Helper()
		if got := within(path, folder); got != want {
			t.Errorf("within(%q, %q) = %v", path, folder, got)
		}
	}
	f("/a/suite", "/a/suite", true)
	f("/a/suite/x.log", "/a/suite", true)
	f("/a/suite/x.log", "/a/suite/", true)
	f("/a/suite2/x.log", "/a/suite", false)
	f("/a", "/a/suite", false)
	f("/x.log", "/", true)
}

// What Cordwood gives away is in its trail, and on the audit desk of that source
// only: one whose path merely begins alike does not show it.
func TestExportsAreInTheTrail(t *testing.T) {
	a := testApp(t)
	root := t.TempDir()
	ids := map[string]string{}
	for _, name := range []string{"suite", "suite2"} {
		dir := filepath.Join(root, name)
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "application.log"), []byte("2026-11-22 10:11:12.345 [main] INFO a.B - up\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		src, err := a.OpenPath(dir, Records)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := a.Wait(t.Context(), src.ID); err != nil {
			t.Fatal(err)
		}
		ids[name] = src.ID
	}
	families, err := a.ServerLogs().Families(ids["suite2"])
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(root, "out.log")
	if _, err := a.SaveTo(DownloadRequest{Source: ids["suite2"], Kind: "files", Files: []string{families.Families[0].Copies[0].ID}}, out); err != nil {
		t.Fatal(err)
	}
	lines, err := a.TrailEntries(10)
	if err != nil || len(lines) != 1 || lines[0].Op != "export" || lines[0].Outcome != "ok" {
		t.Fatalf("the trail has %+v, %v", lines, err)
	}
	for name, want := range map[string]int64{"suite": 0, "suite2": 1} {
		o, err := a.source(ids[name])
		if err != nil {
			t.Fatal(err)
		}
		a.mirror(o)
		s, err := a.Audit().Open(RecordRequest{Source: ids[name], Slot: "t", Origin: "cordwood"})
		if err != nil || s.Total != want {
			t.Errorf("%s shows %d acts, want %d (%v)", name, s.Total, want, err)
		}
	}
}

// Everything that changes a setting, or what Cordwood keeps of a source, stands in
// the trail; and where the trail takes no record it is not done.
func TestChangesAreInTheTrail(t *testing.T) {
	a := testApp(t)
	dir := filepath.Join(t.TempDir(), "suite")
	table := filepath.Join(t.TempDir(), "operations.csv")
	for path, text := range map[string]string{
		filepath.Join(dir, "application.log"): "2026-11-22 10:11:12.345 [main] INFO a.B - up\n",
		table:                                 "time,account,action,module\n2026-11-22 10:00:00,12,add,Users\n",
	} {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	src, err := a.OpenPath(dir, Records)
	if err == nil {
		src, err = a.Wait(t.Context(), src.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	copies := 3
	changes := []struct {
		op  string
		act func() error
	}{
		{"set", func() error { _, err := a.Settings().Set("theme", "dark"); return err }},
		{"set", func() error { _, err := a.Settings().Set("language", "zh-CN"); return err }},
		{"set", func() error {
			_, err := a.Settings().SetNetworks([]NamedNetwork{{Network: "10.0.0.0/8", Name: "office"}})
			return err
		}},
		{"set", func() error {
			_, err := a.Settings().SetTenants([]Tenant{{Account: "1001", Company: "Acme"}})
			return err
		}},
		{"set note", func() error {
			return a.Access().SetNote(src.ID, Note{Kind: "ip", Key: "10.0.0.1", Memo: "the printer"})
		}},
		{"import", func() error {
			_, err := a.Audit().Import(src.ID, table, []string{"time", "account", "action", "module"})
			return err
		}},
		{"unlock", func() error { _, err := a.Sources().Unlock(src.ID); return err }},
		{"set rules", func() error {
			_, err := a.Rules().Apply(src.ID, []RuleEdit{{Set: []string{"copies"}, Copies: &copies}}, nil, 0)
			return err
		}},
		{"set zone", func() error { _, err := a.Sources().SetZone(src.ID, "+08:00"); return err }},
		{"set clocks", func() error {
			_, err := a.Sources().SetClocks(src.ID, []FamilyClock{{Family: "application", Ahead: 192_000}})
			return err
		}},
		{"set charset", func() error { _, err := a.Sources().SetCharset(src.ID, nil, "gbk"); return err }},
		{"forget", func() error { return a.Sources().Forget(src.ID) }},
	}
	for i, c := range changes {
		if err := c.act(); err != nil {
			t.Fatalf("%d, %s: %v", i, c.op, err)
		}
		lines, err := a.TrailEntries(100)
		if err != nil || len(lines) != i+1 || lines[0].Op != c.op || lines[0].Outcome != "ok" {
			t.Errorf("%d, %s: the trail has %d lines, the last %+v (%v)", i, c.op, len(lines), lines[0], err)
		}
		if kindOf(c.op).action == "" {
			t.Errorf("%s has no words for the audit desk", c.op)
		}
	}
	_ = a.trail.Close()
	for i, c := range changes[:4] {
		if c.act() == nil {
			t.Errorf("%d, %s: done without a record", i, c.op)
		}
	}
}

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

package checklist

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"cordwood/app"
)

var bundleChecks = map[int]check{
	113: sameInBundle(func(w *world) string { return w.bundle }), 114: sameInBundle(func(w *world) string { return w.zipped }),
	115: bundleRecords, 116: bundleNow, 117: neverUnpacked, 118: bundleIsACopy,
}

// sameInBundle finds in an archive what lies in the folder.
func sameInBundle(bundle func(w *world) string) check {
	return func(w *world) error {
		all, err := asked[app.FamilyRow](w, "files", bundle(w), "--json")
		if err != nil {
			return err
		}
		n := 0
		for _, f := range all {
			want := w.marker.Manifest.Family(f.Name)
			err := first(same("lines", f.Lines, want.Lines), same("copies", len(f.Copies), len(want.Files)))
			if err == nil && want.Lines > 0 {
				begin, end := w.times(f.Name)
				err = first(same("first", *f.First, begin), same("last", *f.Last, end))
			}
			if err != nil {
				return fmt.Errorf("%s: %w", f.Name, err)
			}
			n++
		}
		text, _, code := w.runIn("", "show", bundle(w), "crm_data")
		return first(same("families", n, len(w.marker.Manifest.Families)), same("exit code", code, 0), same("a chain as one", text, strings.Join(w.lines("crm_data"), "")))
	}
}

func bundleRecords(w *world) error {
	visits, _ := w.run("access", w.bundle, "--count")
	acts, _ := w.run("audit", w.bundle, "--count")
	return first(same("visits", visits, fmt.Sprintln(len(w.lines("access_log"))+len(w.lines("gateway_access")))),
		same("operations", acts, fmt.Sprintln(w.marker.Manifest.Audit.Records)))
}

func bundleNow(w *world) error {
	s, err := w.serve(w.bundle)
	if err != nil {
		return err
	}
	var end time.Time
	for _, f := range w.marker.Manifest.Families {
		if f.Last.After(end) {
			end = f.Last
		}
	}
	want := w.grep(func(line string) bool {
		o, err := parseObject(line)
		return err == nil && o.text("logger") != "" && o.time().After(end.Add(-time.Hour))
	})
	state, err := s.open(app.LogRequest{Families: []string{"apps_objects", "inbox_channel", "crm_data"}, Query: "time:-1h.."})
	return first(err, same("now", s.src.Now, end.UnixMilli()), same("kind", s.src.Kind, "bundle"), same("state", s.src.State, "snapshot"),
		same("the last hour", state.Total, want))
}

// neverUnpacked reads a bundle and finds no log written anywhere but the store.
func neverUnpacked(w *world) error {
	home := w.t.TempDir()
	packed, err := os.ReadFile(w.bundle)
	if err != nil {
		return err
	}
	bundle := filepath.Join(w.t.TempDir(), "suite.tar.gz")
	if err := os.WriteFile(bundle, packed, 0o444); err != nil {
		return err
	}
	before, err := listing(filepath.Dir(bundle))
	if err != nil {
		return err
	}
	text, _, _ := w.runIn(home, "access", bundle, "--count")
	after, err := listing(filepath.Dir(bundle))
	if err != nil {
		return err
	}
	err = filepath.WalkDir(home, func(path string, d os.DirEntry, err error) error {
		if err == nil && strings.Contains(d.Name(), "call_event") {
			return errors.New(path + " was written")
		}
		return err
	})
	return first(err, same("beside the bundle", after, before), same("visits were read", len(text) > 2, true))
}

func bundleIsACopy(w *world) error {
	_, bad, code := w.runIn("", "delete", w.bundle, w.chain("call_event")[0], "--yes")
	_, ruled, rules := w.runIn("", "rules", w.bundle)
	return first(same("delete", code, 2), same("says why", strings.Contains(bad, "live folder"), true), same("rules", rules, 2), same("says why", strings.Contains(ruled, "live folder"), true))
}

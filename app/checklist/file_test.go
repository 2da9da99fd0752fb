package checklist

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"cordwood/app"
)

var fileChecks = map[int]check{
	89: downloadOne, 90: downloadFamily, 91: downloadInBrowser, 92: exportMatches, 93: deleteHolds, 94: undone, 95: deleteForGood,
	96: liveRefused, 97: lockedRefuses, 98: planTouchesNothing, 99: trailComplete,
}

func removeFile(dir, name string) error { return os.Remove(filepath.Join(dir, name)) }

func there(dir, name string) bool {
	_, err := os.Lstat(filepath.Join(dir, name))
	return err == nil
}

func downloadOne(w *world) error {
	name := w.chain("call_event")[0]
	to := filepath.Join(w.t.TempDir(), "out.gz")
	text, _ := w.run("download", w.sample, name, "-o", to)
	got, err := os.ReadFile(to)
	if err != nil {
		return err
	}
	want, err := os.ReadFile(filepath.Join(w.sample, name))
	if err != nil {
		return err
	}
	sum := sha256.Sum256(want)
	_, again := w.run("download", w.sample, name, "-o", to)
	return first(same("bytes as they are stored", bytes.Equal(got, want), true), same("SHA-256 is told", strings.Contains(text, hex.EncodeToString(sum[:])), true),
		same("an existing file is not replaced", again, 2))
}

func downloadFamily(w *world) error {
	to := filepath.Join(w.t.TempDir(), "family.zip")
	w.run("download", w.sample, "call_event", "-o", to)
	return w.packed(to, "call_event")
}

// packed compares a zip with the files of a family.
func (w *world) packed(path, family string) error {
	z, err := zip.OpenReader(path)
	if err != nil {
		return err
	}
	defer z.Close()
	for _, name := range w.chain(family) {
		f, err := z.Open(name)
		if err != nil {
			return err
		}
		got, err := io.ReadAll(f)
		if err != nil {
			return err
		}
		want, err := os.ReadFile(filepath.Join(w.sample, name))
		if err := first(err, same(name, bytes.Equal(got, want), true)); err != nil {
			return err
		}
	}
	return same("files in the zip", len(z.File), len(w.chain(family)))
}

func downloadInBrowser(w *world) error {
	s, err := w.door()
	if err != nil {
		return err
	}
	v, err := call[app.FamiliesView](s, "ServerLogs.Families", s.src.ID)
	if err != nil {
		return err
	}
	var ids []string
	for _, f := range v.Families {
		if f.Name == "audit_log" {
			for _, c := range f.Copies {
				ids = append(ids, c.ID)
			}
		}
	}
	d, err := call[app.Download](s, "Downloads.Prepare", app.DownloadRequest{Source: s.src.ID, Kind: "zip", Files: ids})
	if err != nil {
		return err
	}
	text, err := s.fetch("/data/download", "id", d.ID)
	if err != nil {
		return err
	}
	to := filepath.Join(w.t.TempDir(), "a.zip")
	if err := os.WriteFile(to, text, 0o600); err != nil {
		return err
	}
	return w.packed(to, "audit_log")
}

func exportMatches(w *world) error {
	s, err := w.door()
	if err != nil {
		return err
	}
	state, err := s.open(app.LogRequest{Families: []string{"crm_data"}, Query: "level:error"})
	if err != nil {
		return err
	}
	var want strings.Builder
	for _, line := range w.lines("crm_data") {
		if strings.Contains(line, `"level":"error"`) {
			want.WriteString(line)
		}
	}
	d, err := call[app.Download](s, "Downloads.Prepare", app.DownloadRequest{Source: s.src.ID, Kind: "log", Handle: state.Handle, Format: "text"})
	if err != nil {
		return err
	}
	text, err := s.fetch("/data/download", "id", d.ID)
	return first(err, same("what matched, as it is written", string(text), want.String()))
}

func deleteHolds(w *world) error {
	dir := w.copySample()
	name := w.chain("call_event")[0]
	want, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		return err
	}
	w.run("delete", dir, name, "--yes")
	held, err := asked[app.HeldFile](w, "hold", dir, "--json")
	if err != nil {
		return err
	}
	var kept []byte
	err = filepath.WalkDir(filepath.Join(dir, ".cordwood-held"), func(path string, d os.DirEntry, err error) error {
		if err == nil && strings.Contains(d.Name(), "call_event") {
			kept, err = os.ReadFile(path)
		}
		return err
	})
	return first(err, same("still in the folder", there(dir, name), false), same("held", held[0].Path, name), same("bytes are kept", bytes.Equal(kept, want), true),
		same("days until it is purged", (held[0].Purge-held[0].HeldAt)/86_400_000, 7))
}

func undone(w *world) error {
	dir := w.copySample()
	name := w.chain("database")[1]
	want, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		return err
	}
	w.run("delete", dir, name, "--yes")
	gone := !there(dir, name)
	held, err := asked[app.HeldFile](w, "hold", dir, "--json")
	if err != nil {
		return err
	}
	_, code := w.run("hold", "undo", dir, held[0].HoldID)
	got, err := os.ReadFile(filepath.Join(dir, name))
	return first(err, same("it was gone", gone, true), same("exit code", code, 0), same("bytes", bytes.Equal(got, want), true))
}

func deleteForGood(w *world) error {
	dir := w.copySample()
	name := w.chain("email")[0]
	_, code := w.run("delete", dir, name, "--for-good", "--yes")
	_, none := w.run("hold", dir)
	return first(same("exit code", code, 0), same("still there", there(dir, name), false), same("nothing is held", none, 1))
}

func liveRefused(w *world) error {
	dir := w.copySample()
	plan, err := asked[app.DeletePlan](w, "delete", dir, "email.log", "--json")
	if err != nil {
		return err
	}
	w.run("delete", dir, "email.log", "--for-good", "--yes")
	return first(same("files that would go", plan[0].Files, 0), same("says why", plan[0].Items[0].Refused.Text != "", true), same("still there", there(dir, "email.log"), true))
}

func lockedRefuses(w *world) error {
	dir := w.copySample()
	s, err := w.serve(dir)
	if err != nil {
		return err
	}
	v, err := call[app.FamiliesView](s, "ServerLogs.Families", s.src.ID)
	if err != nil {
		return err
	}
	c := v.Families[0].Copies[len(v.Families[0].Copies)-1]
	plan, err := call[app.DeletePlan](s, "ServerLogs.PlanDelete", s.src.ID, []string{c.ID})
	if err != nil {
		return err
	}
	_, err = call[app.DeleteResult](s, "ServerLogs.Delete", s.src.ID, plan.ID, "hold")
	var no *refused
	if !errors.As(err, &no) {
		return fmt.Errorf("a locked source let a file be deleted: %w", err)
	}
	if err := first(same("kind", no.Kind, "locked"), same("still there", there(dir, c.Path), true)); err != nil {
		return err
	}
	if _, err := call[app.Source](s, "Sources.Unlock", s.src.ID); err != nil {
		return err
	}
	res, err := call[app.DeleteResult](s, "ServerLogs.Delete", s.src.ID, plan.ID, "hold")
	return first(err, same("deleted when unlocked", res.Done, 1), same("still there", there(dir, c.Path), false))
}

func planTouchesNothing(w *world) error {
	dir := w.copySample()
	before, err := listing(dir)
	if err != nil {
		return err
	}
	plan, err := asked[app.DeletePlan](w, "delete", dir, "call_event", "--json")
	if err != nil {
		return err
	}
	after, err := listing(dir)
	if err != nil {
		return err
	}
	var bytes int64
	for _, f := range w.marker.Manifest.Family("call_event").Files[:len(w.chain("call_event"))-1] {
		bytes += f.Stored
	}
	return first(same("untouched", after, before), same("files", plan[0].Files, len(w.chain("call_event"))-1), same("bytes", plan[0].Bytes, bytes),
		same("what remains is shown", len(plan[0].Remains), 1))
}

func trailComplete(w *world) error {
	dir, home := w.copySample(), w.t.TempDir()
	name := w.chain("call_event")[0]
	w.runIn(home, "delete", dir, name, "--yes")
	text, _, _ := w.runIn(home, "trail", "--json")
	verdict, _, code := w.runIn(home, "trail", "verify")
	err := first(same("the deletion is in the trail", strings.Contains(text, name), true), same("verdict", code, 0), same("says so", verdict != "", true))
	if err != nil {
		return err
	}
	f, err := os.OpenFile(filepath.Join(home, "audit.db"), os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	all, err := io.ReadAll(f)
	if err != nil {
		return err
	}
	at := bytes.LastIndex(all, []byte(name))
	if _, err := f.WriteAt([]byte("Call_event"), int64(at)); err != nil {
		return err
	}
	_, _, code = w.runIn(home, "trail", "verify")
	return same("a changed record is found", code != 0, true)
}

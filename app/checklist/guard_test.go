package checklist

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"cordwood/app"
)

// What keeps a cleaning from taking too much, and what tells of it afterwards.
var guardChecks = map[int]check{
	132: waitsForAPerson, 133: versionsOfRules, 134: cleanedFiles, 135: oneCleaner, 136: guarded, 138: rotatedThenHeld,
}

// cleanedFamily has copies enough in the sample to lose some.
const cleanedFamily = "apps_objects"

// cleaning is a copy of the sample whose running server answers.
func (w *world) cleaning() (dir string, stop func(), err error) {
	dir = w.copySample()
	if stop, err = w.live(dir); err != nil {
		return dir, nil, err
	}
	if err := until(w.ctx, func() (bool, error) { v, err := w.rulesOf(dir); return v.AppliedBy == "serverlog", err }); err != nil {
		stop()
		return dir, nil, err
	}
	return dir, stop, nil
}

// plant puts copies there that no rotation explains.
func (w *world) plant(dir string) (names []string) {
	from := filepath.Join(w.sample, w.chain(cleanedFamily)[0])
	text, err := os.ReadFile(from)
	must(w.t, err)
	for day := 1; day <= 3; day++ {
		name := fmt.Sprintf("%s-2020-01-%02d.log.gz", cleanedFamily, day)
		must(w.t, os.WriteFile(filepath.Join(dir, name), text, 0o600))
		names = append(names, name)
	}
	return names
}

func waitsForAPerson(w *world) error {
	dir, stop, err := w.cleaning()
	if err != nil {
		return err
	}
	defer stop()
	copies := len(w.chain(cleanedFamily)) - 1
	w.run("rules", "set", dir, "--family", cleanedFamily, "--copies", fmt.Sprint(copies), "--cleaning", "delete", "--yes")
	if err := until(w.ctx, func() (bool, error) { v, err := w.rulesOf(dir); return v.Confirmed == v.Rev, err }); err != nil {
		return err
	}
	planted := w.plant(dir)
	w.run("rules", "set", dir, "--family", "email", "--level", "WARN", "--yes") // it looks when rules change, and each minute
	all := func(there func(string) bool) bool {
		return !slices.ContainsFunc(planted, func(n string) bool { return !there(n) })
	}
	waits := func() (bool, error) {
		v, err := w.rulesOf(dir)
		return strings.Contains(ruleRow(v, cleanedFamily).Waits.Text, "more files would go"), err
	}
	if err := until(w.ctx, waits); err != nil {
		return fmt.Errorf("it does not say that it waits: %w", err)
	}
	shown, _ := w.run("rules", "allow", dir, cleanedFamily)
	if err := first(same("each is shown", all(func(n string) bool { return strings.Contains(shown, n) }), true),
		same("shown, and there", all(func(n string) bool { return there(dir, n) }), true)); err != nil {
		return err
	}
	w.run("rules", "allow", dir, cleanedFamily, "--yes")
	if err := until(w.ctx, func() (bool, error) { return all(func(n string) bool { return !there(dir, n) }), nil }); err != nil {
		return fmt.Errorf("allowed, and still there: %w", err)
	}
	left, _ := filepath.Glob(filepath.Join(dir, cleanedFamily+"-*.log.gz"))
	return same("the others stay", len(left), copies)
}

func versionsOfRules(w *world) error {
	dir := w.copySample()
	w.run("rules", dir) // the version that is found
	before, err := readRules(dir)
	if err != nil {
		return err
	}
	w.run("rules", "set", dir, "--level", "DEBUG", "--yes")
	w.run("rules", "set", dir, "--copies", "7", "--yes")
	versions, err := asked[app.RuleVersion](w, "rules", "history", dir, "--json")
	if err != nil {
		return err
	}
	changes := func(i int) string {
		return fmt.Sprintf("%d %s %s", versions[i].Rev, versions[i].Changes[0].What, *versions[i].Changes[0].To)
	}
	if err := first(same("the newest", changes(0), "3 copies 7"), same("before it", changes(1), "2 level DEBUG")); err != nil {
		return err
	}
	_, code := w.run("rules", "restore", dir, "1")
	shown, err := readRules(dir)
	if err := first(err, same("exit code", code, 0), same("shown only", shown.Rev, 3)); err != nil {
		return err
	}
	w.run("rules", "restore", dir, "1", "--yes")
	after, err := readRules(dir)
	return first(err, same("the next revision", after.Rev, 4), same("with the rules of the first", after.All, before.All))
}

// cleanedFiles: a running server holds what is too many, which is listed, and comes back
// byte for byte.
func cleanedFiles(w *world) error {
	dir, stop, err := w.cleaning()
	if err != nil {
		return err
	}
	chain := w.chain(cleanedFamily)
	oldest, copies := chain[0], len(chain)-1
	w.run("rules", "set", dir, "--family", cleanedFamily, "--copies", fmt.Sprint(copies-1), "--cleaning", "hold", "--yes")
	err = until(w.ctx, func() (bool, error) { return !there(dir, oldest), nil })
	stop()
	if err != nil {
		return err
	}
	files, err := asked[app.CleanedFile](w, "rules", "cleaned", dir, "--json")
	if err != nil {
		return err
	}
	f := files[0]
	w.run("hold", "undo", dir, f.HoldID)
	got, err := os.ReadFile(filepath.Join(dir, oldest))
	if err != nil {
		return err
	}
	want, err := os.ReadFile(filepath.Join(w.sample, oldest))
	if err != nil {
		return err
	}
	again, err := asked[app.CleanedFile](w, "rules", "cleaned", dir, "--json")
	return first(err, same("files", len(files), 1), same("file", f.Path, oldest), same("by", f.By, "serverlog"), same("went", f.Outcome, "ok"),
		same("why", f.Why.Text, fmt.Sprintf("1 over %d", copies-1)), same("when", f.At != nil && time.Since(time.UnixMilli(*f.At)) < time.Minute, true),
		same("the bytes of before", string(got), string(want)), same("held no more", again[0].HoldID, ""))
}

// oneCleaner: a server that is not the cleaner takes nothing, and takes it when it is.
func oneCleaner(w *world) error {
	dir, stop, err := w.cleaning()
	if err != nil {
		return err
	}
	defer stop()
	chain := w.chain(cleanedFamily)
	w.run("rules", "set", dir, "--cleaner", "none", "--yes")
	w.run("rules", "set", dir, "--family", cleanedFamily, "--copies", "1", "--cleaning", "delete", "--yes")
	if err := until(w.ctx, func() (bool, error) {
		v, err := w.rulesOf(dir)
		return v.Confirmed == v.Rev && v.Cleaner == "none", err
	}); err != nil {
		return err
	}
	time.Sleep(3 * time.Second) // the server looks every 2
	text, _ := w.run("rules", dir)
	if err := first(same("named", strings.Contains(text, "cleaned by none"), true), same("nothing goes", there(dir, chain[0]), true)); err != nil {
		return err
	}
	w.run("rules", "set", dir, "--cleaner", "serverlog", "--yes")
	if err := until(w.ctx, func() (bool, error) {
		v, err := w.rulesOf(dir)
		return len(v.Effect.Items) > 0 || !there(dir, chain[0]), err
	}); err != nil {
		return fmt.Errorf("nothing is to go: %w", err)
	}
	w.run("rules", "allow", dir, cleanedFamily, "--yes")
	return until(w.ctx, func() (bool, error) { return !there(dir, chain[0]), nil })
}

// guarded: neither the newest copy, nor the live file, nor one that is open for writing,
// nor what a link leads to goes.
func guarded(w *world) error {
	dir, stop, err := w.cleaning()
	if err != nil {
		return err
	}
	defer stop()
	chain := w.chain(cleanedFamily) // the live file last
	open, err := os.OpenFile(filepath.Join(dir, chain[0]), os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return err
	}
	defer open.Close()
	outside := filepath.Join(w.t.TempDir(), "outside.log.gz")
	must(w.t, os.WriteFile(outside, []byte("outside"), 0o600))
	link := cleanedFamily + "-2020-01-01.log.gz"
	must(w.t, os.Symlink(outside, filepath.Join(dir, link)))
	w.run("rules", "set", dir, "--family", cleanedFamily, "--copies", "1", "--cleaning", "delete", "--yes")
	if err := until(w.ctx, func() (bool, error) { return !there(dir, chain[1]), nil }); err != nil {
		return err
	}
	if err := until(w.ctx, func() (bool, error) {
		v, err := w.rulesOf(dir)
		return ruleRow(v, cleanedFamily).Failed.Text.Text != "", err
	}); err != nil {
		return fmt.Errorf("that one stayed is not told: %w", err)
	}
	_, told, code := w.runIn("", "delete", dir, chain[0], "--yes")
	return first(same("open for writing", there(dir, chain[0]), true), same("nor by hand", code != 0, true), same("says why", strings.Contains(told, "writ"), true),
		same("the newest", there(dir, chain[len(chain)-2]), true), same("the live file", there(dir, chain[len(chain)-1]), true),
		same("what a link leads to", there(filepath.Dir(outside), "outside.log.gz"), true), same("nor the link", there(dir, link), true))
}

// rotatedThenHeld: a live file stays; the copy that its server makes of it when it is asked
// is held, and what is written meanwhile is in the new live file.
func rotatedThenHeld(w *world) error {
	dir, stop, err := w.cleaning()
	if err != nil {
		return err
	}
	defer stop()
	live := "application.log" // of all the fullest: others may be empty just after a day began
	before, err := os.ReadFile(filepath.Join(dir, live))
	if err != nil {
		return err
	}
	_, _, refused := w.runIn("", "delete", dir, live, "--yes")
	_, bad, code := w.runIn("", "delete", dir, live, "--rotate", "--yes")
	if err := first(same("without --rotate", refused, 3), same("exit code "+bad, code, 0)); err != nil {
		return err
	}
	held, err := asked[app.HeldFile](w, "hold", dir, "--json")
	if err := first(err, same("held", len(held), 1)); err != nil {
		return err
	}
	w.run("hold", "undo", dir, held[0].HoldID)
	copied, err := readFile(filepath.Join(dir, held[0].Path))
	return first(err, same("what was in the live file", strings.HasPrefix(copied, string(before)), true), same("the live file", there(dir, live), true))
}

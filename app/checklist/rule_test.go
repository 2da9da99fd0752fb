package checklist

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"time"

	"cordwood/app"
)

var ruleChecks = map[int]check{
	100: allAndOneAFamily, 101: fiveLevels, 102: copiesAndCleaning, 103: inherited, 104: limitSaid, 105: rotatedAtLimit, 106: namedAfterDate,
	107: effectFirst, 108: forecast30Days, 109: otherRevision, 110: levelLive, 111: cleanedToTheNumber, 112: withoutWriter,
	128: rotatedWhenAsked,
}

// rulesOf is `rules --json`.
func (w *world) rulesOf(dir string) (app.RulesView, error) {
	all, err := asked[app.RulesView](w, "rules", dir, "--json")
	if err != nil {
		return app.RulesView{}, err
	}
	return all[0], nil
}

func ruleRow(v app.RulesView, family string) app.RuleRow {
	for _, r := range v.Families {
		if r.Family == family {
			return r
		}
	}
	return app.RuleRow{}
}

// ruleFile is cordwood-rules.json as it lies there.
type ruleFile struct {
	Rev int64
	All struct {
		Level, Action string
		Copies        int
		Cleaning      bool
	}
	Families map[string]struct {
		Level    *string
		Copies   *int
		Cleaning *bool
		Action   *string
	}
}

func readRules(dir string) (f ruleFile, err error) {
	text, err := os.ReadFile(filepath.Join(dir, "cordwood-rules.json"))
	if err != nil {
		return f, err
	}
	return f, json.Unmarshal(text, &f)
}

func allAndOneAFamily(w *world) error {
	v, err := w.rulesOf(w.sample)
	if err != nil {
		return err
	}
	f, err := readRules(w.sample)
	if err != nil {
		return err
	}
	err = first(same("revision", v.Rev, f.Rev), same("level of all", v.All.LevelNow, f.All.Level), same("copies of all", v.All.CopiesNow, f.All.Copies),
		same("cleaning of all", v.All.CleaningNow, f.All.Action), same("rows", len(v.Families), len(w.marker.Manifest.Families)))
	for _, r := range v.Families {
		level, copies := f.All.Level, f.All.Copies
		if own := f.Families[r.Family]; own.Level != nil {
			level = *own.Level
		}
		if own := f.Families[r.Family]; own.Copies != nil {
			copies = *own.Copies
		}
		err = first(err, same(r.Family+" level", r.LevelNow, level), same(r.Family+" copies", r.CopiesNow, copies),
			same(r.Family+" inherits", r.Level == nil, f.Families[r.Family].Level == nil), same(r.Family+" rotated", r.Rotated, len(w.chain(r.Family))-1))
	}
	return err
}

func fiveLevels(w *world) error {
	dir := w.copySample()
	for _, level := range []string{"ERROR", "WARN", "INFO", "DEBUG", "TRACE"} {
		w.run("rules", "set", dir, "--level", level, "--yes")
		f, err := readRules(dir)
		if err := first(err, same("level", f.All.Level, level)); err != nil {
			return err
		}
	}
	_, bad, code := w.runIn("", "rules", "set", dir, "--level", "LOUD", "--yes")
	f, err := readRules(dir)
	return first(err, same("an unknown level", code, 2), same("says why", bad != "", true), same("level", f.All.Level, "TRACE"))
}

func copiesAndCleaning(w *world) error {
	dir := w.copySample()
	before, err := readRules(dir)
	if err != nil {
		return err
	}
	for i, cleaning := range []string{"off", "hold", "archive", "delete"} {
		w.run("rules", "set", dir, "--family", "email", "--copies", fmt.Sprint(40+i), "--cleaning", cleaning, "--yes")
		f, err := readRules(dir)
		if err != nil {
			return err
		}
		v, err := w.rulesOf(dir)
		r, own := ruleRow(v, "email"), f.Families["email"]
		if err := first(err, same("revision", f.Rev, before.Rev+int64(i)+1), same("copies", *own.Copies, 40+i), same("cleaning", *own.Cleaning, cleaning != "off"),
			same("copies shown", r.CopiesNow, 40+i), same("cleaning shown", r.CleaningNow, cleaning)); err != nil {
			return err
		}
	}
	_, code := w.run("rules", "set", dir, "--copies", "0", "--yes")
	return same("no copies at all", code, 2)
}

func inherited(w *world) error {
	dir := w.copySample()
	w.run("rules", "set", dir, "--family", "database", "--level", "inherit", "--copies", "inherit", "--yes")
	w.run("rules", "set", dir, "--copies", "33", "--yes")
	f, err := readRules(dir)
	if err != nil {
		return err
	}
	v, err := w.rulesOf(dir)
	if err != nil {
		return err
	}
	r := ruleRow(v, "database")
	_, own := f.Families["database"]
	return first(same("a rule of its own", own, false), same("copies", r.CopiesNow, 33), same("inherits", r.Copies == nil, true), same("overrides", ruleRow(v, "call_event").CopiesNow, 40))
}

func limitSaid(w *world) error {
	v, err := w.rulesOf(w.sample)
	if err != nil {
		return err
	}
	text, _ := w.run("rules", w.sample)
	return first(same("limit", v.MaxBytes, 104_857_600), same("said in words", strings.Contains(text, "104857600 bytes"), true))
}

func rotatedAtLimit(w *world) error {
	dir, err := w.traced()
	if err != nil {
		return err
	}
	all, err := asked[app.FamilyRow](w, "files", dir, "--json")
	if err != nil {
		return err
	}
	second := regexp.MustCompile(`^call_event-(\d{4}-\d\d-\d\d)-2\.log\.gz$`)
	for _, f := range all {
		for i, c := range f.Copies {
			m := second.FindStringSubmatch(c.Path)
			if m == nil {
				continue
			}
			full := f.Copies[i+1] // the day's first, which reached the limit
			text, err := readFile(filepath.Join(dir, full.Path))
			return first(err, same("the day's first", full.Path, "call_event-"+m[1]+".log.gz"), same("decoded", full.Decoded, int64(len(text))),
				same("not over the limit", len(text) <= 104_857_600, true), same("but near it", len(text) > 104_857_600-8192, true),
				same("compressed", full.Bytes < int64(len(text))/10, true))
		}
	}
	return errors.New("no family has a day with a second copy")
}

func namedAfterDate(w *world) error {
	all, err := w.family()
	if err != nil {
		return err
	}
	for _, f := range all {
		for _, c := range f.Copies[1:] {
			if c.Last == nil {
				continue
			}
			day := time.UnixMilli(*c.Last).In(w.marker.End.Location()).Format("2006-01-02")
			if err := same("name of the copy", c.Path, f.Name+"-"+day+".log.gz"); err != nil {
				return err
			}
		}
	}
	return same("families", len(all), len(w.marker.Manifest.Families))
}

// windowCleans is a copy of the sample that somebody cleans without a server running.
func (w *world) windowCleans() (dir string) {
	dir = w.copySample()
	w.run("rules", "set", dir, "--cleaner", "window", "--yes")
	return dir
}

func effectFirst(w *world) error {
	dir := w.windowCleans()
	before, err := listing(dir)
	if err != nil {
		return err
	}
	text, _, _ := w.runIn("", "rules", "set", dir, "--family", "call_event", "--copies", "1", "--json")
	effects, err := jsonLines[app.Effect](text)
	if err != nil {
		return err
	}
	after, err := listing(dir)
	if err != nil {
		return err
	}
	files := w.marker.Manifest.Family("call_event").Files
	var bytes int64
	for _, f := range files[:len(files)-2] {
		bytes += f.Stored
	}
	e := effects[0]
	return first(same("untouched", after, before), same("files", e.Files, len(files)-2), same("bytes", e.Bytes, bytes), same("the oldest first", e.Items[0].Path, files[0].Name))
}

// forecast30Days: the family of 100 MB goes on growing as it did; each time it is
// full a copy comes, and one goes.
func forecast30Days(w *world) error {
	dir, err := w.traced()
	if err != nil {
		return err
	}
	w.run("rules", "set", dir, "--cleaner", "window", "--yes") // no server runs here
	text, _ := w.run("rules", "set", dir, "--family", "call_event", "--copies", "2", "--cleaning", "delete", "--json")
	effects, err := jsonLines[app.Effect](text)
	if err != nil {
		return err
	}
	all, err := asked[app.FamilyRow](w, "files", dir, "--json")
	if err != nil {
		return err
	}
	calls := all[slices.IndexFunc(all, func(f app.FamilyRow) bool { return f.Name == "call_event" })]
	e := effects[0].Families[slices.IndexFunc(effects[0].Families, func(f app.EffectFamily) bool { return f.Family == "call_event" })]
	var decoded int64
	for _, c := range calls.Copies {
		decoded += c.Decoded
	}
	perDay := float64(decoded) / (float64(*calls.Last-*calls.First) / 86_400_000)
	rotations, later := int((float64(calls.Copies[0].Bytes)+30*perDay)/104_857_600), 0
	for _, n := range e.Days {
		later += n
	}
	err = first(same("days", len(e.Days), 30), same("goes now", e.Now, calls.Rotated-2), same("copies then", e.Then, 2),
		same("goes later, once a rotation", max(later-rotations, rotations-later) <= 1, true), same("some", rotations > 5, true))
	return first(err, aCopyADay(w))
}

// aCopyADay: a family that rotates every day loses one every day.
func aCopyADay(w *world) error {
	text, _ := w.run("rules", "set", w.windowCleans(), "--copies", "2", "--cleaning", "delete", "--json")
	effects, err := jsonLines[app.Effect](text)
	if err != nil {
		return err
	}
	for _, f := range effects[0].Families {
		if f.Family != "email" { // has neither copies nor cleaning of its own
			continue
		}
		sum := 0
		for _, n := range f.Days {
			sum += n
		}
		return first(same("days", len(f.Days), 30), same("copies at the end", f.Then, 2), same("a file a day goes", sum, 30), same("later", effects[0].Later > 0, true))
	}
	return errors.New("no forecast")
}

func otherRevision(w *world) error {
	dir := w.copySample()
	s, err := w.serve(dir)
	if err != nil {
		return err
	}
	if _, err := call[app.Source](s, "Sources.Unlock", s.src.ID); err != nil {
		return err
	}
	v, err := call[app.RulesView](s, "Rules.View", s.src.ID)
	if err != nil {
		return err
	}
	w.run("rules", "set", dir, "--copies", "31", "--yes") // somebody else was quicker
	level := "DEBUG"
	_, err = call[app.RulesView](s, "Rules.Apply", s.src.ID, []app.RuleEdit{{Set: []string{"level"}, Level: &level}}, []app.RuleShown{}, v.Rev)
	var no *refused
	if !errors.As(err, &no) {
		return fmt.Errorf("rules made on revision %d were saved over another: %w", v.Rev, err)
	}
	f, err := readRules(dir)
	return first(err, same("copies", f.All.Copies, 31), same("level", f.All.Level, "INFO"))
}

// live runs the sample's server until the check ends.
func (w *world) live(dir string) (stop func(), err error) {
	c := exec.CommandContext(w.ctx, w.program, "demo", dir, "--live")
	c.Env = append(os.Environ(), "CORDWOOD_HOME="+w.t.TempDir())
	if err := c.Start(); err != nil {
		return nil, err
	}
	return func() {
		_ = c.Process.Signal(syscall.SIGINT)
		_ = c.Wait()
	}, nil
}

// until asks until the answer is yes, for at most ten seconds.
func until(ctx context.Context, yes func() (bool, error)) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	for {
		if ok, err := yes(); ok || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return errors.New("not within 10 s")
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// levelLive changes a level while the server runs, and sees it run with it.
func levelLive(w *world) error {
	dir := w.copySample()
	stop, err := w.live(dir)
	if err != nil {
		return err
	}
	defer stop()
	running := func(level string) func() (bool, error) {
		return func() (bool, error) {
			v, err := w.rulesOf(dir)
			r := ruleRow(v, "crm_data")
			return r.Running == level && v.Confirmed == v.Rev && v.AppliedBy == "serverlog" && v.AppliedAt != nil, err
		}
	}
	if err := until(w.ctx, running("INFO")); err != nil {
		return fmt.Errorf("before: %w", err)
	}
	w.run("rules", "set", dir, "--family", "crm_data", "--level", "ERROR", "--yes")
	if err := until(w.ctx, running("ERROR")); err != nil {
		return fmt.Errorf("after: %w", err)
	}
	return nil
}

// rotatedWhenAsked asks the running server, whose copy begins with what the live
// file held, and whose live file goes on behind it.
func rotatedWhenAsked(w *world) error {
	dir := w.copySample()
	live := filepath.Join(dir, "application.log")
	before, err := os.ReadFile(live)
	if err != nil {
		return err
	}
	stop, err := w.live(dir)
	if err != nil {
		return err
	}
	defer stop()
	if err := until(w.ctx, func() (bool, error) { v, err := w.rulesOf(dir); return v.AppliedBy == "serverlog", err }); err != nil {
		return err
	}
	did, err := asked[app.Rotated](w, "rules", "rotate", dir, "application", "--json")
	if err != nil || len(did) != 1 {
		return fmt.Errorf("%d answers: %w", len(did), err)
	}
	copied, err := readFile(filepath.Join(dir, did[0].File))
	if err != nil {
		return err
	}
	after, err := os.ReadFile(live)
	acts, _ := w.run("trail")
	return first(err, same("compressed", strings.HasSuffix(did[0].File, ".log.gz"), true), same("what the live file held is in the copy", strings.HasPrefix(copied, string(before)), true),
		same("whole lines", strings.HasSuffix(copied, "\n"), true), same("a new live file", bytes.HasPrefix(after, before[:100]), false),
		same("in the trail", strings.Contains(acts, "rotate"), true))
}

// cleanedToTheNumber sets one copy, and the running server cleans to it.
func cleanedToTheNumber(w *world) error {
	dir := w.copySample()
	stop, err := w.live(dir)
	if err != nil {
		return err
	}
	defer stop()
	copies := func(family string) int {
		names, _ := filepath.Glob(filepath.Join(dir, family+"-*.log.gz"))
		return len(names)
	}
	before := copies("apps_objects")
	if err := until(w.ctx, func() (bool, error) { v, err := w.rulesOf(dir); return v.AppliedBy == "serverlog", err }); err != nil {
		return err
	}
	w.run("rules", "set", dir, "--family", "apps_objects", "--copies", "1", "--cleaning", "delete", "--yes")
	err = until(w.ctx, func() (bool, error) { return copies("apps_objects") == 1, nil })
	chain := w.chain("apps_objects") // the live file last
	return first(err, same("copies before", before, len(chain)-1), same("more than one", before > 1, true),
		same("others are left alone", copies("email"), len(w.chain("email"))-1), same("the newest stays", there(dir, chain[len(chain)-2]), true))
}

// withoutWriter: where no server obeys, the level cannot be set and says why.
func withoutWriter(w *world) error {
	v, err := w.rulesOf(w.sample)
	if err != nil {
		return err
	}
	r := ruleRow(v, "crm_data")
	return first(same("applied by", v.AppliedBy, "none"), same("level", r.LevelFixed, "no_writer"), same("audit", ruleRow(v, "audit_log").LevelFixed, "always_on"),
		same("can", fmt.Sprint(r.Can), "[copies cleaning]"))
}

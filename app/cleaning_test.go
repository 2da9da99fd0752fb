package app

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"cordwood/backend/fault"
	"cordwood/backend/hold"
	"cordwood/backend/rules"
	"cordwood/backend/serverlog"
	"cordwood/backend/store"
)

// A folder that no server cleans: the window does, while the source is unlocked,
// as the rule says and only what a person saw or new copies explain.
func TestTheWindowCleans(t *testing.T) {
	w := newHeldWorld(t)
	w.now = time.Now()
	for day := 1; day <= 5; day++ {
		w.copyOf(day)
	}
	f := func(step string, want ...string) {
		t.Helper()
		w.seen()
		w.caretaker.round()
		names, _ := filepath.Glob(filepath.Join(w.dir, "application-*.log"))
		var got []string
		for _, name := range names {
			got = append(got, strings.TrimSuffix(strings.TrimPrefix(filepath.Base(name), "application-2026-11-"), ".log"))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: the copies of %v are there, want %v", step, got, want)
		}
	}
	last := func() rules.Cleaning {
		t.Helper()
		s, err := rules.LoadStatus(w.dir)
		if err != nil {
			t.Fatal(err)
		}
		return lastCleaning(&s, "application")
	}
	f("no rule", "01", "02", "03", "04", "05", "21")
	w.rule(3, "hold")
	f("just unlocked", "01", "02", "03", "04", "05", "21")
	w.now = w.now.Add(careGrace)
	f("what was shown goes", "04", "05", "21")
	if got := last(); got.Files != 3 || got.Error != "" || got.Waiting != "" {
		t.Errorf("last cleaning: %+v", got)
	}
	if got := w.held(); got != 4 { // one was held before
		t.Errorf("%d files are held, want 4", got)
	}
	w.now = w.now.Add(time.Hour)
	w.copyOf(22, w.now)
	f("a new copy pushes the oldest out", "05", "21", "22")
	for day := 1; day <= 3; day++ { // put there by hand, old
		w.copyOf(day)
	}
	f("what nobody saw waits", "01", "02", "03", "05", "21", "22")
	if got := last(); !strings.Contains(got.Waiting, "explain: 3 against ") {
		t.Errorf("last cleaning: %+v", got)
	}
	w.rule(3, "archive")
	f("a person saw it", "05", "21", "22")
	if names, _ := filepath.Glob(filepath.Join(w.dir, hold.ArchiveDir, "*.log")); len(names) != 3 {
		t.Errorf("%d files in the archive, want 3", len(names))
	}
	if _, err := w.app.Sources().Lock(w.id); err != nil {
		t.Fatal(err)
	}
	w.copyOf(23, w.now.Add(time.Minute))
	f("a locked source is left alone", "05", "21", "22", "23")
	acts := 0
	lines, err := w.app.TrailEntries(100)
	for _, l := range lines {
		if l.Op == "clean" && l.Outcome == "ok" {
			acts++
		}
	}
	if err != nil || acts != 7 {
		t.Errorf("%v: %d cleanings in the trail, want 7", err, acts)
	}
	files, err := w.app.Rules().Cleaned(w.id)
	held, archived := 0, 0
	for _, f := range files {
		if f.HoldID != "" {
			held++
		}
		if f.Archived != "" {
			archived++
			if _, err := os.Stat(filepath.Join(w.dir, f.Archived)); err != nil {
				t.Error(err)
			}
		}
	}
	if err != nil || len(files) != 7 || held != 4 || archived != 3 {
		t.Errorf("%+v, %v: of %d %d can be restored and %d are archived, want 4 and 3 of 7", files, err, len(files), held, archived)
	}
}

// A person's word holds for the families that he changed or named, and for what he was
// shown of them; the others wait on.
func TestOnlyWhatWasShownMayGo(t *testing.T) {
	w := newHeldWorld(t)
	w.now = time.Now()
	for day := 1; day <= 4; day++ {
		w.copyOf(day)
	}
	w.rule(4, "delete")
	w.seen()
	w.caretaker.round() // just unlocked
	w.now = w.now.Add(careGrace)
	databases := func(days ...int) {
		t.Helper()
		for _, day := range days {
			name := filepath.Join(w.dir, fmt.Sprintf("database-2026-10-%02d.log", day))
			if err := os.WriteFile(name, []byte("2026-10-01 10:00:00,000 INFO a - b\n"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	databases(11, 12, 13, 14, 15, 16)
	f := func(step string, applications, databases int, waiting ...string) {
		t.Helper()
		w.seen()
		w.caretaker.round()
		w.seen()
		for family, want := range map[string]int{"application": applications, "database": databases} {
			if names, _ := filepath.Glob(filepath.Join(w.dir, family+"-*.log")); len(names) != want {
				t.Errorf("%s: %d copies of %s are there, want %d", step, len(names), family, want)
			}
		}
		v, err := w.app.Rules().View(w.id)
		var got []string
		for _, n := range v.Effect.Waiting {
			got = append(got, n.File)
		}
		if err != nil || !slices.Equal(got, waiting) {
			t.Errorf("%s: %v wait, want %v (%v)", step, got, waiting, err)
		}
	}
	f("what was shown, and copies that nobody saw", 4, 6, "database")
	warn, three, two := "WARN", 3, 2
	w.apply(RuleEdit{Family: "application", Set: []string{"level"}, Level: &warn})
	f("a level is no word about a cleaning", 4, 6, "database")
	e, err := w.app.Rules().Preview(w.id, []RuleEdit{{Family: "application", Set: []string{"copies"}, Copies: &three}})
	if err != nil || len(e.Waiting) != 1 || e.Waiting[0].File != "database" {
		t.Errorf("of edited copies %+v waits still, want database (%v)", e.Waiting, err)
	}
	w.apply(RuleEdit{Family: "application", Set: []string{"copies"}, Copies: &three})
	f("the family whose copies were changed", 3, 6, "database")
	v, err := w.app.Rules().View(w.id)
	if err != nil {
		t.Fatal(err)
	}
	databases(9, 10) // between the look and the word
	w.seen()
	if v, err = w.app.Rules().Apply(w.id, nil, shownOf(v.Effect, "database"), v.Rev); err != nil {
		t.Fatal(err)
	}
	f("more than was shown", 3, 8, "database")
	if v, err = w.app.Rules().View(w.id); err == nil {
		_, err = w.app.Rules().Apply(w.id, nil, shownOf(v.Effect, "database"), v.Rev)
	}
	if err != nil {
		t.Fatal(err)
	}
	f("what was shown and allowed", 3, 5) // the newest counts as the live one
	rev := func() int64 {
		v, err := w.app.Rules().View(w.id)
		if err != nil {
			t.Fatal(err)
		}
		return v.Rev
	}
	before := rev()
	w.apply(RuleEdit{Family: "application", Set: []string{"copies"}, Copies: &three})
	if got := rev(); got != before {
		t.Errorf("the same rules again were saved as revision %d", got)
	}
	if _, err := w.app.Rules().Apply(w.id, []RuleEdit{{Family: "application", Set: []string{"copies"}, Copies: &two}}, nil, before); err != nil {
		t.Fatal(err)
	}
	f("what was not shown", 3, 5, "application")
}

// What would go is a table that says of each file when, why, and what is lost.
func TestEffectAsATable(t *testing.T) {
	w := newHeldWorld(t)
	for day := 1; day <= 3; day++ {
		w.copyOf(day)
	}
	w.seen()
	two, cleaner, hold := 2, "window", "hold"
	d, err := w.app.Rules().Export(w.id, []RuleEdit{{Set: []string{"copies", "cleaning", "cleaner"}, Copies: &two, Cleaning: &hold, Cleaner: &cleaner}})
	if err != nil || !strings.HasSuffix(d.Name, ".csv") {
		t.Fatalf("%+v, %v", d, err)
	}
	dl, err := w.app.downloads.take(d.ID)
	if err != nil {
		t.Fatal(err)
	}
	defer w.app.downloads.end(dl)
	var out bytes.Buffer
	if err := w.app.export(dl, func() error { return dl.write(t.Context(), &out) }); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\r\n")
	if len(lines) < 3 || lines[0] != "\ufeffwhen,family,file,bytes,why,first_entry,last_entry" {
		t.Fatalf("%q", lines)
	}
	for i, day := range []string{"01", "02"} {
		cells := strings.Split(lines[i+1], ",")
		if len(cells) != 7 || cells[2] != "application-2026-11-"+day+".log" || cells[4] != "2 over 2" {
			t.Errorf("%q", cells)
		}
	}
	at := time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)
	out.Reset()
	item := EffectItem{At: at.UnixMilli(), Family: "email", Path: "=1.log", Bytes: 7, Why: Said{Text: "2 over 2"}, From: millis(at), UpTo: nil}
	err = Effect{Items: []EffectItem{item}}.writeCSV(&out, time.FixedZone("", 8*3600))
	if _, row, _ := strings.Cut(out.String(), "\r\n"); err != nil || row != "2026-11-01T17:00:00+08:00,email,'=1.log,7,2 over 2,2026-11-01T17:00:00+08:00,\r\n" {
		t.Errorf("%q, %v", row, err)
	}
	w.last("export", "ok")
}

// What a rule took is listed, by whom and why, and what is held can be restored.
func TestCleanedFiles(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "suite")
	set := rules.Default()
	set.All.Copies, set.All.Cleaning, set.All.Action = 1, true, rules.Hold
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := rules.Save(t.Context(), dir, rules.File{Set: set, Cleaner: rules.ByServerlog}, 0); err != nil {
		t.Fatal(err)
	}
	server, err := serverlog.Open(serverlog.Options{Dir: dir, Families: []string{"application", "audit_log"}, Rules: true})
	if err != nil {
		t.Fatal(err)
	}
	for range 3 { // which makes two copies too many
		if _, err := server.Writer("application").Write([]byte("2026-11-20 10:11:12.345 [main] INFO a.B - up\n")); err != nil {
			t.Fatal(err)
		}
		if err := server.Rotate("application"); err != nil {
			t.Fatal(err)
		}
	}
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		s, err := rules.LoadStatus(dir)
		if held, bad := hold.List(dir); bad == nil && err == nil && s.Rev == 1 && len(held) == 2 {
			break
		}
		if time.Now().After(end) {
			t.Fatalf("the server does not clean: %+v, %v", s, err)
		}
	}
	if err := server.Close(); err != nil {
		t.Fatal(err)
	}
	a := testApp(t)
	src, err := a.OpenPath(dir, Records)
	if err == nil {
		src, err = a.Wait(t.Context(), src.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	files, err := a.Rules().Cleaned(src.ID)
	if err != nil || len(files) != 2 {
		t.Fatalf("%+v, %v", files, err)
	}
	for _, f := range files {
		if n, ok := rules.Dated(f.Path); !ok || n.Family != "application" || f.By != "serverlog" || f.Outcome != "ok" || f.Why.Code != "{0} over {1}" || f.HoldID == "" || f.At == nil {
			t.Errorf("%+v", f)
		}
	}
	if _, err := a.Sources().Unlock(src.ID); err != nil {
		t.Fatal(err)
	}
	if res, err := a.ServerLogs().Undo(src.ID, files[1].HoldID); err != nil || res.Done != 1 {
		t.Errorf("%+v, %v", res, err)
	}
	if files, err := a.Rules().Cleaned(src.ID); err != nil || len(files) != 2 || files[0].HoldID == "" || files[1].HoldID != "" {
		t.Errorf("after one was restored: %+v, %v", files, err)
	}
}

// A server writes an intent and an outcome, Cordwood one record; a record that is
// missing is not made up.
func TestCleanedFilesAreOfTheirRecords(t *testing.T) {
	server := func(path, outcome, reason string) store.AuditEvent {
		return store.AuditEvent{Account: "serverlog", Target: path, Outcome: outcome, Reason: reason, After: `{"action":"archive"}`}
	}
	own := store.AuditEvent{Account: "ann", Role: ownRole, Outcome: "ok", Raw: `{"Path":"a-2026-11-04.log.gz","Action":"hold","Size":7,"Reason":"1 over 3"}`}
	got := cleanedFiles([]store.AuditEvent{ // the newest first
		own,
		server("a-2026-11-02.log.gz", "failure", "in use"), server("a-2026-11-02.log.gz", "intent", "2 over 3"),
		server("a-2026-11-01.log.gz", "success", ""), server("a-2026-11-01.log.gz", "intent", "2 over 3"),
		server("a-2026-11-03.log.gz", "intent", "by hand"), // and killed
		server("a-2026-11-01.log.gz", "success", ""),       // its intent is beyond what is told
	})
	var words []string
	for _, f := range got {
		words = append(words, fmt.Sprintf("%s|%s|%s|%s|%s", f.Path, f.Outcome, f.Why.Text, f.Failed.Text, f.Archived))
	}
	want := []string{
		"a-2026-11-04.log.gz|ok|1 over 3||",
		"a-2026-11-02.log.gz|failed|2 over 3|in use|",
		"a-2026-11-01.log.gz|ok|2 over 3||.cordwood-archive/a-2026-11-01.log.gz",
		"a-2026-11-03.log.gz||by hand||",
		"a-2026-11-01.log.gz|ok|||.cordwood-archive/a-2026-11-01.log.gz",
	}
	if !slices.Equal(words, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(words, "\n"), strings.Join(want, "\n"))
	}
}

// A held file is restored from the row of the cleaning that held it, also where numbered
// names came again and some batches are gone.
func TestBatchesAreOfTheirCleaning(t *testing.T) {
	at := func(hour int) *int64 {
		n := time.Date(2026, 11, 22, hour, 0, 0, 0, time.UTC).UnixMilli()
		return &n
	}
	files := []CleanedFile{ // the newest first
		{Path: "a.log.3", Outcome: "ok", At: at(9)},
		{Path: "a.log.3", Outcome: "ok", At: at(8), Archived: "elsewhere"},
		{Path: "a.log.3", Outcome: "failed", At: at(7)},
		{Path: "a.log.3", Outcome: "ok", At: at(6)},
		{Path: "b.log.3", Outcome: "ok", At: at(6)},
	}
	restorable(files, map[string][]hold.Batch{
		"a.log.3": {{ID: "of six", HeldAt: time.UnixMilli(*at(6)).Add(-time.Second)}},
		"c.log.3": {{ID: "of nobody", HeldAt: time.UnixMilli(*at(6))}},
	})
	for i, f := range files {
		if want := map[int]string{3: "of six"}[i]; f.HoldID != want {
			t.Errorf("%d: %q, want %q", i, f.HoldID, want)
		}
	}
}

// copyOf puts a copy of a day of November there, whole and last changed at a time;
// that day when none is given.
func (w *heldWorld) copyOf(day int, at ...time.Time) {
	w.t.Helper()
	name, changed := fmt.Sprintf("application-2026-11-%02d.log", day), time.Date(2026, 11, day, 10, 0, 0, 0, time.UTC)
	if len(at) > 0 {
		changed = at[0]
	}
	made := filepath.Join(w.t.TempDir(), name)
	err := os.WriteFile(made, fmt.Appendf(nil, "2026-11-%02d 10:11:12.345 [main] INFO a.B - %s\n", day, name), 0o600)
	if err == nil {
		err = os.Chtimes(made, changed, changed)
	}
	if err == nil {
		err = os.Rename(made, filepath.Join(w.dir, name))
	}
	if err != nil {
		w.t.Fatal(err)
	}
}

// seen waits until the source has noticed what lies in its folder.
func (w *heldWorld) seen() {
	w.t.Helper()
	o, err := w.app.source(w.id)
	if err != nil {
		w.t.Fatal(err)
	}
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		same := 0
		names, _ := filepath.Glob(filepath.Join(w.dir, "*.log"))
		for _, f := range o.inventory().Families {
			for _, c := range f.Copies {
				if info, err := os.Stat(filepath.Join(w.dir, c.Path)); err == nil && info.ModTime().Equal(c.Modified) && info.Size() == c.Stored {
					same++
				} else {
					same -= len(names)
				}
			}
		}
		if same == len(names) {
			return
		}
		if time.Now().After(end) {
			w.t.Fatalf("the source does not notice %v", names)
		}
	}
}

func (w *heldWorld) rule(copies int, cleaning string) {
	w.t.Helper()
	w.seen()
	w.apply(RuleEdit{Set: []string{"copies", "cleaning"}, Copies: &copies, Cleaning: &cleaning})
}

// apply saves edits with what they were shown to do.
func (w *heldWorld) apply(edits ...RuleEdit) {
	w.t.Helper()
	v, err := w.app.Rules().View(w.id)
	var e Effect
	if err == nil {
		e, err = w.app.Rules().Preview(w.id, edits)
	}
	if err == nil {
		_, err = w.app.Rules().Apply(w.id, edits, shownOf(e), v.Rev)
	}
	if err != nil {
		w.t.Fatal(err)
	}
}

// shownOf is what an effect shows to go, of these families or of all.
func shownOf(e Effect, families ...string) (shown []RuleShown) {
	for _, f := range e.Families {
		if f.Now > 0 && (families == nil || slices.Contains(families, f.Family)) {
			shown = append(shown, RuleShown{f.Family, f.Now, f.Bytes, f.Last})
		}
	}
	return shown
}

// An effect is what somebody carries out: where nobody cleans nothing goes, now or
// later, and the effect says why.
func TestNobodyCleansNothingGoes(t *testing.T) {
	w := newHeldWorld(t)
	w.now = time.Now()
	for day := 1; day <= 5; day++ {
		w.copyOf(day)
	}
	w.rule(3, "hold")
	f := func(cleaner string, want int, idle string) {
		t.Helper()
		e, err := w.app.Rules().Preview(w.id, []RuleEdit{{Set: []string{"cleaner"}, Cleaner: &cleaner}})
		if err != nil || e.Files != want || want == 0 && e.Later != 0 {
			t.Errorf("cleaned by %s: %d files go, %d later, want %d (%v)", cleaner, e.Files, e.Later, want, err)
		}
		if !strings.HasPrefix(e.Idle.Text, idle) || idle == "" && e.Idle.Text != "" {
			t.Errorf("cleaned by %s: nobody does because %q, want %q", cleaner, e.Idle.Text, idle)
		}
	}
	f("window", 3, "")
	f("none", 0, "nobody is to clean here")
	f("serverlog", 0, "no server has answered here")
	if err := rules.UpdateStatus(t.Context(), w.dir, func(s *rules.Status) { s.Writer = "shop" }); err != nil {
		t.Fatal(err)
	}
	f("serverlog", 3, "")
	one := "application"
	if _, err := w.app.Rules().Preview(w.id, []RuleEdit{{Family: one, Set: []string{"cleaner"}, Cleaner: &one}}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a cleaner of one family: %v", err)
	}
}

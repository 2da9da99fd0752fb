package serverlog

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cordwood/backend/hold"
	"cordwood/backend/rules"
)

func ptr[T any](v T) *T { return &v }

func save(t *testing.T, dir string, f rules.File) {
	t.Helper()
	now, err := rules.Load(dir)
	if err != nil {
		now.Rev = 0
	}
	if _, err := rules.Save(context.Background(), dir, f, now.Rev); err != nil {
		t.Fatal(err)
	}
}

// eventually waits for another goroutine; the limit only ends a failing test.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if ok() {
			return
		}
	}
	t.Fatal("never: ", what)
}

func statusOf(dir string) rules.Status {
	s, _ := rules.LoadStatus(dir)
	return s
}

func TestLevelChangesWhileRunning(t *testing.T) {
	dir := t.TempDir()
	opt := Options{Dir: dir, Rules: true, PollEvery: 20 * time.Millisecond}
	s := open(t, opt)
	log := s.Logger("email")
	log.Debug().Msg("first debug")
	set := rules.Default()
	set.All.Level = rules.LevelError
	set.Families = map[string]rules.Override{"email": {Level: ptr(rules.LevelDebug)}}
	save(t, dir, rules.File{Set: set, Cleaner: rules.ByNone, WrittenBy: "window"})
	eventually(t, "revision 1 in force", func() bool { return statusOf(dir).Rev == 1 })
	log.Debug().Msg("second debug")
	database := s.Logger("database")
	database.Warn().Msg("silenced")
	for _, family := range []string{"access_log", "audit_log"} { // always on
		always := s.Logger(family)
		always.Debug().Msg("kept")
		if !strings.Contains(read(t, dir, family+".log"), "kept") {
			t.Errorf("%s was silenced", family)
		}
	}
	if told := statusOf(dir).Families["audit_log"].Level; told != rules.LevelTrace {
		t.Errorf("the status says %s for what is always on", told)
	}
	got := read(t, dir, "email.log")
	if strings.Contains(got, "first debug") || !strings.Contains(got, "second debug") {
		t.Errorf("email.log holds %q", got)
	}
	if _, err := os.Stat(filepath.Join(dir, "database.log")); err == nil {
		t.Error("WARN was written under ERROR")
	}
	if told := statusOf(dir).Families["email"].Level; told != rules.LevelDebug {
		t.Errorf("the status says %s", told)
	}
}

func TestBrokenRuleFileKeepsLevelsAndStopsCleaning(t *testing.T) {
	dir := t.TempDir()
	opt := small(dir)
	opt.Rules, opt.PollEvery, opt.Witness = true, 20*time.Millisecond, quiet{}
	set := rules.Default()
	set.All.Level, set.All.Copies, set.All.Cleaning = rules.LevelWarn, 1, true
	save(t, dir, rules.File{Set: set, Cleaner: rules.ByServerlog})
	s := open(t, opt)
	rotate := func(n int) {
		for range n {
			write(t, s.Writer("application"), "line")
			if err := s.Rotate("application"); err != nil {
				t.Fatal(err)
			}
		}
	}
	count := func() int {
		names, _ := filepath.Glob(filepath.Join(dir, "application-*.gz"))
		return len(names)
	}
	rotate(3)
	eventually(t, "one copy left", func() bool {
		c := statusOf(dir).Families["application"].Cleaning
		return c != nil && c.Rotations == 3 && count() == 1
	})
	if err := os.WriteFile(filepath.Join(dir, rules.FileName), []byte("{\n  \"version\": 1,\n  oops\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the status names the line", func() bool { return strings.Contains(statusOf(dir).Error, ":3:3") })
	rotate(3)
	eventually(t, "four copies", func() bool { return count() == 4 })
	log := s.Logger("application")
	log.Info().Msg("below")
	if got := read(t, dir, "application.log"); got != "" {
		t.Errorf("the level was lost: %q", got)
	}
	if st := statusOf(dir); st.Rev != 1 || count() != 4 {
		t.Errorf("rev %d in force, %d copies", st.Rev, count())
	}
	save(t, dir, rules.File{Set: set, Cleaner: rules.ByServerlog})
	eventually(t, "cleaned again", func() bool { return count() == 1 })
}

func TestOnlyTheNamedCleanerCleans(t *testing.T) {
	for cleaner, want := range map[rules.Cleaner]int{rules.ByServerlog: 2, rules.ByAgent: 6, rules.ByWindow: 6, rules.ByNone: 6} {
		dir := t.TempDir()
		opt := small(dir)
		opt.Rules, opt.Witness = true, quiet{}
		set := rules.Default()
		set.All.Copies, set.All.Cleaning = 2, true
		save(t, dir, rules.File{Set: set, Cleaner: cleaner})
		rotateDays(t, opt, 6, 1)
		if got := len(copiesIn(t, dir, "application")); got != want {
			t.Errorf("cleaner %s: %d copies, want %d", cleaner, got, want)
		}
	}
}

// What the rule says is done with the copies in excess: nothing but "delete" ends
// them at once, and what was held goes when its date has come.
func TestEveryAction(t *testing.T) {
	for action, want := range map[rules.Action]string{rules.Delete: "", rules.Hold: hold.Dir, rules.Archive: hold.ArchiveDir} {
		dir := t.TempDir()
		opt := small(dir)
		opt.Clock = time.Now // held files are dated by the computer's clock
		opt.Rules, opt.Witness = true, quiet{}
		set := rules.Default()
		set.All.Copies, set.All.Cleaning, set.All.Action = 2, true, action
		save(t, dir, rules.File{Set: set, Cleaner: rules.ByServerlog})
		rotateDays(t, opt, 6, 1)
		moved := func(under string) (n int) {
			_ = filepath.WalkDir(filepath.Join(dir, under), func(path string, d fs.DirEntry, err error) error {
				if err == nil && strings.HasSuffix(path, ".log.gz") {
					n++
				}
				return nil
			})
			return n
		}
		last := statusOf(dir).Families["application"].Cleaning
		if got := len(copiesIn(t, dir, "application")); got != 2 || last == nil || last.Error != "" {
			t.Errorf("%s: %d copies, last cleaning %+v", action, got, last)
		}
		if want != "" && moved(want) != 4 {
			t.Errorf("%s: %d copies in %s, want 4", action, moved(want), want)
		}
		if action != rules.Hold {
			continue
		}
		for _, at := range []struct{ days, held int }{{6, 4}, {8, 0}} {
			opt.Clock = func() time.Time { return time.Now().AddDate(0, 0, at.days) }
			rotateDays(t, opt, 1, 0)
			if got := moved(want); got != at.held {
				t.Errorf("%d copies are held after %d days, want %d", got, at.days, at.held)
			}
		}
	}
}

// Foreign files in the folder: the run waits and says so, and takes them after a
// person confirmed what was shown.
func TestUnexplainedExcessWaitsForAPerson(t *testing.T) {
	dir := t.TempDir()
	for day := 1; day <= 9; day++ {
		name := fmt.Sprintf("application-2026-10-%02d.log.gz", day)
		if err := os.WriteFile(filepath.Join(dir, name), zipped([]byte(name)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	opt := small(dir)
	opt.Rules, opt.MaxBytes = true, 1<<20 // else the records of the cleaning are cleaned, too
	opt.Families = []string{"application", "audit_log"}
	set := rules.Default()
	set.All.Copies, set.All.Cleaning = 2, true
	save(t, dir, rules.File{Set: set, Cleaner: rules.ByServerlog})
	rotateDays(t, opt, 1, 1)
	if got := len(copiesIn(t, dir, "application")); got != 10 {
		t.Fatalf("%d copies, want all 10", got)
	}
	last := statusOf(dir).Families["application"].Cleaning
	if last == nil || !strings.Contains(last.Waiting, "explain: 8 against ") || last.Waits.String() != last.Waiting {
		t.Fatalf("last cleaning %+v", last)
	}
	confirmed := &rules.Confirmed{Families: map[string]rules.ConfirmedFamily{
		"application": {Files: 8, Last: "application-2026-10-08.log.gz"},
	}}
	save(t, dir, rules.File{Set: set, Cleaner: rules.ByServerlog, Confirmed: confirmed})
	rotateDays(t, opt, 1, 1)
	if got := copiesIn(t, dir, "application"); len(got) != 2 {
		t.Errorf("copies left: %v", got)
	}
	if last := statusOf(dir).Families["application"].Cleaning; last.Files == 0 || last.Waiting != "" {
		t.Errorf("last cleaning %+v", last)
	}
	if got := strings.Count(chain(t, dir, "audit_log"), `"outcome":"success"`); got != 9 {
		t.Errorf("%d cleanings recorded, want 9", got)
	}
}

func TestNewerThan(t *testing.T) {
	var copies rules.Family
	for _, name := range []string{"a-2026-11-20.log.gz", "a-2026-11-21.log.gz", "a-2026-11-21-2.log.gz", "a-2026-11-21-10.log"} {
		copies.Copies = append(copies.Copies, rules.Copy{Path: name})
	}
	f := func(name string, day int, want int64) {
		t.Helper()
		if got := newerThan(name, time.Date(2026, 11, day, 0, 0, 0, 0, time.UTC), copies); got != want {
			t.Errorf("after %q from the %dth on: %d, want %d", name, day, got, want)
		}
	}
	f("a-2026-11-21.log", 20, 2)
	f("a-2026-11-21-2.log", 21, 1) // 10 comes after 2
	f("a-2026-11-20.log", 21, 3)
	f("", 20, 4)
	f("", 21, 3) // what is older was put there
	f("a-2026-11-19.log", 22, 0)
}

// Thirty days, one to three rotations a day, restarts between: each day ends
// with exactly the number of copies, the newest ones, and no question.
func TestThirtyDaysEndWithTheNumberOfCopies(t *testing.T) {
	for _, copies := range []int{1, 3} {
		dir := t.TempDir()
		opt := small(dir)
		opt.Rules, opt.Witness = true, quiet{}
		set := rules.Default()
		set.All.Copies, set.All.Cleaning = copies, true
		save(t, dir, rules.File{Set: set, Cleaner: rules.ByServerlog})
		made := 0
		for day := range 30 {
			at := noon().AddDate(0, 0, day-29)
			opt.Clock = func() time.Time { return at }
			rotations := 1 + day%3
			rotateDays(t, opt, 1, rotations)
			made += rotations
			got := copiesIn(t, dir, "application")
			if len(got) != min(copies, made) {
				t.Fatalf("%d copies, day %d: %v", copies, day, got)
			}
			newest := rules.Name{Family: "application", Date: opt.Clock().Truncate(24 * time.Hour), Index: rotations}
			if got[len(got)-1] != newest.File()+".gz" {
				t.Fatalf("%d copies, day %d: newest is %s, want %s", copies, day, got[len(got)-1], newest.File())
			}
			if c := statusOf(dir).Families["application"].Cleaning; c == nil || c.Waiting != "" || c.Error != "" {
				t.Fatalf("%d copies, day %d: %+v", copies, day, c)
			}
		}
	}
}

func TestNoRecordNoAct(t *testing.T) {
	dir := t.TempDir()
	opt := small(dir)
	opt.Rules, opt.Witness = true, deaf{}
	set := rules.Default()
	set.All.Copies, set.All.Cleaning = 1, true
	save(t, dir, rules.File{Set: set, Cleaner: rules.ByServerlog})
	rotateDays(t, opt, 4, 1)
	if got := copiesIn(t, dir, "application"); len(got) != 4 {
		t.Errorf("%v left, want all 4", got)
	}
	if c := statusOf(dir).Families["application"].Cleaning; c == nil || !strings.Contains(c.Error, "cannot be recorded") {
		t.Errorf("last cleaning %+v", c)
	}
	opt.Witness = quiet{}
	rotateDays(t, opt, 1, 1)
	if got := copiesIn(t, dir, "application"); len(got) != 1 {
		t.Errorf("%v left after the witness hears again, want 1", got)
	}
}

type deaf struct{ quiet }

func (deaf) Intent(context.Context, rules.Act) (string, error) { return "", errors.New("no disk") }

// quiet hears and writes nothing, so that the files hold the test's lines only.
type quiet struct{}

func (quiet) Intent(context.Context, rules.Act) (string, error) { return "", nil }
func (quiet) Outcome(context.Context, string, error) error      { return nil }

// rotateDays opens, rotates and closes, as often as there are days.
func rotateDays(t *testing.T, opt Options, days, rotations int) {
	t.Helper()
	for range days {
		s, err := Open(opt)
		if err != nil {
			t.Fatal(err)
		}
		for range rotations {
			write(t, s.Writer("application"), "line")
			if err := s.Rotate("application"); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// copiesIn lists the copies of a family, oldest first.
func copiesIn(t *testing.T, dir, family string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		if n, ok := rules.Dated(e.Name()); ok && n.Family == family {
			names = append(names, e.Name())
		}
	}
	sortCopies(names)
	return names
}

package serverlog

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"cordwood/backend/rules"
)

// The test program is its own child: it writes until it is killed, or it opens
// and closes once.
const (
	childDir     = "SERVERLOG_CHILD_DIR"
	childRun     = "SERVERLOG_CHILD_RUN"
	openAndClose = "open and close"
)

func TestMain(m *testing.M) {
	switch dir := os.Getenv(childDir); {
	case dir == "":
	case os.Getenv(childRun) == openAndClose:
		s, err := Open(small(dir))
		if err == nil {
			err = s.Close()
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(3)
		}
		os.Exit(0)
	default:
		writeUntilKilled(dir, os.Getenv(childRun))
	}
	os.Exit(m.Run())
}

// writeUntilKilled writes numbered lines and says the number on standard output
// once the line was accepted.
func writeUntilKilled(dir, run string) {
	opt := small(dir)
	opt.MaxBytes, opt.Witness = 20_000, quiet{}
	_, err := os.Stat(filepath.Join(dir, rules.FileName))
	opt.Rules = err == nil
	s, err := Open(opt)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
	w := s.Writer("application")
	for i := 1; ; i++ {
		line := fmt.Sprintf("run %s line %d %s.\n", run, i, strings.Repeat("=", i%97))
		if _, err := w.Write([]byte(line)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(3)
		}
		fmt.Println(i)
	}
}

// Fifty kills amid writing, rotating and compressing: of every run the lines are
// there once, in order, without a gap, and at least to the last that was accepted.
func TestKilledWriterLosesNothingAccepted(t *testing.T) {
	kills := 50
	if testing.Short() {
		kills = 5
	}
	dir := t.TempDir()
	accepted := make([]int, kills)
	for run := range kills {
		accepted[run] = killedRun(t, dir, run, time.Duration(3+run%25)*time.Millisecond)
	}
	s, err := Open(small(dir)) // finishes what the last kill left
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	written := make([]int, kills)
	torn, total := 0, 0
	at := 0
	for line := range strings.Lines(chain(t, dir, "application")) {
		run, n, whole := parseLine(line)
		if !whole {
			torn++ // must be the last of its run, which the next line's number proves
			continue
		}
		if run < at || run >= kills || n != written[run]+1 {
			t.Fatalf("run %d line %d follows run %d line %d", run, n, at, written[at])
		}
		at, written[run] = run, n
		total++
	}
	for run := range kills {
		if written[run] < accepted[run] {
			t.Errorf("run %d: %d lines accepted, %d there", run, accepted[run], written[run])
		}
	}
	if torn > kills {
		t.Errorf("%d torn lines in %d runs", torn, kills)
	}
	t.Logf("%d kills, %d lines, %d torn and never accepted", kills, total, torn)
}

// A kill may come between a rotation and its count, and between a cleaning and
// its record: after it the number of copies is kept all the same, and no
// question is asked.
func TestKillsLeaveNoQuestion(t *testing.T) {
	kills := 10
	if os.Getenv("CORDWOOD_SOAK") != "" {
		kills = 200
	}
	dir := t.TempDir()
	set := rules.Default()
	set.All.Copies, set.All.Cleaning = 3, true
	save(t, dir, rules.File{Set: set, Cleaner: rules.ByServerlog})
	opt := small(dir)
	opt.Rules, opt.Witness = true, quiet{}
	var rotations int64
	// On a busy machine a child writes little before it is killed: then more of
	// them are needed until something had to be cleaned.
	for run := 0; run < kills || rotations <= 3 && run < 20*kills; run++ {
		killedRun(t, dir, run, time.Duration(5+run%25)*time.Millisecond)
		if run%5 > 0 && run != kills-1 {
			continue // several kills may come before anybody closes in peace
		}
		s, err := Open(opt)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		told := statusOf(dir).Families["application"]
		rotations = told.Rotations
		if c := told.Cleaning; c != nil && c.Waiting != "" {
			t.Fatalf("after kill %d: %+v", run, *c)
		}
		if got, want := copiesIn(t, dir, "application"), min(3, told.Rotations); int64(len(got)) != want {
			t.Fatalf("after kill %d: %v left, want %d", run, got, want)
		}
	}
	if rotations <= 3 {
		t.Errorf("only %d rotations: nothing had to be cleaned", rotations)
	}
	t.Logf("%d rotations", rotations)
}

// killedRun kills a child some time after its start or, in every second run,
// after its first line, so that both the opening and the writing are hit.
func killedRun(t *testing.T, dir string, run int, wait time.Duration) (accepted int) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childDir+"="+dir, childRun+"="+strconv.Itoa(run))
	out := &answers{first: make(chan struct{})}
	cmd.Stdout, cmd.Stderr = out, os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if run%2 == 1 {
		<-out.first
	}
	time.Sleep(wait) // varies where the kill falls; nothing is asserted on it
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	whole := out.said.String()
	whole = whole[:strings.LastIndexByte(whole, '\n')+1]
	lines := strings.Fields(whole)
	if len(lines) == 0 {
		return 0
	}
	accepted, err := strconv.Atoi(lines[len(lines)-1])
	if err != nil {
		t.Fatal(err)
	}
	return accepted
}

// answers collects what a child says and tells when it began to.
type answers struct {
	said  bytes.Buffer
	once  sync.Once
	first chan struct{}
}

func (a *answers) Write(p []byte) (int, error) {
	a.once.Do(func() { close(a.first) })
	return a.said.Write(p)
}

func parseLine(line string) (run, n int, whole bool) {
	var fill string
	if _, err := fmt.Sscanf(line, "run %d line %d %s\n", &run, &n, &fill); err != nil {
		return 0, 0, false
	}
	return run, n, fill == strings.Repeat("=", n%97)+"."
}

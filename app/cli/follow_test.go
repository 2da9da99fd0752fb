//go:build linux

package cli

import (
	"bufio"
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// follower is the program while it follows.
type follower struct {
	t   *testing.T
	cmd *exec.Cmd
	bad saying

	mu   sync.Mutex
	got  []string
	done chan struct{}
}

// saying is what a program writes, read while it does.
type saying struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *saying) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

func (s *saying) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

func startFollow(t *testing.T, args ...string) *follower {
	t.Helper()
	f := &follower{t: t, cmd: exec.Command(program(t), append([]string{"follow"}, args...)...), done: make(chan struct{})}
	f.cmd.Env = append(os.Environ(), "CORDWOOD_HOME="+t.TempDir())
	f.cmd.Stderr = &f.bad
	out, err := f.cmd.StdoutPipe()
	if err == nil {
		err = f.cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.cmd.Process.Kill() })
	go func() {
		defer close(f.done)
		in := bufio.NewScanner(out)
		in.Buffer(nil, 4<<20)
		for in.Scan() {
			f.mu.Lock()
			f.got = append(f.got, in.Text())
			f.mu.Unlock()
		}
	}()
	return f
}

func (f *follower) lines() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]string(nil), f.got...)
}

// until waits for a line that holds the text.
func (f *follower) until(text string) {
	f.t.Helper()
	for range 1500 {
		if got := f.lines(); len(got) > 0 && strings.Contains(got[len(got)-1], text) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	f.t.Fatalf("%q did not come: %s\n%s", text, strings.Join(f.lines()[max(0, len(f.lines())-3):], "\n"), f.bad.String())
}

// interrupt ends it as Ctrl-C does and returns what it said.
func (f *follower) interrupt() (stderr string, code int) {
	f.t.Helper()
	_ = f.cmd.Process.Signal(os.Interrupt)
	<-f.done
	_ = f.cmd.Wait()
	return f.bad.String(), f.cmd.ProcessState.ExitCode()
}

var numbered = regexp.MustCompile(`n(\d+)\.`)

// The program itself, real files, 2,000 lines: each is printed once and in order.
func TestFollowLosesNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("writes for some seconds")
	}
	seed := uint64(time.Now().UnixNano())
	l := &logger{t: t, dir: t.TempDir(), rnd: rand.New(rand.NewPCG(seed, 1))}
	l.write(l.live(), 5)
	f := startFollow(t, l.dir, "-n", "3")
	f.until("n5.")
	seen := func() { f.until(fmt.Sprintf("n%d.", l.next)) }
	order := l.rnd.Perm(8)
	enough := 800 // lines: each kind of rotation comes at least once
	if os.Getenv("CORDWOOD_SOAK") != "" {
		enough = 5000
	}
	for round := 0; l.next < enough; round++ {
		l.write(l.live(), 1+l.rnd.IntN(80))
		if l.rnd.IntN(2) == 0 {
			l.pause()
		}
		l.rotate(order[round%len(order)], seen)
		if l.rnd.IntN(2) == 0 {
			l.pause()
		}
		l.write(l.live(), 1+l.rnd.IntN(80))
	}
	seen()
	said, code := f.interrupt()
	if code != 0 {
		t.Errorf("exit code %d", code)
	}
	got := f.lines()
	var first int
	lost, doubled := 0, 0
	seenAt := map[int]bool{}
	for i, line := range got {
		m := numbered.FindStringSubmatch(line)
		if m == nil {
			t.Fatalf("seed %d: %q", seed, line)
		}
		var n int
		_, _ = fmt.Sscan(m[1], &n)
		if i == 0 {
			first = n
		}
		if seenAt[n] {
			doubled++
		}
		seenAt[n] = true
		if n != first+i && lost+doubled == 0 {
			t.Errorf("seed %d: %d comes at the place of %d\n%s", seed, n, first+i, said)
			lost++
		}
	}
	lost = l.next - first + 1 - len(seenAt)
	t.Logf("%d lines, %d lost, %d doubled, %d rotations", l.next, lost, doubled, l.made)
	if lost+doubled > 0 {
		t.Errorf("seed %d: %d lost, %d doubled\n%s", seed, lost, doubled, said)
	}
	for _, word := range []string{"rotated: continued from app-2026-11-22-", "truncated: "} {
		if !strings.Contains(said, word) {
			t.Errorf("%q is not told in\n%s", word, said)
		}
	}
}

func TestFollowEndsAtSIGTERM(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.log"), []byte(goodLine+"no line end"), 0o644); err != nil {
		t.Fatal(err)
	}
	f := startFollow(t, dir, "--json")
	f.until("no line end")
	_ = f.cmd.Process.Signal(syscall.SIGTERM)
	<-f.done
	if err := f.cmd.Wait(); err != nil || f.bad.String() != "" {
		t.Error(err, f.bad.String())
	}
	if got := f.lines(); len(got) != 2 && len(got) != 1 {
		t.Errorf("%q", got)
	}
}

// The last matches come first, then what is new, matches only; --json says of
// which file it is.
func TestFollowPrints(t *testing.T) {
	dir := t.TempDir()
	live := filepath.Join(dir, "a.log")
	put := func(lines ...string) {
		t.Helper()
		f, err := os.OpenFile(live, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
		if err == nil {
			_, err = f.WriteString(strings.Join(lines, "\n") + "\n")
			_ = f.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	at := "2026-11-22 10:00:0"
	put(at+"1.000 [a] INFO  b - hit 1", at+"2.000 [a] INFO  b - hit 2", at+"3.000 [a] INFO  b - no", at+"4.000 [a] INFO  b - hit 4")
	f, j := startFollow(t, dir, "-n", "2", "hit"), startFollow(t, dir, "-n", "1", "--json", "hit")
	f.until("hit 4")
	j.until("hit 4")
	put(at+"5.000 [a] INFO  b - no", at+"6.000 [a] ERROR b - hit 6", "\tat frame")
	f.until("at frame")
	j.until("hit 6")
	if err := os.Rename(live, live+".1"); err != nil {
		t.Fatal(err)
	}
	put(at + "7.000 [a] INFO  b - hit 7")
	f.until("hit 7")
	j.until("hit 7")
	for _, x := range []*follower{f, j} {
		if said, code := x.interrupt(); code != 0 || said != "a.log: rotated: continued from a.log.1\n" {
			t.Errorf("code %d, said %q", code, said)
		}
	}
	want := []string{at + "2.000 [a] INFO  b - hit 2", at + "4.000 [a] INFO  b - hit 4", at + "6.000 [a] ERROR b - hit 6", "\tat frame", at + "7.000 [a] INFO  b - hit 7"}
	if got := f.lines(); strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("%q", got)
	}
	if got := j.lines(); len(got) != 3 || !strings.Contains(got[1], `hit 6\n\tat frame`) || !strings.Contains(got[2], `"file":"a.log"`) {
		t.Errorf("%q", got)
	}
}

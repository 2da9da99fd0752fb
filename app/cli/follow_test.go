//go:build linux

package cli

import (
	"bufio"
	"bytes"
	"compress/gzip"
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
	bad bytes.Buffer

	mu   sync.Mutex
	got  []string
	done chan struct{}
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

// logger is a server that writes numbered lines, and rotates as the engine's own
// tests do, and worse.
type logger struct {
	t    *testing.T
	dir  string
	next int
	made int
	rnd  *rand.Rand
}

func (l *logger) live() string { return filepath.Join(l.dir, "app.log") }

func (l *logger) check(err error) {
	l.t.Helper()
	if err != nil {
		l.t.Fatal(err)
	}
}

func (l *logger) line() string {
	l.next++
	if l.next > 1 && l.rnd.IntN(5) == 0 {
		return fmt.Sprintf("\tat frame n%d.\n", l.next)
	}
	return fmt.Sprintf("2026-11-22 08:%02d:%02d.%03d [main] INFO  a.B - line n%d. %s\n", l.next/600%60, l.next/10%60, l.next%1000, l.next, strings.Repeat("z", l.rnd.IntN(200)))
}

func (l *logger) write(path string, n int) {
	l.t.Helper()
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	l.check(err)
	defer f.Close()
	for range n {
		text := l.line()
		cut := len(text)
		if l.rnd.IntN(4) == 0 {
			cut = l.rnd.IntN(len(text))
		}
		_, err = f.WriteString(text[:cut])
		l.check(err)
		_, err = f.WriteString(text[cut:])
		l.check(err)
	}
}

func (l *logger) pause() { time.Sleep(time.Duration(l.rnd.IntN(150)) * time.Millisecond) }

func (l *logger) copyName() string {
	l.made++
	return filepath.Join(l.dir, fmt.Sprintf("app-2026-11-22-%d.log", l.made))
}

// rotate does one of all that a server may do to its log; seen waits until all so
// far was printed, where the file's text goes away.
func (l *logger) rotate(how int, seen func()) {
	l.t.Helper()
	switch how {
	case 0, 1:
		old := l.copyName()
		l.check(os.Rename(l.live(), old))
		if l.rnd.IntN(2) == 0 { // the writer has not heard of it
			l.write(old, 3)
		}
	case 2, 3:
		text, err := os.ReadFile(l.live())
		l.check(err)
		l.check(os.WriteFile(l.copyName(), text, 0o644))
		if l.rnd.IntN(2) == 0 {
			l.pause()
		}
		l.check(os.Truncate(l.live(), 0))
	case 4:
		seen()
		l.check(os.Truncate(l.live(), 0))
	case 5:
		seen()
		next := filepath.Join(l.t.TempDir(), "next")
		l.write(next, 5)
		l.check(os.Rename(next, l.live()))
	case 6:
		seen()
		l.check(os.Remove(l.live()))
	case 7: // the newest copy is compressed
		seen()
		names, err := filepath.Glob(filepath.Join(l.dir, "app-*.log"))
		l.check(err)
		if len(names) > 0 {
			l.compress(names[len(names)-1])
		}
	}
}

func (l *logger) compress(path string) {
	l.t.Helper()
	text, err := os.ReadFile(path)
	l.check(err)
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err = z.Write(text)
	l.check(err)
	l.check(z.Close())
	l.check(os.WriteFile(path+".gz", b.Bytes(), 0o644))
	l.pause()
	l.check(os.Remove(path))
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
	for round := 0; l.next < 2000; round++ {
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
	if err := f.cmd.Wait(); err != nil || f.bad.Len() > 0 {
		t.Error(err, f.bad.String())
	}
	if got := f.lines(); len(got) != 2 && len(got) != 1 {
		t.Errorf("%q", got)
	}
}

package cli

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// screen is a terminal of one line: what is seen after carriage returns.
type screen struct {
	mu  sync.Mutex
	all bytes.Buffer
}

func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.all.Write(p)
}

func (s *screen) seen() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []string
	for _, line := range strings.Split(s.all.String(), "\n") {
		var row []byte
		for _, part := range strings.Split(line, "\r") {
			row = append([]byte(part), row[min(len(part), len(row)):]...)
		}
		out = append(out, strings.TrimRight(string(row), " "))
	}
	return out
}

func TestBarText(t *testing.T) {
	f := func(done, total int64, want string) {
		t.Helper()
		if got := barText(done, total); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	f(512, 0, "reading 512 B")
	f(1<<20, 4<<20, "[#####...............] 25%  1.0 MiB of 4.0 MiB")
	f(9<<20, 4<<20, "[###################.] 99%  4.0 MiB of 4.0 MiB")
}

// The bar is there while reading takes long, gives way to what is printed, and
// leaves nothing.
func TestProgress(t *testing.T) {
	after, every := barAfter, barEvery
	barAfter, barEvery = time.Millisecond, time.Millisecond
	defer func() { barAfter, barEvery = after, every }()
	tty := &screen{}
	s := &session{stdout: &tame{w: tty}, stderr: &tame{w: tty}}
	end := s.progress(func() (int64, int64) { return 1 << 20, 4 << 20 })
	shown := func() bool {
		for range 2000 {
			if got := tty.seen(); strings.HasPrefix(got[len(got)-1], "[#####...") {
				return true
			}
			time.Sleep(time.Millisecond)
		}
		return false
	}
	if !shown() {
		t.Error("there is no bar")
	}
	fmt.Fprintln(s.stdout, "a line that is shorter")
	if !shown() {
		t.Error("the bar did not come back")
	}
	end()
	end()
	if got := strings.Join(tty.seen(), "|"); got != "a line that is shorter|" {
		t.Errorf("%q", got)
	}
}

// How far following is behind is shown while it is.
func TestBehindIsShown(t *testing.T) {
	after, every := barAfter, barEvery
	barAfter, barEvery = time.Millisecond, time.Millisecond
	defer func() { barAfter, barEvery = after, every }()
	tty := &screen{}
	s := &session{stdout: &tame{w: tty}, stderr: &tame{w: tty}}
	var left atomic.Int64
	defer s.bar(func() string { return behindText(left.Load()) })()
	for _, x := range []struct {
		left int64
		want string
	}{{312 << 20, "312 MiB behind"}, {0, ""}, {1 << 34, "16.0 GiB behind"}, {1 << 20, ""}} {
		left.Store(x.left)
		for i := 0; tty.seen()[0] != x.want; i++ {
			if i == 2000 {
				t.Fatalf("%d: %q", x.left, tty.seen())
			}
			time.Sleep(time.Millisecond)
		}
	}
}

func TestNoProgressWithoutATerminal(t *testing.T) {
	var out bytes.Buffer
	s := &session{stdout: &out, stderr: &out}
	s.progress(func() (int64, int64) { t.Error("asked"); return 0, 0 })()
	if out.Len() > 0 {
		t.Error(out.String())
	}
}

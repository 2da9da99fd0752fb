package cli

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
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
		if got := barText(done, total, size); got != want {
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

// Each command that reads a source shows how far it is.
func TestCommandsShowABar(t *testing.T) {
	after, every := barAfter, barEvery
	barAfter, barEvery = 0, time.Millisecond
	defer func() { barAfter, barEvery = after, every }()
	dir := t.TempDir()
	many := 20_000
	if raced { // which is ten times slower
		many = 2000
	}
	var lines []byte
	for i := range many {
		lines = fmt.Appendf(lines, "2026-11-22 10:00:00.000 [a] INFO  b - fine, and a little more text than that: %d\n", i*7919)
	}
	plain, packed := filepath.Join(dir, "plain.log"), filepath.Join(dir, "packed.log.1.gz")
	var zipped bytes.Buffer
	z, _ := gzip.NewWriterLevel(&zipped, gzip.BestSpeed)
	for range 40 { // what only reads is quick
		_, _ = z.Write(lines)
	}
	_ = z.Close()
	for path, data := range map[string][]byte{plain: lines, packed: zipped.Bytes()} {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	begun := regexp.MustCompile(`[#.]\] +[1-9][0-9]?%  [0-9.]+ .* of [0-9.]+ `)
	for _, args := range [][]string{
		{"index", plain},
		{"index", packed},
		{"search", packed, "--count", "fine"},
		{"search", plain, "--count", "--index", "fine"},
		{"search", plain, "fine"},
		{"search", plain, "-C", "1", "fine"},
		{"histogram", packed},
		{"facets", packed, "file"},
		{"files", packed},
		{"show", plain, "plain", "--from", "2"},
		{"parse", plain},
	} {
		t.Setenv("CORDWOOD_HOME", t.TempDir())
		tty := &screen{}
		if code := run(t.Context(), nil, args, io.Discard, &tame{w: tty}); code != exitFound {
			t.Errorf("%q ends with %d: %q", args, code, tty.seen())
		}
		if !begun.MatchString(tty.all.String()) {
			t.Errorf("%q: %q", args, tty.all.String())
		}
		if got := tty.seen(); got[len(got)-1] != "" {
			t.Errorf("%q leaves %q", args, got)
		}
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

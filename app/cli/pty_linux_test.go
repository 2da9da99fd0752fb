package cli

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// pty is a terminal: what is written to the second end comes out of the first.
func pty(t *testing.T) (screen, tty *os.File) {
	t.Helper()
	screen, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skip("no terminals here: ", err)
	}
	t.Cleanup(func() { screen.Close() })
	fd := int(screen.Fd())
	n, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0)
	}
	if err != nil {
		t.Skip("no terminals here: ", err)
	}
	tty, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skip("no terminals here: ", err)
	}
	t.Cleanup(func() { tty.Close() })
	// Without ONLCR no carriage returns are added to what the program writes.
	mode, err := unix.IoctlGetTermios(int(tty.Fd()), unix.TCGETS)
	if err != nil {
		t.Fatal(err)
	}
	mode.Oflag &^= unix.OPOST
	mode.Lflag &^= unix.ECHO | unix.ICANON
	if err := unix.IoctlSetTermios(int(tty.Fd()), unix.TCSETS, mode); err != nil {
		t.Fatal(err)
	}
	return screen, tty
}

// onTerminals runs the program with standard output and standard error on a
// terminal each; what follows is interrupted after a while.
func onTerminals(t *testing.T, cordwood, home string, args ...string) (stdout, stderr string) {
	t.Helper()
	var texts [2]bytes.Buffer
	var ends [2]*os.File
	done := make(chan struct{}, 2)
	for i := range ends {
		screen, tty := pty(t)
		ends[i] = tty
		go func() {
			_, _ = io.Copy(&texts[i], screen) // until nobody holds the other end
			done <- struct{}{}
		}()
	}
	c := exec.Command(cordwood, args...)
	c.Env = append(os.Environ(), "CORDWOOD_HOME="+home)
	c.Stdout, c.Stderr = ends[0], ends[1]
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	if args[0] == "follow" {
		time.AfterFunc(1500*time.Millisecond, func() { _ = c.Process.Signal(os.Interrupt) })
	}
	_ = c.Wait()
	for i := range ends {
		ends[i].Close()
	}
	<-done
	<-done
	return texts[0].String(), texts[1].String()
}

// spells is what a log may hold that a terminal obeys.
const spells = "\x1b[31mred \x1b]0;title\x07 \x1b]8;;http://evil.example\x1b\\link \x1b]52;c;aGk=\x07 \x1bP+q544e\x1b\\ \u009b31m \u009d0;t\u009c back\b\bover\rprint \u202egnp.exe \u200b \x7f \x9b32m \x00"

// enchanted writes logs with spells in texts, names, fields and values.
func enchanted(t *testing.T, dir string) {
	t.Helper()
	at := "2026-11-22T10:00:0%d.000+08:00"
	json := strings.NewReplacer("\x1b", `\u001b`, "\b", `\b`, "\r", `\r`, "\x07", `\u0007`, "\x00", `\u0000`, "\\", `\\`, "\x9b", "").Replace(spells)
	files := map[string]string{
		"plain.log":                    "2026-11-22 10:00:00.000 [a] INFO  b - " + spells + "\n\tat " + spells + "\n2026-11-22 10:00:01.000 [a] ERROR b - after\n",
		"app\x1b]0;x\x07\u202e.log":    fmt.Sprintf(`{"time":"`+at+`","level":"info","message":"%s","%s":"%s"}`+"\n", 1, json, json, json),
		"access_log.log":               fmt.Sprintf(`{"time":"`+at+`","event":"login","account":"%s","name":"%s","company":"%s","ip":"10.0.0.1","path":"/%s","method":"GET","status":200}`+"\n", 2, json, json, json, json),
		"audit_log.log":                fmt.Sprintf(`{"time":"`+at+`","action":"delete","module":"%s","account":"%s","name":"%s","target":"%s","ip":"10.0.0.1"}`+"\n", 3, json, json, json, json),
		"cut-2026-11-22\x1b[2J.log.gz": "\x1f\x8b\x08broken",
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	_ = os.Symlink("plain.log", filepath.Join(dir, "link\x1b[5m.log"))
}

// The program itself on a terminal: no command lets anything through that the
// terminal would obey.
func TestCommandsOnATerminal(t *testing.T) {
	if testing.Short() {
		t.Skip("starts the program 50 times")
	}
	dir, home, cordwood := filepath.Join(t.TempDir(), "logs\x1b[1m"), t.TempDir(), program(t)
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	enchanted(t, dir)
	name := "app\x1b]0;x\x07\u202e.log"
	for _, args := range [][]string{
		{"files", dir},
		{"files", dir, "--json"},
		{"show", dir, "plain"},
		{"show", dir, name},
		{"show", dir, name, "--json"},
		{"show", dir, "no\x1b[31m"},
		{"parse", filepath.Join(dir, "plain.log")},
		{"parse", filepath.Join(dir, name)},
		{"parse", filepath.Join(dir, "no\x1b[31m.log")},
		{"search", dir, "red"},
		{"search", dir, "--lines", "red"},
		{"search", dir, "--json", "red"},
		{"search", dir, "-C", "1", "after"},
		{"search", dir, "--count", "red"},
		{"search", dir, "level:\x1b[31m"},
		{"search", dir, "~\"(\x1b\""},
		{"search", dir, "--no\x1b[31m"},
		{"search", dir + "/\x1b]0;x\x07", "a"},
		{"histogram", dir},
		{"histogram", dir, "--json"},
		{"facets", dir, "file"},
		{"facets", dir, "message"},
		{"facets", dir, "file", "--json"},
		{"facets", dir, "\x1b[31m\u202e"},
		{"follow", dir},
		{"follow", dir, "--json"},
		{"follow", dir, "level:no\x1b"},
		{"access", dir},
		{"access", dir, "--json"},
		{"audit", dir},
		{"audit", dir, "--json"},
		{"audit", "import", dir, filepath.Join(dir, name)},
		{"place", "\x1b[31m", "10.0.0.1"},
		{"rules", dir},
		{"rules", dir, "--json"},
		{"hold", dir},
		{"hold", "undo", dir, "\x1b[31m"},
		{"delete", dir, name},
		{"download", dir, name, "-o", filepath.Join(home, "out\x1b[31m.log")},
		{"index", dir},
		{"cache"},
		{"cache", "--json"},
		{"sources"},
		{"sources", "--json"},
		{"sources", "forget", "\x1b[31m"},
		{"trail"},
		{"trail", "--json"},
		{"nosuch\x1b[31m"},
		{"--help"},
	} {
		stdout, stderr := onTerminals(t, cordwood, home, args...)
		if bad := calm([]byte(stdout)); bad != "" {
			t.Errorf("%q: standard output has %q", args, bad)
		}
		if bad := calm([]byte(strings.ReplaceAll(stderr, "\r", ""))); bad != "" { // the bar writes those
			t.Errorf("%q: standard error has %q", args, bad)
		}
		if stdout+stderr == "" && args[0] != "hold" && args[0] != "cache" { // which have nothing to list
			t.Errorf("%q prints nothing", args)
		}
	}
	raw, _ := onTerminals(t, cordwood, home, "search", filepath.Join(dir, "plain.log"), "--raw", "red")
	if !strings.Contains(raw, "\x1b[31mred") {
		t.Errorf("--raw gives %q", raw)
	}
}

// A program whose output nobody takes takes long: a bar is on standard error, and in
// the end there is none.
func TestBarOnATerminal(t *testing.T) {
	dir, home := t.TempDir(), t.TempDir()
	line := "2026-11-22 10:00:00.000 [a] INFO  b - fine, and a little more text than that, so that lines are as long as they are\n"
	if err := os.WriteFile(filepath.Join(dir, "a.log"), []byte(strings.Repeat(line, 20_000)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"parse", filepath.Join(dir, "a.log")},
		{"show", dir, "a"},
		{"show", dir, "a", "--from", "1"},
		{"search", dir, "fine", "--json"},
	} {
		c := exec.Command(program(t), args...)
		c.Env = append(os.Environ(), "CORDWOOD_HOME="+home)
		stdout, err := c.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		screen, tty := pty(t)
		c.Stderr = tty
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		tty.Close()
		var seen bytes.Buffer
		for part := make([]byte, 4096); !strings.Contains(seen.String(), "%  "); {
			n, err := screen.Read(part)
			if seen.Write(part[:n]); err != nil {
				t.Fatalf("%q: no bar: %q, %v", args, seen.String(), err)
			}
		}
		rest := make(chan struct{})
		go func() {
			_, _ = io.Copy(&seen, screen) // until nobody holds the other end
			close(rest)
		}()
		if n, err := io.Copy(io.Discard, stdout); n < int64(20_000*len(line)) || err != nil {
			t.Errorf("%q prints %d bytes, %v", args, n, err)
		}
		_ = c.Wait()
		<-rest
		if !strings.HasSuffix(seen.String(), " \r") {
			t.Errorf("%q: the bar is left: %q", args, seen.String())
		}
	}
}

//go:build linux

package cli

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

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

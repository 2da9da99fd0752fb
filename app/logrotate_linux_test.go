//go:build linux

package app

import (
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"cordwood/backend/search"
	"cordwood/backend/tail"
)

// program is a server that writes numbered lines to a log which logrotate rotates.
type program struct {
	t       *testing.T
	dir     string // of the log
	aside   string // what logrotate keeps, and its configuration
	config  string
	flag    string // is there while the program has to open its log again
	pausing bool   // it writes nothing while logrotate is at work
	hurried bool   // it rotates again before the new log was seen
	dates   bool   // it renames its log itself, to names with dates
	copies  int    // it renames them all itself, as logrotate does, and keeps as many

	mu      sync.Mutex // held while nothing is to be written
	next    int
	renamed int
}

// logrotateWays are configurations that people have.
var logrotateWays = []struct {
	name, config string
	dated        bool // a copy is named after the second
	copied       bool // lines that are written between copy and emptying are lost, by logrotate
}{
	{"create", "create", false, false},
	{"create, compress", "create\ncompress", false, false},
	{"create, delaycompress", "create\ncompress\ndelaycompress", false, false},
	{"dateext", "create\ncompress\ndateext\ndateformat -%Y%m%d-%s", true, false},
	{"dateext, delaycompress", "create\ncompress\ndelaycompress\ndateext\ndateformat -%Y-%m-%d-%s\nextension .log", true, false},
	{"copytruncate", "copytruncate", false, false},
	{"copytruncate, delaycompress", "copytruncate\ncompress\ndelaycompress", false, false},
	{"copytruncate while it writes", "copytruncate", false, true},
}

func newProgram(t *testing.T, config string) *program {
	p := &program{t: t, dir: t.TempDir(), aside: t.TempDir()}
	if err := os.Chmod(p.dir, 0o755); err != nil { // logrotate refuses folders that others may write to
		t.Fatal(err)
	}
	p.config, p.flag = filepath.Join(p.aside, "logrotate.conf"), filepath.Join(p.aside, "again")
	text := p.live() + " {\nrotate 40\nmissingok\n" + config + "\n"
	if !strings.Contains(config, "copytruncate") {
		text += "postrotate\ntouch " + p.flag + "; while [ -e " + p.flag + " ]; do sleep 0.01; done\nendscript\n"
	}
	if err := os.WriteFile(p.config, []byte(text+"}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	return p
}

func (p *program) live() string { return filepath.Join(p.dir, "app.log") }

func (p *program) open() *os.File {
	f, err := os.OpenFile(p.live(), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		p.t.Error(err)
	}
	return f
}

func (p *program) line(rnd *rand.Rand) string {
	p.next++
	at := time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC).Add(time.Duration(p.next) * time.Millisecond)
	return fmt.Sprintf("%s [main] INFO  a.B - line n%d. %s\n", at.Format("2006-01-02 15:04:05.000"), p.next, strings.Repeat("z", rnd.IntN(300)))
}

// write writes until ctx ends. Told to open its log again, it puts some more lines into
// the old one first.
func (p *program) write(ctx context.Context, rnd *rand.Rand) {
	f := p.open()
	defer func() { f.Close() }()
	for ctx.Err() == nil {
		_, err := os.Stat(p.flag)
		again := err == nil
		for range rnd.IntN(5) {
			p.mu.Lock()
			if _, err := io.WriteString(f, p.line(rnd)); err != nil {
				p.t.Error(err)
			}
			p.mu.Unlock()
		}
		if again {
			f.Close()
			f = p.open()
			os.Remove(p.flag)
		}
		time.Sleep(time.Duration(rnd.IntN(3)) * time.Millisecond)
	}
}

// rename renames the log to a name with a date, or gives each copy the next number, and
// has the program open it again.
func (p *program) rename() {
	p.renamed++
	moves := [][2]string{{p.live(), filepath.Join(p.dir, fmt.Sprintf("app-2026-11-22-%d.log", p.renamed))}}
	if p.copies > 0 {
		moves = nil
		for i := min(p.renamed, p.copies) - 1; i > 0; i-- {
			moves = append(moves, [2]string{fmt.Sprint(p.live(), ".", i), fmt.Sprint(p.live(), ".", i+1)})
		}
		moves = append(moves, [2]string{p.live(), p.live() + ".1"})
	}
	for _, m := range moves {
		if err := os.Rename(m[0], m[1]); err != nil {
			p.t.Error(err)
		}
	}
	if err := os.WriteFile(p.flag, nil, 0o644); err != nil {
		p.t.Error(err)
	}
	for _, err := os.Stat(p.flag); err == nil; _, err = os.Stat(p.flag) {
		time.Sleep(time.Millisecond)
	}
}

// rotate runs logrotate once; false: a copy of this second is there already.
func (p *program) rotate() bool {
	if p.dates || p.copies > 0 {
		p.rename()
		return true
	}
	if p.pausing {
		p.mu.Lock()
		defer p.mu.Unlock()
	}
	out, err := exec.Command("logrotate", "-f", "-v", "-s", filepath.Join(p.aside, "state"), p.config).CombinedOutput()
	if strings.Contains(string(out), "already exists") {
		return false
	}
	if err != nil {
		p.t.Errorf("%v: %s", err, out)
	}
	return true
}

// lines are those of the log and of its copies, by number.
func (p *program) lines() []int {
	names, err := filepath.Glob(filepath.Join(p.dir, "app*"))
	if err != nil {
		p.t.Error(err)
	}
	var all []int
	for _, name := range names {
		text, err := os.ReadFile(name)
		if strings.HasSuffix(name, ".gz") {
			z, bad := gzip.NewReader(strings.NewReader(string(text)))
			if err = bad; err == nil {
				text, err = io.ReadAll(z)
			}
		}
		if err != nil {
			p.t.Errorf("%s: %v", name, err)
		}
		all = append(all, numbersIn(string(text))...)
	}
	slices.Sort(all)
	return all
}

// differ says where a list is not the one that is wanted.
func differ(got, want []int) string {
	at := 0
	for at < min(len(got), len(want)) && got[at] == want[at] {
		at++
	}
	return fmt.Sprintf("at %d %d, want %d", at, got[at:min(len(got), at+5)], want[at:min(len(want), at+5)])
}

func numbersIn(text string) []int {
	var all []int
	for line := range strings.Lines(text) {
		n := -1
		if _, rest, ok := strings.Cut(line, " line n"); ok {
			digits, _, _ := strings.Cut(rest, ".")
			if number, err := strconv.Atoi(digits); err == nil {
				n = number
			}
		}
		all = append(all, n)
	}
	return all
}

// What logrotate makes of a log while its program writes, while it is followed, while
// it is indexed and while a view of it is open: no line is lost, doubled or from a
// wrong file. 100 rotations, 1,000 with CORDWOOD_SOAK, in all the ways.
func TestLogrotate(t *testing.T) {
	if _, err := exec.LookPath("logrotate"); err != nil {
		t.Skip("logrotate is not installed: apt-get install logrotate")
	}
	seed, rotations := uint64(time.Now().UnixNano()), 13
	if raced { // the Makefile runs all of them without
		rotations = 4
	}
	if os.Getenv("CORDWOOD_SOAK") != "" {
		rotations = 130
	}
	a := testApp(t)
	for i, way := range logrotateWays {
		t.Run(way.name, func(t *testing.T) {
			t.Parallel()
			p := newProgram(t, way.config)
			p.pausing = strings.Contains(way.config, "copytruncate") && !way.copied
			n := rotations
			if way.dated {
				n = max(3, n/8)
			}
			p.followed(a, rand.New(rand.NewPCG(seed, uint64(i))), n, way.copied, fmt.Sprintf("seed %d", seed))
		})
	}
}

// A log that is rotated several times between two looks at its folder, to dated names or to
// numbers that rise, is followed whole and in order.
func TestRotatedFasterThanLookedAt(t *testing.T) {
	seed, rotations := uint64(time.Now().UnixNano()), 20
	if os.Getenv("CORDWOOD_SOAK") != "" {
		rotations = 200
	}
	a := testApp(t)
	for i, way := range []struct {
		name   string
		dates  bool
		copies int
	}{{"dated", true, 0}, {"numbered", false, 200}} {
		t.Run(way.name, func(t *testing.T) {
			t.Parallel()
			p := newProgram(t, "create")
			p.hurried, p.dates, p.copies = true, way.dates, way.copies
			p.followed(a, rand.New(rand.NewPCG(seed, uint64(i))), rotations, false, fmt.Sprintf("seed %d", seed))
		})
	}
}

// followed lets the log be rotated n times; lossy: its lines may be lost by logrotate.
func (p *program) followed(a *App, rnd *rand.Rand, n int, lossy bool, name string) {
	t := p.t
	first := p.open()
	before := 20_000 // enough to be indexed for a while
	if raced {
		before = 5_000
	}
	for first != nil && p.next < before {
		_, _ = io.WriteString(first, p.line(rnd))
	}
	first.Close()
	start := p.next
	src, err := a.OpenPath(p.dir, Records)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var got, told, from []string
	done, begun := make(chan error, 1), make(chan struct{})
	handed := make(chan int, 1)
	handed <- 0
	go func() {
		first := sync.OnceFunc(func() { close(begun) })
		_, err := a.Follow(ctx, LogRequest{Source: src.ID, Slot: "f " + p.dir}, Listener{
			N: 1,
			Give: func(e *tail.Entry) {
				<-handed
				got = append(got, e.Text+"\n")
				from = append(from, fmt.Sprintf("%s %.6s %d", e.File.Name(), e.File.ID(), e.Offset))
				handed <- len(got)
			},
			Tell: func(n search.Notice) {
				told = append(told, fmt.Sprintf("%d: %s %s %s", len(got), n.File, n.Kind, n.Text))
			},
			After: func(int64) error {
				first()
				return nil
			},
		})
		done <- err
	}()
	log, err := a.ServerLogs().Open(LogRequest{Source: src.ID, Slot: "view " + p.dir})
	if err != nil {
		t.Fatal(err)
	}
	<-begun
	writing, end := context.WithCancel(t.Context())
	defer end()
	written := make(chan struct{})
	pace := rand.New(rand.NewPCG(rnd.Uint64(), 1))
	go func() { defer close(written); p.write(writing, pace) }()
	for done := 0; done < n && !t.Failed(); {
		time.Sleep(time.Duration(rnd.IntN(120)) * time.Millisecond)
		if !p.rotate() {
			continue
		}
		if done++; p.hurried {
			continue
		}
		// A log is rotated again when the new one was seen: scans come four times a second.
		p.mu.Lock()
		now := p.next
		p.mu.Unlock()
		eventually(t, "a line behind the rotation", func() bool {
			defer func(n int) { handed <- n }(<-handed)
			return len(got) > 0 && numbersIn(got[len(got)-1])[0] > now
		})
	}
	end()
	<-written

	there := p.lines()
	var shown []int
	defer func() {
		if t.Failed() && !slices.Equal(shown, there) {
			t.Errorf("%s: the view has %d lines, the files %d: %s; %+v", name, len(shown), len(there), differ(shown, there), log)
		}
	}()
	eventually(t, "the lines of the files, in the view", func() bool {
		shown = nil
		if log, err = a.ServerLogs().State(log.Handle); err != nil {
			return false
		}
		err = a.EachEntry(ctx, log.Handle, log.Start, func(row *search.Row, _ string) bool {
			shown = append(shown, numbersIn(row.Text)...)
			return true
		})
		return err == nil && log.Exact && slices.Equal(shown, there)
	})
	last := fmt.Sprintf(" line n%d.", p.next)
	eventually(t, "the last line, followed", func() bool {
		defer func(n int) { handed <- n }(<-handed)
		return len(got) > 0 && strings.Contains(got[len(got)-1], last)
	})
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
	all := numbersIn(strings.Join(got, ""))
	want := there[sort.SearchInts(there, start):]
	if !lossy {
		for want = nil; len(want) < p.next-start+1; {
			want = append(want, start+len(want))
		}
	}
	at := 0
	for i, n := range all {
		if i > 0 && n <= all[i-1] {
			t.Fatalf("%s: at %d %d comes behind %d of %d\n%s\n%s", name, i, n, all[i-1], p.next, strings.Join(from[max(0, i-5):i+5], "\n"), strings.Join(told, "\n"))
		}
		if at < len(want) && n == want[at] {
			at++
		} else if !lossy {
			t.Fatalf("%s: %d comes, want %d of %d\n%s", name, n, want[min(at, len(want)-1)], p.next, strings.Join(told, "\n"))
		}
	}
	if at < len(want) {
		t.Fatalf("%s: %d was not followed, of %d\n%s", name, want[at], p.next, strings.Join(told, "\n"))
	}
	t.Logf("%d rotations, %d lines of which %d are in files still", n, len(all), len(there))
}

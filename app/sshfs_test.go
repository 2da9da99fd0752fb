//go:build linux

package app

import (
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"cordwood/backend/source/sharetest"
)

// line is between a real sshfs and a real sftp-server: it can hold all that is
// asked until nobody asks more, which is one round trip, or until it is started
// again, and counts what comes back.
type line struct {
	mu      sync.Mutex
	rounds  bool
	n       int
	bytes   int64
	stopped chan struct{}
}

// quietLine ends a round: nothing was asked for so long.
const quietLine = 60 * time.Millisecond

// ask carries requests to the server.
func (l *line) ask(to io.Writer, from io.Reader) {
	pieces := make(chan []byte)
	go func() {
		defer close(pieces)
		for {
			buf := make([]byte, 64<<10)
			n, err := from.Read(buf)
			if n > 0 {
				pieces <- buf[:n]
			}
			if err != nil {
				return
			}
		}
	}()
	for p := range pieces {
		l.mu.Lock()
		rounds, stopped := l.rounds, l.stopped
		l.mu.Unlock()
		for more := rounds; more; {
			select {
			case q, ok := <-pieces:
				p, more = append(p, q...), ok
			case <-time.After(quietLine):
				more = false
			}
		}
		if stopped != nil {
			<-stopped
		}
		l.mu.Lock()
		l.n++
		l.mu.Unlock()
		if _, err := to.Write(p); err != nil {
			return
		}
	}
}

// answer carries answers back.
func (l *line) answer(to io.Writer) io.Writer {
	return writerFunc(func(p []byte) (int, error) {
		l.mu.Lock()
		l.bytes += int64(len(p))
		l.mu.Unlock()
		return to.Write(p)
	})
}

type writerFunc func(p []byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

// count counts round trips and bytes of what work does.
func (l *line) count(rounds bool, work func()) (n int, bytes int64) {
	l.mu.Lock()
	l.rounds, l.n, l.bytes = rounds, 0, 0
	l.mu.Unlock()
	work()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.rounds = false
	return l.n, l.bytes
}

func (l *line) stop(stop bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if stop {
		l.stopped = make(chan struct{})
	} else {
		close(l.stopped)
		l.stopped = nil
	}
}

// overSSH mounts dir by sshfs, through a line.
func overSSH(t *testing.T) (*sharetest.Share, *line) {
	t.Helper()
	if os.Getenv("CORDWOOD_SOAK") == "" {
		t.Skip("mounts a real sshfs; set CORDWOOD_SOAK=1")
	}
	const server = "/usr/lib/openssh/sftp-server"
	client, err := exec.LookPath("sshfs")
	if err != nil {
		t.Skip("needs sshfs: ", err)
	}
	if _, err := os.Stat(server); err != nil {
		t.Skip("needs openssh-sftp-server: ", err)
	}
	s := &sharetest.Share{Dir: t.TempDir(), Path: t.TempDir()}
	l := &line{}
	far := exec.Command(server)
	near := exec.Command(client, "-f", "-o", "passive", "server:"+s.Dir, s.Path)
	near.Stderr, far.Stderr = os.Stderr, os.Stderr
	fromNear, err := near.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	toNear, err := near.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	toFar, err := far.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	far.Stdout = l.answer(toNear)
	if err := far.Start(); err != nil {
		t.Skip(err)
	}
	if err := near.Start(); err != nil {
		t.Skip(err)
	}
	go l.ask(toFar, fromNear)
	t.Cleanup(func() {
		_ = near.Process.Kill()
		_ = far.Process.Kill()
		_ = near.Wait()
		_ = far.Wait()
		_ = exec.Command("umount", "-l", s.Path).Run()
	})
	eventually(t, "sshfs to mount", func() bool {
		table, err := os.ReadFile("/proc/self/mounts")
		return err == nil && strings.Contains(string(table), s.Path)
	})
	return s, l
}

// Over a real sshfs, which serves ten calls at once: first screen within ten round
// trips (of ten logs; each ten more take two or three), a known folder again
// under a megabyte, and nothing waits for a server that is stopped.
func TestOverSSHFS(t *testing.T) {
	s, l := overSSH(t)
	aServersFolder(t, s, 1, 12_000)
	home := testHome(t)
	start := func() *App {
		a, err := New(Options{Home: home, Assets: fstest.MapFS{"index.html": {Data: []byte("<!doctype html>")}}, Indexing: KeepIndex})
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	open := func(a *App) (src Source) {
		t.Helper()
		src, err := a.OpenPath(s.Path, Records)
		if err != nil {
			t.Fatal(err)
		}
		return src
	}
	a := start()
	var src Source
	n, bytes := l.count(true, func() { src = open(a) })
	t.Logf("a new folder: %d round trips, %d bytes", n, bytes)
	if n > 10 {
		t.Errorf("a folder was on screen after %d round trips", n)
	}
	if _, err := a.Wait(t.Context(), src.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := a.IndexSource(t.Context(), src.ID); err != nil {
		t.Fatal(err)
	}
	n, bytes = l.count(true, func() {
		log, err := a.ServerLogs().Open(LogRequest{Source: src.ID, Slot: "a", Families: []string{"application"}})
		for err == nil && log.Total == 0 {
			log, err = a.ServerLogs().State(log.Handle)
		}
		if code, page := rowsAt(t, a, log.Handle, log.Start+log.Total-5); err != nil || code != 200 || len(page.Rows) != 5 {
			t.Error(code, page, err)
		}
	})
	t.Logf("a log: %d round trips, %d bytes", n, bytes)
	if n > 10 {
		t.Errorf("a log was on screen after %d round trips", n)
	}
	a.Close()

	a = start()
	defer a.Close()
	_, bytes = l.count(false, func() {
		src = open(a)
		if _, err := a.Wait(t.Context(), src.ID); err != nil {
			t.Error(err)
		}
	})
	t.Logf("a known folder: %d bytes", bytes)
	if bytes > 1<<20 {
		t.Errorf("%d bytes were read of a folder that was known", bytes)
	}

	l.stop(true)
	var slowest time.Duration
	eventually(t, "the source to be stale", func() bool {
		now, err := ends(t, "Info", func() (Source, error) { return a.Sources().Info(src.ID) })
		return err == nil && now.State == "stale"
	})
	for name, call := range map[string]func() (any, error){
		"Info":     func() (any, error) { return a.Sources().Info(src.ID) },
		"Families": func() (any, error) { return a.ServerLogs().Families(src.ID) },
		"Health":   func() (any, error) { return a.Health().View(src.ID) },
		"Access":   func() (any, error) { return a.Access().Open(RecordRequest{Source: src.ID, Slot: "c"}) },
	} {
		began := time.Now()
		if _, err := ends(t, name, call); err != nil {
			t.Error(name, err)
		}
		slowest = max(slowest, time.Since(began))
	}
	t.Logf("while the server is stopped, the slowest call took %v", slowest)
	for range 60 { // sshfs remembers names and sizes for twenty seconds, and answers for the server
		if now, err := a.Sources().Info(src.ID); err != nil || now.State != "stale" {
			t.Fatalf("the server is stopped, and the source is %q (%v)", now.State, err)
		}
		time.Sleep(100 * time.Millisecond)
	}
	l.stop(false)
	eventually(t, "the source to be live", func() bool {
		now, err := a.Sources().Info(src.ID)
		return err == nil && now.State == "live"
	})
}

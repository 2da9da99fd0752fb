package sharetest

import (
	"errors"
	"io"
	"net/rpc"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// Share is a mounted folder. Its methods may be called from any goroutine.
type Share struct {
	Dir  string // the server's side
	Path string // the client's

	t      testing.TB
	server *exec.Cmd
	say    *rpc.Client
}

// Count is what a share was asked.
type Count struct {
	Calls map[string]int // by name: "open", "read", ...
	Bytes int64          // that were read
	Open  int            // files that are open now
	Most  int            // files that were open at once
}

// Failure is how calls fail; of all names where Call is empty.
type Failure struct {
	Call string
	Err  syscall.Errno
}

// Halt is a call at which the server stops.
type Halt struct {
	Call string
	Nth  int // from 1
}

// All is the number of calls.
func (c *Count) All() (n int) {
	for _, k := range c.Calls {
		n += k
	}
	return n
}

// Mount mounts a share over a new folder, until the test ends.
func Mount(t testing.TB) *Share {
	t.Helper()
	s := &Share{Dir: t.TempDir(), Path: t.TempDir(), t: t}
	if err := s.mount(); err != nil {
		t.Skipf("no FUSE file system can be mounted here (it needs /dev/fuse and root): %v", err)
	}
	t.Cleanup(s.Unmount)
	return s
}

// mount starts the server, which is this test binary again: a process that waited
// for a file system of its own could not even be killed.
func (s *Share) mount() error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	s.server = exec.Command(self)
	s.server.Env = append(os.Environ(), dirVariable+"="+s.Dir, pathVariable+"="+s.Path)
	s.server.Stderr = os.Stderr
	in, err := s.server.StdinPipe()
	if err != nil {
		return err
	}
	out, err := s.server.StdoutPipe()
	if err != nil {
		return err
	}
	if err := s.server.Start(); err != nil {
		return err
	}
	s.say = rpc.NewClient(pipes{out, in})
	if err := s.say.Call("Server.Mounted", 0, nil); err != nil {
		s.Kill()
		return err
	}
	return nil
}

// pipes are the two ends that the client or the server holds.
type pipes struct {
	io.Reader
	io.WriteCloser
}

func (s *Share) ask(method string, what, answer any) {
	s.t.Helper()
	if err := s.say.Call("Server."+method, what, answer); err != nil && !errors.Is(err, rpc.ErrShutdown) {
		s.t.Error(method, err)
	}
}

// Kill ends the program behind the share, which stays mounted and dead.
func (s *Share) Kill() {
	_ = s.server.Process.Kill()
	_ = s.server.Wait()
	s.say.Close()
}

// Unmount takes the share away, whoever uses it.
func (s *Share) Unmount() {
	if s.server.ProcessState == nil {
		s.Kill()
	}
	_ = unix.Unmount(s.Path, unix.MNT_DETACH)
}

// Remount mounts the share again.
func (s *Share) Remount() {
	s.t.Helper()
	s.Unmount()
	if err := s.mount(); err != nil {
		s.t.Fatal(err)
	}
}

// Stop has the server answer nothing, until Start.
func (s *Share) Stop() { s.ask("Stop", true, nil) }

// StopAt has the server stop when the nth call of a name comes ("rename", "unlink"):
// that one is not answered either, and made when it starts again.
func (s *Share) StopAt(call string, nth int) { s.ask("StopAt", Halt{call, nth}, nil) }

// Start answers what waits and what comes.
func (s *Share) Start() { s.ask("Stop", false, nil) }

// Fail has every call fail; 0 ends that.
func (s *Share) Fail(err syscall.Errno) { s.FailCall("", err) }

// FailCall has every call of a name fail.
func (s *Share) FailCall(name string, err syscall.Errno) { s.ask("Fail", Failure{name, err}, nil) }

// Count is what the share was asked since the last Reset.
func (s *Share) Count() (c Count) {
	s.ask("Count", 0, &c)
	return c
}

// Reset begins to count anew.
func (s *Share) Reset() { s.ask("Reset", 0, nil) }

// Rounds counts the round trips of what work does.
func (s *Share) Rounds(work func()) (n int) {
	s.ask("Rounds", true, nil)
	work()
	s.ask("Rounds", false, &n)
	return n
}

const (
	dirVariable  = "CORDWOOD_SHARETEST_DIR"
	pathVariable = "CORDWOOD_SHARETEST_PATH"
)

// In the server's process nothing else runs.
func init() {
	dir, path := os.Getenv(dirVariable), os.Getenv(pathVariable)
	if dir == "" {
		return
	}
	go func() { // a test that was killed does not close our pipe while it waits for us
		for parent := os.Getppid(); ; time.Sleep(time.Second / 2) {
			if state, err := os.ReadFile("/proc/" + strconv.Itoa(parent) + "/stat"); err != nil || ended(state) || os.Getppid() != parent {
				leave(path)
			}
		}
	}()
	serve(dir, path)
	leave(path)
}

func leave(path string) {
	_ = unix.Unmount(path, unix.MNT_DETACH)
	os.Exit(0)
}

// ended reads the state in /proc/PID/stat, behind the name in parentheses.
func ended(stat []byte) bool {
	for i := len(stat) - 3; i >= 0; i-- {
		if stat[i] == ')' {
			return stat[i+2] == 'Z' || stat[i+2] == 'X'
		}
	}
	return true
}

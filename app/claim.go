package app

import (
	"bufio"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"cordwood/backend/fault"
)

// claim is the one window of a user: a lock, and a socket on which a second
// start hands over what it was told to open. The lock dies with its holder.
type claim struct {
	lock   *flock.Flock
	listen net.Listener
}

// Claim makes this process the one with the window. When another has it, that
// window comes to the front and opens path; other is then true.
func (a *App) Claim(path string) (other bool, err error) {
	lock := flock.New(filepath.Join(a.home.Locks(), "window.lock"))
	got, err := lock.TryLock()
	if err != nil {
		return false, fault.New("lock the window", fault.KindOf(err), lock.Path(), "", err)
	}
	socket := filepath.Join(a.home.Locks(), "window.sock")
	if !got {
		return true, knock(socket, path)
	}
	_ = os.Remove(socket) // left by a process that was killed
	l, err := net.Listen("unix", socket)
	if err != nil {
		a.log.Warn().Err(err).Msg("a second start cannot reach this window")
		l = nil
	}
	a.claim = &claim{lock: lock, listen: l}
	if l != nil {
		go a.answerKnocks(l)
	}
	return false, nil
}

// knock asks the running window to come to the front. It may be starting: it is
// given a moment.
func knock(socket, path string) error {
	var conn net.Conn
	err := errors.New("nobody answers")
	for range 50 {
		if conn, err = net.Dial("unix", socket); err == nil {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	if err != nil {
		return fault.New("reach the running window", fault.Locked, socket, "close the other Cordwood and start again", err)
	}
	defer conn.Close()
	if path != "" {
		if path, err = filepath.Abs(path); err != nil {
			return err
		}
	}
	_, err = conn.Write([]byte(path + "\n"))
	return err
}

func (a *App) answerKnocks(l net.Listener) {
	for {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		_ = conn.SetDeadline(time.Now().Add(time.Second))
		line, err := bufio.NewReaderSize(conn, 8192).ReadString('\n')
		_ = conn.Close()
		if err != nil {
			continue
		}
		if path := strings.TrimSpace(line); path != "" {
			if src, err := a.OpenPath(path, Records); err == nil {
				a.hub.emit(Tick{Kind: "front", ID: src.ID})
			}
		}
		if a.window != nil {
			a.window.front()
		}
	}
}

func (c *claim) release() {
	if c == nil {
		return
	}
	if c.listen != nil {
		_ = c.listen.Close()
	}
	_ = c.lock.Unlock()
}

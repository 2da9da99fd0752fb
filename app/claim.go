package app

import (
	"bufio"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"cordwood/backend/fault"
)

// claim is the one desk of a user, in the window or, where none can be, in the
// browser: a lock, and a socket on which a second start hands over what it was
// told to open and hears where the desk is. The lock dies with its holder.
type claim struct {
	lock   *flock.Flock
	listen net.Listener
	ready  chan struct{} // closed when show is set
	show   func() (address string)
}

// deskStart is how long a second start waits for a first one that is making its
// sample.
const deskStart = time.Minute

// Claim makes this process the one with the desk. When another has it, that one
// opens path and shows itself: a window comes to the front, and address is "";
// a desk in the browser answers an address that is good once. other is then true.
func (a *App) Claim(path string) (address string, other bool, err error) {
	lock := flock.New(filepath.Join(a.home.Locks(), "window.lock"))
	got, err := lock.TryLock()
	if err != nil {
		return "", false, fault.New("lock the desk", fault.KindOf(err), lock.Path(), "", err)
	}
	socket := filepath.Join(a.home.Locks(), "window.sock")
	if !got {
		address, err = knock(socket, path)
		return address, true, err
	}
	_ = os.Remove(socket) // left by a process that was killed
	l, err := net.Listen("unix", socket)
	if err != nil {
		a.log.Warn().Err(err).Msg("a second start cannot reach this desk")
		l = nil
	}
	a.claim = &claim{lock: lock, listen: l, ready: make(chan struct{})}
	if l != nil {
		go a.answerKnocks(a.claim)
	}
	return "", false, nil
}

// shownBy says how the desk is shown to a second start, once it is there.
func (c *claim) shownBy(show func() (address string)) {
	if c == nil || c.show != nil {
		return
	}
	c.show = show
	close(c.ready)
}

// knock asks the running desk to show itself. It may be starting: it is given a
// moment.
func knock(socket, path string) (address string, err error) {
	refused := func(err error) error {
		return fault.New("reach the running Cordwood", fault.Locked, socket, "close the other Cordwood and start again", err)
	}
	var conn net.Conn
	for range 50 {
		if conn, err = net.Dial("unix", socket); err == nil {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	if err != nil {
		return "", refused(err)
	}
	defer conn.Close()
	if path != "" {
		if path, err = filepath.Abs(path); err != nil {
			return "", err
		}
	}
	_ = conn.SetDeadline(time.Now().Add(deskStart))
	if _, err = conn.Write([]byte(path + "\n")); err == nil {
		address, err = bufio.NewReader(conn).ReadString('\n')
	}
	if err != nil {
		return "", refused(err)
	}
	return strings.TrimSpace(address), nil
}

func (a *App) answerKnocks(c *claim) {
	for {
		conn, err := c.listen.Accept()
		if err != nil {
			return
		}
		go a.answerKnock(c, conn)
	}
}

func (a *App) answerKnock(c *claim, conn net.Conn) {
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(deskStart))
	line, err := bufio.NewReaderSize(conn, 8192).ReadString('\n')
	if err != nil {
		return
	}
	select {
	case <-c.ready:
	case <-time.After(deskStart):
		return
	}
	if path := strings.TrimSpace(line); path != "" {
		if src, err := a.OpenPath(path, Records); err == nil {
			a.hub.emit(Tick{Kind: "front", ID: src.ID})
		}
	}
	_, _ = conn.Write([]byte(c.show() + "\n"))
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

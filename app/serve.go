package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"cordwood/backend/fault"
)

// Server is the browser face: the same frontend and methods on loopback.
type Server struct {
	app      *App
	listener net.Listener
	guard    *guard
	http     *http.Server
	token    string
	file     string
}

// Serve listens on 127.0.0.1; port 0 takes a free one.
func (a *App) Serve(port int) (*Server, error) {
	l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		return nil, fault.New("listen", fault.InUse, fmt.Sprintf("127.0.0.1:%d", port), "choose another --port, or 0 for a free one", err)
	}
	_, p, _ := net.SplitHostPort(l.Addr().String())
	s := &Server{app: a, listener: l, token: newToken()}
	s.guard = newGuard(a.Handler(), p, s.token)
	s.file = filepath.Join(a.home.Locks(), "serve-"+p+".token")
	if err := os.WriteFile(s.file, []byte(s.token), 0o600); err != nil {
		_ = l.Close()
		return nil, fault.New("write token", fault.KindOf(err), s.file, "", err)
	}
	s.http = &http.Server{
		Handler:           secureHeaders(s.guard),
		ReadHeaderTimeout: 5 * time.Second,
		IdleTimeout:       10 * time.Second, // kept connections hold a slot of maxConnections
		MaxHeaderBytes:    32 << 10,
	}
	a.claim.shownBy(s.URL)
	return s, nil
}

// URL is the address a person opens once; it carries a one-time token.
func (s *Server) URL() string { return s.Base() + "/?token=" + s.guard.invite() }

// Base is the address without a token, for scripts that send the bearer token.
func (s *Server) Base() string { return "http://" + s.listener.Addr().String() }

// TokenFile holds the bearer token for scripts, readable by the user only.
func (s *Server) TokenFile() string { return s.file }

// Run serves until ctx ends.
func (s *Server) Run(ctx context.Context) error {
	defer os.Remove(s.file)
	stop := context.AfterFunc(ctx, func() {
		done, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		if s.http.Shutdown(done) != nil {
			_ = s.http.Close() // event streams do not end by themselves
		}
	})
	defer stop()
	if err := s.http.Serve(&capped{Listener: s.listener, slots: make(chan struct{}, maxConnections)}); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// maxConnections: a browser uses six a tab; hundreds are a mistake or an attack.
const maxConnections = 256

// capped accepts no more than cap(slots) connections at a time.
type capped struct {
	net.Listener
	slots chan struct{}
}

func (c *capped) Accept() (net.Conn, error) {
	c.slots <- struct{}{}
	conn, err := c.Listener.Accept()
	if err != nil {
		<-c.slots
		return nil, err
	}
	return &cappedConn{Conn: conn, release: func() { <-c.slots }}, nil
}

type cappedConn struct {
	net.Conn
	release func()
	closed  bool
}

func (c *cappedConn) Close() error {
	if !c.closed {
		c.closed = true
		c.release()
	}
	return c.Conn.Close()
}

// events streams ticks as server-sent events.
func (a *App) events(w http.ResponseWriter, r *http.Request) {
	flusher, ok := w.(http.Flusher)
	if !ok {
		http.Error(w, "streaming is not possible here", http.StatusNotImplemented)
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	ticks, cancel := a.hub.subscribe()
	defer cancel()
	fmt.Fprint(w, ": open\n\n")
	flusher.Flush()
	alive := time.NewTicker(20 * time.Second)
	defer alive.Stop()
	for {
		select {
		case <-r.Context().Done():
			return
		case <-alive.C:
			fmt.Fprint(w, ": alive\n\n")
		case t := <-ticks:
			b, _ := json.Marshal(t)
			fmt.Fprintf(w, "data: %s\n\n", b)
		}
		flusher.Flush()
	}
}

package sharetest

import (
	"net/rpc"
	"os"
	"sync"
	"time"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// cachedFor is how long the kernel believes names and sizes; sshfs and NFS are
// not better.
const cachedFor = 500 * time.Millisecond

// Server is the other side of a Share; its exported methods are called by it.
type Server struct {
	failed error // why it is not mounted

	mu      sync.Mutex
	stopped chan struct{} // closed when it answers again; nil while it does
	stopAt  Halt
	fails   Failure
	count   Count
	rounds  *rounds
}

// serve serves dir at path until the test ends.
func serve(dir, path string) {
	s := &Server{count: Count{Calls: map[string]int{}}}
	s.failed = s.mount(dir, path)
	to := rpc.NewServer()
	if err := to.Register(s); err != nil {
		panic(err)
	}
	to.ServeConn(pipes{os.Stdin, os.Stdout})
}

func (s *Server) mount(dir, path string) error {
	root, err := fs.NewLoopbackRoot(dir)
	if err != nil {
		return err
	}
	cached := time.Duration(cachedFor)
	nodes := fs.NewNodeFS(root, &fs.Options{EntryTimeout: &cached, AttrTimeout: &cached})
	server, err := fuse.NewServer(&calls{nodes, s}, path, &fuse.MountOptions{
		DirectMountStrict: true, FsName: "sharetest", Name: "sharetest", MaxBackground: 64,
		DisabledCapabilities: fuse.CAP_PASSTHROUGH, // reads would not come by
	})
	if err != nil {
		return err
	}
	go server.Serve()
	return server.WaitMount()
}

// Mounted returns why it is not.
func (s *Server) Mounted(int, *int) error { return s.failed }

// Stop has it answer nothing, or again.
func (s *Server) Stop(stop bool, _ *int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case stop && s.stopped == nil:
		s.stopped = make(chan struct{})
	case !stop && s.stopped != nil:
		close(s.stopped)
		s.stopped = nil
	}
	return nil
}

// StopAt has it stop when a call comes, which it does not answer either.
func (s *Server) StopAt(at Halt, _ *int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stopAt = at
	return nil
}

// Fail has calls fail.
func (s *Server) Fail(f Failure, _ *int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fails = f
	return nil
}

// Count is what was asked since the last Reset.
func (s *Server) Count(_ int, c *Count) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	*c = s.count
	c.Calls = map[string]int{}
	for k, n := range s.count.Calls {
		c.Calls[k] = n
	}
	return nil
}

// Reset begins to count anew.
func (s *Server) Reset(int, *int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.count = Count{Calls: map[string]int{}, Open: s.count.Open, Most: s.count.Open}
	return nil
}

// Rounds begins to count round trips, or ends that and tells them.
func (s *Server) Rounds(begin bool, n *int) error {
	s.mu.Lock()
	r := s.rounds
	s.rounds = nil
	if begin {
		s.rounds = &rounds{}
	}
	s.mu.Unlock()
	if r != nil {
		*n = r.end()
	}
	return nil
}

// come is the beginning of every call: it is counted, waits for the server, and
// fails if that is wanted.
func (s *Server) come(name string) fuse.Status {
	s.mu.Lock()
	s.count.Calls[name]++
	if s.stopAt.Call == name {
		if s.stopAt.Nth--; s.stopAt.Nth == 0 && s.stopped == nil {
			s.stopped = make(chan struct{})
		}
	}
	r := s.rounds
	s.mu.Unlock()
	if r != nil && name != "flush" { // nobody waits for a close
		r.wait()
	}
	for {
		s.mu.Lock()
		wait, fails := s.stopped, s.fails
		s.mu.Unlock()
		if wait == nil {
			if fails.Call == "" || fails.Call == name {
				return fuse.Status(fails.Err)
			}
			return fuse.OK
		}
		<-wait
	}
}

func (s *Server) opened() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.count.Open++
	s.count.Most = max(s.count.Most, s.count.Open)
}

// calls is the loopback file system with a gate before each call; those that change
// something are in changes_linux.go.
type calls struct {
	fuse.RawFileSystem
	s *Server
}

func (c *calls) Lookup(cancel <-chan struct{}, h *fuse.InHeader, name string, out *fuse.EntryOut) fuse.Status {
	if st := c.s.come("lookup"); st != fuse.OK {
		return st
	}
	return c.RawFileSystem.Lookup(cancel, h, name, out)
}

func (c *calls) GetAttr(cancel <-chan struct{}, in *fuse.GetAttrIn, out *fuse.AttrOut) fuse.Status {
	if st := c.s.come("getattr"); st != fuse.OK {
		return st
	}
	return c.RawFileSystem.GetAttr(cancel, in, out)
}

func (c *calls) Readlink(cancel <-chan struct{}, h *fuse.InHeader) ([]byte, fuse.Status) {
	if st := c.s.come("readlink"); st != fuse.OK {
		return nil, st
	}
	return c.RawFileSystem.Readlink(cancel, h)
}

func (c *calls) Access(cancel <-chan struct{}, in *fuse.AccessIn) fuse.Status {
	if st := c.s.come("access"); st != fuse.OK {
		return st
	}
	return c.RawFileSystem.Access(cancel, in)
}

func (c *calls) Open(cancel <-chan struct{}, in *fuse.OpenIn, out *fuse.OpenOut) fuse.Status {
	if st := c.s.come("open"); st != fuse.OK {
		return st
	}
	st := c.RawFileSystem.Open(cancel, in, out)
	if st == fuse.OK {
		c.s.opened()
	}
	return st
}

func (c *calls) Read(cancel <-chan struct{}, in *fuse.ReadIn, buf []byte) (fuse.ReadResult, fuse.Status) {
	if st := c.s.come("read"); st != fuse.OK {
		return nil, st
	}
	got, st := c.RawFileSystem.Read(cancel, in, buf)
	if st == fuse.OK {
		c.s.mu.Lock()
		c.s.count.Bytes += int64(got.Size())
		c.s.mu.Unlock()
	}
	return got, st
}

// Flush and Release are what a close is; nobody waits for the second.
func (c *calls) Flush(cancel <-chan struct{}, in *fuse.FlushIn) fuse.Status {
	if st := c.s.come("flush"); st != fuse.OK {
		return st
	}
	return c.RawFileSystem.Flush(cancel, in)
}

func (c *calls) Release(cancel <-chan struct{}, in *fuse.ReleaseIn) {
	c.s.mu.Lock()
	c.s.count.Open--
	c.s.mu.Unlock()
	c.RawFileSystem.Release(cancel, in)
}

func (c *calls) OpenDir(cancel <-chan struct{}, in *fuse.OpenIn, out *fuse.OpenOut) fuse.Status {
	if st := c.s.come("opendir"); st != fuse.OK {
		return st
	}
	return c.RawFileSystem.OpenDir(cancel, in, out)
}

func (c *calls) ReadDir(cancel <-chan struct{}, in *fuse.ReadIn, out *fuse.DirEntryList) fuse.Status {
	if st := c.s.come("readdir"); st != fuse.OK {
		return st
	}
	return c.RawFileSystem.ReadDir(cancel, in, out)
}

func (c *calls) ReadDirPlus(cancel <-chan struct{}, in *fuse.ReadIn, out *fuse.DirEntryList) fuse.Status {
	if st := c.s.come("readdir"); st != fuse.OK {
		return st
	}
	return c.RawFileSystem.ReadDirPlus(cancel, in, out)
}

func (c *calls) StatFs(cancel <-chan struct{}, in *fuse.InHeader, out *fuse.StatfsOut) fuse.Status {
	if st := c.s.come("statfs"); st != fuse.OK {
		return st
	}
	return c.RawFileSystem.StatFs(cancel, in, out)
}

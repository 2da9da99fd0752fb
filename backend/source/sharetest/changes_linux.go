package sharetest

import "github.com/hanwen/go-fuse/v2/fuse"

func (c *calls) Create(cancel <-chan struct{}, in *fuse.CreateIn, name string, out *fuse.CreateOut) fuse.Status {
	if st := c.s.come("create"); st != fuse.OK {
		return st
	}
	st := c.RawFileSystem.Create(cancel, in, name, out)
	if st == fuse.OK {
		c.s.opened()
	}
	return st
}

func (c *calls) Writev(cancel <-chan struct{}, in *fuse.WriteIn, data [][]byte) (uint32, fuse.Status) {
	if st := c.s.come("write"); st != fuse.OK {
		return 0, st
	}
	return c.RawFileSystem.Writev(cancel, in, data)
}

func (c *calls) Fsync(cancel <-chan struct{}, in *fuse.FsyncIn) fuse.Status {
	if st := c.s.come("fsync"); st != fuse.OK {
		return st
	}
	return c.RawFileSystem.Fsync(cancel, in)
}

func (c *calls) FsyncDir(cancel <-chan struct{}, in *fuse.FsyncIn) fuse.Status {
	if st := c.s.come("fsyncdir"); st != fuse.OK {
		return st
	}
	return c.RawFileSystem.FsyncDir(cancel, in)
}

func (c *calls) Mkdir(cancel <-chan struct{}, in *fuse.MkdirIn, name string, out *fuse.EntryOut) fuse.Status {
	if st := c.s.come("mkdir"); st != fuse.OK {
		return st
	}
	return c.RawFileSystem.Mkdir(cancel, in, name, out)
}

func (c *calls) Unlink(cancel <-chan struct{}, h *fuse.InHeader, name string) fuse.Status {
	if st := c.s.come("unlink"); st != fuse.OK {
		return st
	}
	return c.RawFileSystem.Unlink(cancel, h, name)
}

func (c *calls) Rmdir(cancel <-chan struct{}, h *fuse.InHeader, name string) fuse.Status {
	if st := c.s.come("rmdir"); st != fuse.OK {
		return st
	}
	return c.RawFileSystem.Rmdir(cancel, h, name)
}

func (c *calls) Rename(cancel <-chan struct{}, in *fuse.RenameIn, from, to string) fuse.Status {
	if st := c.s.come("rename"); st != fuse.OK {
		return st
	}
	return c.RawFileSystem.Rename(cancel, in, from, to)
}

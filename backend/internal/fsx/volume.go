package fsx

import (
	"path"
	"strings"
	"sync"
)

// Volume is where a folder lies, as far as it matters for watching it.
type Volume string

const (
	Local   Volume = "local"   // the system reports changes as they happen
	Share   Volume = "share"   // another machine writes: nobody reports, so poll
	Unknown Volume = "unknown" // treated as Share, but asked directly
)

// Volume says on what sort of file system the folder lies.
func (r *Root) Volume() Volume { return r.volume }

// site is where a folder lies: which is told from its path and the system's own
// tables, because to ask the folder could already hang.
type site struct {
	volume Volume
	share  *mount  // nil of a local disk
	below  []below // shares that are mounted below the folder
}

type below struct {
	path  string // relative to the folder
	share *mount
}

// at is the share on which a name below the folder lies, nil of a local disk.
func (s *site) at(name string) *mount {
	if len(s.below) > 0 {
		name = path.Clean(name)
		for _, b := range s.below {
			if rest, in := strings.CutPrefix(name, b.path); in && (rest == "" || rest[0] == '/') {
				return b.share
			}
		}
	}
	return s.share
}

// mounts are all shares that were ever met, by what the system calls them: two
// folders of one share hang together.
var mounts struct {
	sync.Mutex
	by map[string]*mount
}

func mountOf(id string) *mount {
	mounts.Lock()
	defer mounts.Unlock()
	m := mounts.by[id]
	if m == nil {
		if mounts.by == nil {
			mounts.by = map[string]*mount{}
		}
		m = newMount()
		mounts.by[id] = m
	}
	return m
}

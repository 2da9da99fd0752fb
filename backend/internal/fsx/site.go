package fsx

import (
	"path"
	"strings"
)

// Volume is where a folder lies, as far as it matters for watching it.
type Volume string

const (
	Local   Volume = "local"   // the system reports changes as they happen
	Share   Volume = "share"   // another machine writes: nobody reports, so poll
	Unknown Volume = "unknown" // polled like a share, but asked directly
)

// site is where a folder lies. It is told from the path and the system's own
// table of mounts: to ask the folder itself could already hang.
type site struct {
	volume Volume
	share  *share // nil of a local disk
	below  []below
	table  uint64 // the state of the table it was told from
}

// below is a share that is mounted below the folder.
type below struct {
	path  string // relative to the folder
	share *share
}

// at is the share on which a name below the folder lies, nil of a local disk.
func (s *site) at(name string) *share {
	if len(s.below) > 0 {
		name = path.Clean(name)
		for _, b := range s.below {
			if _, in := under(name, b.path); in {
				return b.share
			}
		}
	}
	return s.share
}

// listing is the share that a listing of the folder name may hang on: where its
// file system does not tell what an entry is, the system looks at each, and one
// may be a share.
func (s *site) listing(name string) *share {
	on := s.at(name)
	for _, b := range s.below {
		if on == nil && path.Dir(b.path) == path.Clean(name) {
			on = b.share
		}
	}
	return on
}

// under reports whether path is point or lies below it, and the rest.
func under(path, point string) (rest string, ok bool) {
	if point == "/" {
		return strings.TrimPrefix(path, "/"), strings.HasPrefix(path, "/")
	}
	rest, ok = strings.CutPrefix(path, point)
	return strings.TrimPrefix(rest, "/"), ok && (rest == "" || rest[0] == '/')
}

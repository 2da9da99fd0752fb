//go:build linux || darwin

package fsx

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// mounted is one row of the system's table of mounts.
type mounted struct {
	volume string // what is mounted, the same for two places of one file system
	point  string
	remote bool   // behind it is another machine, or a program that speaks to one
	share  *share // where remote
}

// mounts is the table as it was read last, with the shares in it.
var mounts struct {
	sync.Mutex
	state uint64 // rises with each reading
	rows  []mounted
}

// table is the table of mounts as it is now. A share that is still mounted is the
// one it was; one that is not is forgotten.
func table() (rows []mounted, state uint64) {
	mounts.Lock()
	defer mounts.Unlock()
	rows, changed := readMounts(mounts.state == 0)
	if !changed {
		return mounts.rows, mounts.state
	}
	known := map[string]*share{}
	for _, m := range mounts.rows {
		if m.share != nil {
			known[m.volume] = m.share
		}
	}
	for i := range rows {
		m := &rows[i]
		if !m.remote {
			continue
		}
		if known[m.volume] == nil {
			known[m.volume] = newShare()
		}
		m.share = known[m.volume]
		m.share.at(m.point) // another may have its number by now
	}
	mounts.rows, mounts.state = rows, mounts.state+1
	return rows, mounts.state
}

// siteOf says where the folder or file at an absolute path lies.
func siteOf(abs string) site {
	rows, state := table()
	switch {
	case len(rows) == 0:
		return site{volume: Unknown, table: state}
	case !slices.ContainsFunc(rows, func(m mounted) bool { return m.remote }):
		return site{volume: Local, table: state}
	}
	real := follow(rows, abs)
	s := site{volume: Local, table: state}
	if m := deepest(rows, real); m.remote {
		s.volume, s.share = Share, m.share
	}
	for _, m := range rows {
		if rest, in := under(m.point, real); in && rest != "" && m.remote {
			s.below = append(s.below, below{rest, m.share})
		}
	}
	return s
}

// moved reports that the table changed since the site was told.
func (s *site) moved() bool {
	_, state := table()
	return state != s.table
}

// deepest is the mount that path lies on, by its text.
func deepest(rows []mounted, path string) (at mounted) {
	for _, m := range rows {
		if _, in := under(path, m.point); in && len(m.point) >= len(at.point) {
			at = m // of two at one point the later covers the earlier
		}
	}
	return at
}

// maxLinks ends a circle of links, as the system does.
const maxLinks = 40

// follow resolves the links of a path as far as it lies on local disks: a look at
// what lies on a share could hang.
func follow(rows []mounted, abs string) string {
	real, rest := "/", strings.Split(strings.Trim(filepath.Clean(abs), "/"), "/")
	for links := 0; len(rest) > 0 && rest[0] != ""; {
		next := filepath.Join(real, rest[0])
		if deepest(rows, next).remote {
			return filepath.Join(next, filepath.Join(rest[1:]...))
		}
		target, err := os.Readlink(next)
		if err != nil {
			real, rest = next, rest[1:]
			continue
		}
		if links++; links > maxLinks {
			break
		}
		if !filepath.IsAbs(target) {
			target = filepath.Join(real, target)
		}
		real, rest = "/", append(strings.Split(strings.Trim(filepath.Clean(target), "/"), "/"), rest[1:]...)
	}
	return filepath.Join(real, filepath.Join(rest...))
}

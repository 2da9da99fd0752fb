package fsx

import (
	"slices"
	"time"

	"golang.org/x/sys/unix"
)

// mountsFor is how long the table is believed: the system does not tell that it
// changed.
const mountsFor = time.Second

var mountsRead time.Time

// readMounts reads the table, which asks no file system (MNT_NOWAIT).
func readMounts(first bool) (rows []mounted, changed bool) {
	if !first && time.Since(mountsRead) < mountsFor {
		return nil, false
	}
	mountsRead = time.Now()
	n, err := unix.Getfsstat(nil, unix.MNT_NOWAIT)
	if err != nil {
		return nil, first
	}
	all := make([]unix.Statfs_t, n+8)
	if n, err = unix.Getfsstat(all, unix.MNT_NOWAIT); err != nil {
		return nil, first
	}
	for i := range all[:n] {
		m := &all[i]
		rows = append(rows, mounted{
			volume: unix.ByteSliceToString(m.Mntfromname[:]), point: unix.ByteSliceToString(m.Mntonname[:]), remote: m.Flags&unix.MNT_LOCAL == 0,
		})
	}
	same := func(a, b mounted) bool { return a.volume == b.volume && a.point == b.point && a.remote == b.remote }
	return rows, first || !slices.EqualFunc(rows, mounts.rows, same)
}

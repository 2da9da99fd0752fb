//go:build unix

package volume

import "golang.org/x/sys/unix"

// Space is the size of the volume that holds dir and what a user may still
// write there, in bytes.
func Space(dir string) (total, free int64, err error) {
	var st unix.Statfs_t
	if err := unix.Statfs(dir, &st); err != nil {
		return 0, 0, err
	}
	return int64(st.Blocks) * int64(st.Bsize), int64(st.Bavail) * int64(st.Bsize), nil
}

// Writable reports whether this user may create files in dir, without trying.
func Writable(dir string) bool { return unix.Access(dir, unix.W_OK) == nil }

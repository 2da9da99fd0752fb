//go:build unix

package volume

import "golang.org/x/sys/unix"

func space(dir string) (room, error) {
	var st unix.Statfs_t
	if err := unix.Statfs(dir, &st); err != nil {
		return room{}, err
	}
	return room{int64(st.Blocks) * int64(st.Bsize), int64(st.Bavail) * int64(st.Bsize)}, nil
}

func writable(dir string) (bool, error) {
	err := unix.Access(dir, unix.W_OK)
	return err == nil, err
}

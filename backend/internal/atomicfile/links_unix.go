//go:build !windows

package atomicfile

import (
	"io/fs"
	"syscall"
)

// Links is the number of names the file has; 1 where the system does not say.
func Links(info fs.FileInfo) uint64 {
	if st, ok := info.Sys().(*syscall.Stat_t); ok {
		return uint64(st.Nlink)
	}
	return 1
}

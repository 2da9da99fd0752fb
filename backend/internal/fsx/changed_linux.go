package fsx

import (
	"io/fs"
	"syscall"
	"time"
)

// Changed is when the file or its description last changed, which no program
// can set: it tells a replaced file that was given its old date. It is the
// modification time where the platform has nothing better.
func Changed(info fs.FileInfo) time.Time {
	if st, ok := info.Sys().(*syscall.Stat_t); ok {
		return time.Unix(st.Ctim.Unix())
	}
	return info.ModTime()
}

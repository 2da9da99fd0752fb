//go:build unix

package fsx

import (
	"io/fs"
	"os"
	"syscall"
)

func identify(f *os.File) (ID, error) {
	info, err := f.Stat()
	if err != nil {
		return ID{}, err
	}
	id, _ := IDOf(info)
	return id, nil
}

// IDOf reads the ID from a description; ok is false where the platform gives
// it only for an opened file.
func IDOf(info fs.FileInfo) (id ID, ok bool) {
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return ID{}, false
	}
	return ID{Volume: uint64(st.Dev), Index: uint64(st.Ino)}, true
}

// Linked reports that a file has more than one name.
func Linked(info fs.FileInfo) bool {
	st, ok := info.Sys().(*syscall.Stat_t)
	return ok && st.Nlink > 1
}

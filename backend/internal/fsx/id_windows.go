package fsx

import (
	"io/fs"
	"os"
	"syscall"
)

func identify(f *os.File) (ID, error) {
	var d syscall.ByHandleFileInformation
	if err := syscall.GetFileInformationByHandle(syscall.Handle(f.Fd()), &d); err != nil {
		return ID{}, err
	}
	return ID{
		Volume: uint64(d.VolumeSerialNumber),
		Index:  uint64(d.FileIndexHigh)<<32 | uint64(d.FileIndexLow),
	}, nil
}

// IDOf reads the ID from a description; ok is false where the platform gives
// it only for an opened file.
func IDOf(fs.FileInfo) (id ID, ok bool) { return ID{}, false }

// Linked reports that a file has more than one name, where a description tells it.
func Linked(fs.FileInfo) bool { return false }

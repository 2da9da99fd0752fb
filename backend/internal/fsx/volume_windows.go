package fsx

import (
	"os"
	"path/filepath"

	"golang.org/x/sys/windows"
)

func volumeOf(d *os.File) Volume {
	path, err := filepath.Abs(d.Name())
	if err != nil {
		return Unknown
	}
	name, err := windows.UTF16PtrFromString(filepath.VolumeName(path) + `\`)
	if err != nil {
		return Unknown
	}
	switch windows.GetDriveType(name) {
	case windows.DRIVE_REMOTE:
		return Share
	case windows.DRIVE_FIXED, windows.DRIVE_REMOVABLE, windows.DRIVE_RAMDISK:
		return Local
	}
	return Unknown
}

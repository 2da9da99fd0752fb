package fsx

import (
	"path/filepath"
	"strings"

	"golang.org/x/sys/windows"
)

// siteOf says where dir lies. Folders that another volume is mounted in are
// taken for the volume they are seen on.
func siteOf(dir string) site {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return site{volume: Unknown}
	}
	volume := filepath.VolumeName(abs)
	name, err := windows.UTF16PtrFromString(volume + `\`)
	if err != nil {
		return site{volume: Unknown}
	}
	switch windows.GetDriveType(name) {
	case windows.DRIVE_REMOTE:
		return site{volume: Share, share: mountOf(strings.ToLower(volume))}
	case windows.DRIVE_FIXED, windows.DRIVE_REMOVABLE, windows.DRIVE_RAMDISK:
		return site{volume: Local}
	}
	return site{volume: Unknown}
}

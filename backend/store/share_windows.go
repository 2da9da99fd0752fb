package store

import (
	"path/filepath"
	"strings"

	"golang.org/x/sys/windows"
)

// onShare names the network file system that dir lies on, or is "".
func onShare(dir string) string {
	volume := filepath.VolumeName(dir)
	if strings.HasPrefix(volume, `\\`) {
		return "UNC path " + volume
	}
	root, err := windows.UTF16PtrFromString(volume + `\`)
	if err == nil && windows.GetDriveType(root) == windows.DRIVE_REMOTE {
		return "network drive " + volume
	}
	return ""
}

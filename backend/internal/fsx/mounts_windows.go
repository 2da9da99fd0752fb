package fsx

import (
	"path/filepath"
	"strings"
	"sync"

	"golang.org/x/sys/windows"
)

// drives are the network drives that were met: as many as there are letters and
// servers.
var drives struct {
	sync.Mutex
	by map[string]*share
}

// siteOf says where the folder or file at an absolute path lies. A volume that is
// mounted in a folder is taken for the one it is seen on.
func siteOf(abs string) site {
	volume := filepath.VolumeName(abs)
	if strings.HasPrefix(volume, `\\`) && !strings.HasPrefix(volume, `\\?\`) && !strings.HasPrefix(volume, `\\.\`) {
		return site{volume: Share, share: drive(volume)}
	}
	name, err := windows.UTF16PtrFromString(volume + `\`)
	if err != nil {
		return site{volume: Unknown}
	}
	switch windows.GetDriveType(name) {
	case windows.DRIVE_REMOTE:
		return site{volume: Share, share: drive(volume)}
	case windows.DRIVE_FIXED, windows.DRIVE_REMOVABLE, windows.DRIVE_RAMDISK:
		return site{volume: Local}
	}
	return site{volume: Unknown}
}

func drive(volume string) *share {
	drives.Lock()
	defer drives.Unlock()
	key := strings.ToLower(volume)
	if drives.by[key] == nil {
		if drives.by == nil {
			drives.by = map[string]*share{}
		}
		drives.by[key] = newShare()
		drives.by[key].at(volume + `\`)
	}
	return drives.by[key]
}

// moved is false: a drive that comes back is the one it was.
func (s *site) moved() bool { return false }

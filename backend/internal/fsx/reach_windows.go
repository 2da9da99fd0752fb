package fsx

import "golang.org/x/sys/windows"

// reach asks the other side of a network drive how full it is.
func reach(point string) error {
	name, err := windows.UTF16PtrFromString(point)
	if err != nil {
		return err
	}
	var free uint64
	return windows.GetDiskFreeSpaceEx(name, &free, nil, nil)
}

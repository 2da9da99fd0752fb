package cli

import (
	"os"
	"path/filepath"
	"runtime"
)

// noDisplay says why no window can be opened here, "" when one can.
func noDisplay() string {
	if runtime.GOOS != "linux" {
		return ""
	}
	if os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		return "there is no display (DISPLAY and WAYLAND_DISPLAY are empty)"
	}
	return ""
}

// windowBeside is the window build next to this program.
func windowBeside() (string, bool) {
	self, err := os.Executable()
	if err != nil {
		return "", false
	}
	name := "cordwood-window"
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	path := filepath.Join(filepath.Dir(self), name)
	info, err := os.Stat(path)
	return path, err == nil && info.Mode().IsRegular()
}

//go:build !linux && !windows && !darwin && !dragonfly && !freebsd && !netbsd && !openbsd

package cli

import "os"

// terminalAt takes every character device for a terminal: better one too many.
func terminalAt(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

func widthAt(*os.File) int { return 0 }

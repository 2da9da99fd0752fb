package cli

import (
	"os"

	"golang.org/x/sys/unix"
)

// terminalAt asks for the settings that only a terminal has: /dev/null is a
// character device too.
func terminalAt(f *os.File) bool {
	_, err := unix.IoctlGetTermios(int(f.Fd()), unix.TCGETS)
	return err == nil
}

func widthAt(f *os.File) int {
	size, err := unix.IoctlGetWinsize(int(f.Fd()), unix.TIOCGWINSZ)
	if err != nil {
		return 0
	}
	return int(size.Col)
}

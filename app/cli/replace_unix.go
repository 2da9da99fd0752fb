//go:build !windows

package cli

import (
	"os"
	"syscall"
)

// replaceBy becomes another program, so that signals and the exit code are its own.
func replaceBy(path string, args []string) error {
	return syscall.Exec(path, append([]string{path}, args...), os.Environ())
}

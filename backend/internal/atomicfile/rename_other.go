//go:build !linux && !windows

package atomicfile

import (
	"errors"
	"os"
	"syscall"
)

func renameExclusive(*os.Root, string, string) error { return errors.ErrUnsupported }

func inUse(error) bool { return false }

func cannotSyncDir(err error) bool {
	return errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP)
}

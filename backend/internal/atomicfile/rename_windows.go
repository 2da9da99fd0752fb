package atomicfile

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

func renameExclusive(*os.Root, string, string) error { return errors.ErrUnsupported }

func inUse(err error) bool {
	return errors.Is(err, windows.ERROR_SHARING_VIOLATION) || errors.Is(err, windows.ERROR_ACCESS_DENIED)
}

// cannotSyncDir is always true: a folder handle cannot be flushed on Windows,
// and NTFS journals the names.
func cannotSyncDir(error) bool { return true }

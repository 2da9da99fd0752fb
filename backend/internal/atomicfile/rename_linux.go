package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// renameExclusive is renameat2(RENAME_NOREPLACE) between two folder handles.
// ErrUnsupported means that the kernel or the file system does not know it.
func renameExclusive(root *os.Root, oldname, newname string) error {
	from, err := root.Open(filepath.Dir(oldname))
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := root.Open(filepath.Dir(newname))
	if err != nil {
		return err
	}
	defer to.Close()
	err = unix.Renameat2(int(from.Fd()), filepath.Base(oldname), int(to.Fd()), filepath.Base(newname), unix.RENAME_NOREPLACE)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, unix.EINVAL), errors.Is(err, unix.ENOSYS), errors.Is(err, unix.EOPNOTSUPP):
		return errors.ErrUnsupported
	}
	return &os.LinkError{Op: "rename", Old: oldname, New: newname, Err: err}
}

func inUse(error) bool { return false }

// cannotSyncDir: FUSE and CIFS mounts answer EINVAL or ENOTSUP.
func cannotSyncDir(err error) bool {
	return errors.Is(err, unix.EINVAL) || errors.Is(err, unix.ENOTSUP) || errors.Is(err, fs.ErrInvalid)
}

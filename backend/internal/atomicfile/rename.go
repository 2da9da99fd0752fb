package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"time"
)

// RenameNoReplace renames a file within root and fails with fs.ErrExist when
// the new name is taken, whatever takes it. Names may have folders in them.
// Where the system has no such call a hard link and an unlink do it, and where
// there are no hard links a placeholder of ours is renamed over. The caller
// syncs the folders.
func RenameNoReplace(root *os.Root, oldname, newname string) error {
	err := renameExclusive(root, oldname, newname)
	if !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	return renameByLink(root, oldname, newname)
}

func renameByLink(root *os.Root, oldname, newname string) error {
	err := root.Link(oldname, newname)
	switch {
	case err == nil:
		return root.Remove(oldname)
	case errors.Is(err, fs.ErrExist), errors.Is(err, fs.ErrNotExist):
		return err
	}
	return renameOverPlaceholder(root, oldname, newname)
}

// renameOverPlaceholder takes the new name with O_EXCL first, so that what the
// rename replaces is the empty file made here.
func renameOverPlaceholder(root *os.Root, oldname, newname string) error {
	if _, err := root.Lstat(oldname); err != nil {
		return err
	}
	f, err := root.OpenFile(newname, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := replace(root, oldname, newname); err != nil {
		_ = root.Remove(newname)
		return err
	}
	return nil
}

// replace renames over newname. On Windows a reader that does not share the
// file makes the rename fail for a moment: five tries, 10 to 160 ms apart.
func replace(root *os.Root, oldname, newname string) error {
	err := root.Rename(oldname, newname)
	for wait := 10 * time.Millisecond; err != nil && inUse(err) && wait <= 160*time.Millisecond; wait *= 2 {
		time.Sleep(wait)
		err = root.Rename(oldname, newname)
	}
	return err
}

// SyncDir makes the names in a folder of root durable. A file system that
// cannot sync folders is no error.
func SyncDir(root *os.Root, dir string) error {
	d, err := root.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !cannotSyncDir(err) {
		return err
	}
	return nil
}

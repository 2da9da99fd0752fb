package atomicfile

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"cordwood/backend/fault"
)

const partSuffix = ".part"

// Write replaces the file at path by data, with the given permissions. The
// folder must exist. A target that is a symbolic link or no regular file is
// refused (fault.Invalid). On any error the old file is untouched and the
// .part is removed, except when the last step, the fsync of the folder, failed:
// then the new content is in place but a power cut may bring the old one back.
func Write(path string, data []byte, perm fs.FileMode) error {
	return write(path, data, perm, func(string) error { return nil })
}

// write calls at before each step; an error from it stands for a failure of
// that step.
func write(path string, data []byte, perm fs.FileMode, at func(step string) error) error {
	dir, base := filepath.Split(path)
	if dir == "" {
		dir = "."
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return wrap(path, err)
	}
	defer root.Close()
	if err := refuseOddTarget(root, path, base); err != nil {
		return err
	}
	part := base + "." + suffix() + partSuffix
	if err := writePart(root, part, data, perm, at); err != nil {
		_ = root.Remove(part) // the failure that matters is err
		return wrap(path, err)
	}
	if err = at("rename"); err == nil {
		err = replace(root, part, base)
	}
	if err != nil {
		_ = root.Remove(part)
		return wrap(path, err)
	}
	if err = at("sync folder"); err == nil {
		err = SyncDir(root, ".")
	}
	return wrap(path, err)
}

func refuseOddTarget(root *os.Root, path, base string) error {
	info, err := root.Lstat(base)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return wrap(path, err)
	}
	if !info.Mode().IsRegular() {
		return fault.New("write", fault.Invalid, path, "it is a link or no regular file; remove it or write to the file it points to", nil)
	}
	return nil
}

func writePart(root *os.Root, part string, data []byte, perm fs.FileMode, at func(string) error) (err error) {
	if err := at("create"); err != nil {
		return err
	}
	f, err := root.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
	if err != nil {
		return err
	}
	defer func() {
		if e := f.Close(); err == nil {
			err = e
		}
	}()
	if err := at("write"); err != nil {
		return err
	}
	if _, err := f.Write(data); err != nil {
		return err
	}
	if err := at("sync file"); err != nil {
		return err
	}
	return f.Sync()
}

func suffix() string {
	var b [6]byte
	_, _ = rand.Read(b[:]) // never fails: crypto/rand ends the program instead
	return hex.EncodeToString(b[:])
}

func wrap(path string, err error) error {
	if err == nil {
		return nil
	}
	return fault.New("write", fault.KindOf(err), path, "", err)
}

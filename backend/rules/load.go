package rules

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"cordwood/backend/fault"
	"cordwood/backend/internal/fsx"
)

// Load reads the rule file of a folder. fault.NotFound means that no rule was
// ever saved. The file must be a regular file, and for root one that nobody
// else may write (fault.Denied): its rules delete with root's rights.
func Load(dir string) (File, error) {
	data, err := readSmall(dir, FileName)
	if err != nil {
		return File{}, err
	}
	return Parse(data)
}

// readSmall reads at most one byte more than maxFileBytes.
func readSmall(dir, name string) ([]byte, error) {
	return fsx.Within(dir, "read rules", func() ([]byte, error) { return readSmallNow(dir, name) })
}

func readSmallNow(dir, name string) ([]byte, error) {
	path := filepath.Join(dir, name)
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, readFault(path, err)
	}
	defer root.Close()
	info, err := root.Lstat(name)
	if err != nil {
		return nil, readFault(path, err)
	}
	if !info.Mode().IsRegular() {
		return nil, fault.New("read rules", fault.Unreadable, path, "it must be a regular file, no link", nil)
	}
	f, err := root.Open(name)
	if err != nil {
		return nil, readFault(path, err)
	}
	defer f.Close()
	opened, err := f.Stat()
	if err != nil {
		return nil, readFault(path, err)
	}
	if !os.SameFile(info, opened) {
		return nil, fault.New("read rules", fault.Changed, path, "it was replaced while being opened; try again", nil)
	}
	if othersMayWrite(root, opened) {
		return nil, fault.New("read rules", fault.Denied, path, "others may write it or its folder; take that right away (chmod go-w)", nil)
	}
	data, err := io.ReadAll(io.LimitReader(f, maxFileBytes+1))
	if err != nil {
		return nil, readFault(path, err)
	}
	return data, nil
}

func readFault(path string, err error) error {
	kind := fault.KindOf(err)
	if kind != fault.NotFound && kind != fault.Denied && kind != fault.Away {
		kind = fault.Unreadable // Invalid and Limit are about what the file says: Save replaces such a file
	}
	if errors.Is(err, fs.ErrNotExist) {
		return fault.New("read rules", kind, path, "no rule was saved for this folder yet", err)
	}
	return fault.New("read rules", kind, path, "", err)
}

// othersMayWrite reports whether root would obey somebody else: the file, or a
// folder without the sticky bit, is writable by group or others.
func othersMayWrite(root *os.Root, file fs.FileInfo) bool {
	const others = 0o022
	if runtime.GOOS == "windows" || os.Geteuid() != 0 {
		return false
	}
	dir, err := root.Stat(".")
	return err != nil || file.Mode().Perm()&others != 0 ||
		dir.Mode().Perm()&others != 0 && dir.Mode()&fs.ModeSticky == 0
}

package source

import (
	"errors"
	"io"
	"io/fs"
	"os"

	"cordwood/backend/fault"
	"cordwood/backend/internal/fsx"
)

// Look describes what lies at a path that a person named, and follows links. On a
// share it takes no longer than the share's deadline (fault.Away).
func Look(path string) (fs.FileInfo, error) {
	return fsx.Within(path, "look at", func() (fs.FileInfo, error) {
		info, err := os.Stat(path)
		if err != nil {
			return nil, fault.New("open", fault.KindOf(err), path, "check the path; a share may be away", cause(err))
		}
		return info, nil
	})
}

// List lists the folder at a path that a person named, at most limit entries, in
// the order of the directory.
func List(path string, limit int) ([]fs.DirEntry, error) {
	root, err := fsx.OpenRoot(path)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	entries, _, err := root.ReadDir(".", limit)
	return entries, err
}

// Taken reports whether anything stands at a path that a person named.
func Taken(path string) (bool, error) {
	return fsx.Within(path, "look at", func() (bool, error) {
		_, err := os.Lstat(path)
		if errors.Is(err, fs.ErrNotExist) {
			return false, nil
		}
		if err != nil {
			return false, fault.New("look at", fault.KindOf(err), path, "", cause(err))
		}
		return true, nil
	})
}

// Save makes a file at a path that a person named, readable by the user only, of what write
// writes; see fsx.Save.
func Save(path string, write func(io.Writer) error) error { return fsx.Save(path, 0o600, write) }

// cause drops the operating system's own path, which repeats ours.
func cause(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}

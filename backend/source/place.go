package source

import (
	"errors"
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

// cause drops the operating system's own path, which repeats ours.
func cause(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}

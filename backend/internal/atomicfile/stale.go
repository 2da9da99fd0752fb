package atomicfile

import (
	"os"
	"strings"
	"time"
)

// RemoveStaleParts removes the .part files in dir whose names begin with prefix
// and that have not changed for age: what killed writers left. One that cannot
// be removed harms nobody and is tried the next time.
func RemoveStaleParts(dir, prefix string, age time.Duration, now time.Time) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return
	}
	defer root.Close()
	names, err := Names(root)
	if err != nil {
		return
	}
	for _, name := range names {
		if !strings.HasPrefix(name, prefix) || !strings.HasSuffix(name, partSuffix) {
			continue
		}
		if info, err := root.Lstat(name); err == nil && info.Mode().IsRegular() && now.Sub(info.ModTime()) > age {
			_ = root.Remove(name)
		}
	}
}

// Names lists the names in root's own folder, in no order.
func Names(root *os.Root) ([]string, error) {
	d, err := root.Open(".")
	if err != nil {
		return nil, err
	}
	defer d.Close()
	return d.Readdirnames(-1)
}

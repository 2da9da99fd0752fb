//go:build !linux

package fsx

import (
	"io/fs"
	"os"
	"path/filepath"
)

func anchor(string) (*os.File, error) { return nil, nil }

// openQuietly is an open as ever: only on Linux can files be polled.
func openQuietly(root *os.Root, _ *os.File, name string) (*os.File, error) {
	return root.OpenFile(filepath.FromSlash(name), os.O_RDONLY|nonblock, 0)
}

// createQuietly makes a file that is not there yet.
func createQuietly(path string, perm fs.FileMode) (*os.File, error) {
	return os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
}

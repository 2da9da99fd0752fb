//go:build !linux

package fsx

import (
	"os"
	"path/filepath"
)

func anchor(string) (*os.File, error) { return nil, nil }

// openQuietly is an open as ever: only on Linux can files be polled.
func openQuietly(root *os.Root, _ *os.File, name string) (*os.File, error) {
	return root.OpenFile(filepath.FromSlash(name), os.O_RDONLY|nonblock, 0)
}

package backend

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// mapped is how a file comes to be mapped into memory: by the system's call, a library,
// or SQLite, where it is set to none.
var mapped = regexp.MustCompile(`\b(syscall|unix)\.Mmap\b|mmap-go|exp/mmap|MapViewOfFile|mmap_size\((?:[^0)]|0[^)])|mmap_size *= *[^0 ]`)

// A file that is cut while it is mapped kills the reader, so none ever is.
func TestNoFileIsMapped(t *testing.T) {
	for text, is := range map[string]bool{
		"syscall.Mmap(fd, 0, n)": true, `"golang.org/x/exp/mmap"`: true, "mmap_size(268435456)": true, "PRAGMA mmap_size=1": true,
		"mmap_size(0)": false, "PRAGMA mmap_size = 0": false, "crmMapping": false,
	} {
		if mapped.MatchString(text) != is {
			t.Errorf("%q: %v", text, !is)
		}
	}
	seen := 0
	for _, dir := range []string{".", "../app"} {
		err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(p, ".go") && !strings.HasSuffix(p, ".sql") || strings.HasSuffix(p, "_test.go") {
				return err
			}
			text, err := os.ReadFile(p)
			seen++
			if at := mapped.Find(text); at != nil {
				t.Errorf("%s: %s", p, at)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if seen < 300 {
		t.Errorf("only %d sources were looked at", seen)
	}
}

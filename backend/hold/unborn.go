package hold

import (
	"os"
	"path/filepath"
	"strings"
	"time"
)

// unbornAge is how old a batch without info.json must be before it counts as
// left by a crash: writing the first info.json takes milliseconds.
const unbornAge = time.Hour

// unborn reports whether the folder of a batch holds nothing but the beginnings
// of its info.json: whoever made it was killed before anything was moved, or is
// just about to move.
func unborn(r *os.Root, id string) bool {
	names, err := namesIn(r, id)
	for _, name := range names {
		if !isPart(name) {
			return false
		}
	}
	return err == nil
}

// removeUnborn removes what crashes left; what cannot be removed harms nobody.
func removeUnborn(r *os.Root, now time.Time) {
	ids, err := batchNames(r)
	if err != nil {
		return
	}
	for _, id := range ids {
		info, err := r.Lstat(filepath.Join(Dir, id))
		if err != nil || now.Sub(info.ModTime()) < unbornAge || !unborn(r, id) {
			continue
		}
		removeParts(r, id)
		_ = r.Remove(filepath.Join(Dir, id))
	}
}

// removeParts removes half-written info.json files of a batch.
func removeParts(r *os.Root, id string) {
	names, _ := namesIn(r, id)
	for _, name := range names {
		if isPart(name) {
			_ = r.Remove(filepath.Join(Dir, id, name))
		}
	}
}

func isPart(name string) bool {
	return strings.HasPrefix(name, infoName+".") && strings.HasSuffix(name, ".part")
}

func namesIn(r *os.Root, id string) ([]string, error) {
	d, err := r.Open(filepath.Join(Dir, id))
	if err != nil {
		return nil, err
	}
	defer d.Close()
	return d.Readdirnames(-1)
}

package hold

import (
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"cordwood/backend/internal/fsx"
)

// unbornAge is how old a batch without info.json must be before it counts as
// left by a crash: writing the first info.json takes milliseconds.
const unbornAge = time.Hour

// unborn reports whether the folder of a batch holds nothing but the beginnings
// of its info.json: whoever made it was killed before anything was moved, or is
// just about to move.
func unborn(r *fsx.Root, id string) bool {
	names, err := namesIn(r, id)
	for _, name := range names {
		if !isPart(name) {
			return false
		}
	}
	return err == nil
}

// removeUnborn removes what crashes left; what cannot be removed harms nobody.
func removeUnborn(r *fsx.Root, now time.Time) {
	ids, err := batchNames(r)
	if err != nil {
		return
	}
	for _, id := range ids {
		info, err := r.Lstat(path.Join(Dir, id))
		if err != nil || now.Sub(info.ModTime()) < unbornAge || !unborn(r, id) {
			continue
		}
		removeParts(r, id)
		_ = remove(r, filepath.Join(Dir, id))
	}
}

// removeParts removes half-written info.json files of a batch.
func removeParts(r *fsx.Root, id string) {
	names, _ := namesIn(r, id)
	for _, name := range names {
		if isPart(name) {
			_ = remove(r, filepath.Join(Dir, id, name))
		}
	}
}

func isPart(name string) bool {
	return strings.HasPrefix(name, infoName+".") && strings.HasSuffix(name, ".part")
}

func namesIn(r *fsx.Root, id string) ([]string, error) {
	entries, _, err := r.ReadDir(path.Join(Dir, id), maxNames)
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	return names, err
}

// remove removes what nobody misses: a beginning of ours, an empty folder.
func remove(r *fsx.Root, name string) error {
	return r.Do("remove", name, func(root *os.Root) error { return root.Remove(name) })
}

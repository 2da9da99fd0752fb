package cache

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"cordwood/backend/fault"
	"cordwood/backend/internal/atomicfile"
)

// Entry is one file of the cache.
type Entry struct {
	Source string
	File   string
	Kind   string // "idx", "gram", "mark", "zst" or "look"
	Bytes  int64
	Used   time.Time // to the hour
}

func (e Entry) name() string { return e.File + "." + e.Kind }

// List gives all entries, by source, file and kind. With an error, a folder that
// could not be read, it gives those of the others.
func (f *Folder) List() ([]Entry, error) {
	names, err := atomicfile.Names(f.root)
	if err != nil {
		return nil, f.wrap("", err)
	}
	slices.Sort(names)
	var all []Entry
	var failed error
	for _, source := range names {
		entries, err := f.list(source)
		all = append(all, entries...)
		failed = errors.Join(failed, f.wrap(source, err))
	}
	return all, failed
}

// list is the entries of one source; anything else in the cache folder has none.
func (f *Folder) list(source string) ([]Entry, error) {
	if !validID(source) {
		return nil, nil
	}
	sub, err := f.source(source)
	if err != nil {
		return nil, ours(err)
	}
	defer sub.Close()
	names, err := atomicfile.Names(sub)
	if err != nil {
		return nil, ours(err)
	}
	slices.SortFunc(names, strings.Compare)
	var all []Entry
	for _, name := range names {
		file, kind, ok := parse(name)
		if !ok {
			continue
		}
		if info, err := sub.Lstat(name); err == nil && info.Mode().IsRegular() {
			all = append(all, Entry{source, file, kind, info.Size(), info.ModTime()})
		}
	}
	return all, nil
}

// ours drops what another process or another program is the cause of: a folder
// that is gone, or a name that is no folder.
func ours(err error) error {
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, errNoFolder) {
		return nil
	}
	return err
}

func (f *Folder) wrap(source string, err error) error {
	if err == nil {
		return nil
	}
	return fault.New("list cache", fault.KindOf(err), filepath.Join(f.dir, source), "", err)
}

// staleParts removes what killed processes left in the folder of a source.
func (f *Folder) staleParts(sub *os.Root) {
	names, err := atomicfile.Names(sub)
	if err != nil {
		return // the next time
	}
	for _, name := range names {
		if !isPart(name) {
			continue
		}
		if info, err := sub.Lstat(name); err == nil && info.Mode().IsRegular() && f.now().Sub(info.ModTime()) > partAge {
			_ = sub.Remove(name) // the next time
		}
	}
}

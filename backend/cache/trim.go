package cache

import (
	"cmp"
	"errors"
	"io/fs"
	"slices"

	"cordwood/backend/fault"
	"cordwood/backend/internal/atomicfile"
)

// Removed says what was removed.
type Removed struct {
	Files int
	Bytes int64
	Left  int // files that should go but could not be removed, such as open ones on Windows
}

// Trim removes entries, those first that were not used for the longest time,
// until the others are within the limit, and what killed processes left behind.
func (f *Folder) Trim() (Removed, error) {
	all, failed := f.List()
	var total int64
	for _, e := range all {
		total += e.Bytes
	}
	slices.SortStableFunc(all, func(a, b Entry) int { return cmp.Or(a.Used.Compare(b.Used), cmp.Compare(b.Bytes, a.Bytes)) })
	var r Removed
	for _, e := range all {
		if total <= f.limit {
			break
		}
		if f.remove(e, &r) {
			total -= e.Bytes
		}
	}
	return r, errors.Join(failed, f.tidy())
}

// Forget removes the entries of a source, and its folder.
func (f *Folder) Forget(source string) (Removed, error) {
	if !validID(source) {
		return Removed{}, fault.New("forget cache", fault.Invalid, source, "", fault.Say("not a name of the cache"))
	}
	entries, err := f.list(source)
	var r Removed
	for _, e := range entries {
		f.remove(e, &r)
	}
	return r, errors.Join(f.wrap(source, err), f.wrap(source, f.tidySource(source, true)))
}

// Clean removes all entries. What is in the making stays.
func (f *Folder) Clean() (Removed, error) {
	all, failed := f.List()
	var r Removed
	for _, e := range all {
		f.remove(e, &r)
	}
	failed = errors.Join(failed, f.tidy())
	for i, e := range all {
		if i == 0 || e.Source != all[i-1].Source {
			failed = errors.Join(failed, f.wrap(e.Source, f.tidySource(e.Source, true)))
		}
	}
	return r, failed
}

// remove reports whether the bytes of an entry are gone. One that was made anew
// or used since it was listed stays.
func (f *Folder) remove(e Entry, r *Removed) (gone bool) {
	err := func() error {
		sub, err := f.source(e.Source)
		if err != nil {
			return err
		}
		defer sub.Close()
		info, err := sub.Lstat(e.name())
		if err != nil {
			return err
		}
		if !info.Mode().IsRegular() || !info.ModTime().Equal(e.Used) {
			return errChanged
		}
		return sub.Remove(e.name())
	}()
	switch {
	case err == nil:
		r.Files++
		r.Bytes += e.Bytes
	case errors.Is(err, fs.ErrNotExist): // another process was first
	case errors.Is(err, errChanged):
		return false
	default:
		r.Left++
		return false
	}
	return true
}

var errChanged = errors.New("it is in use again")

// tidy removes stale parts everywhere.
func (f *Folder) tidy() error {
	names, err := atomicfile.Names(f.root)
	if err != nil {
		return f.wrap("", err)
	}
	var failed error
	for _, source := range names {
		failed = errors.Join(failed, f.wrap(source, f.tidySource(source, false)))
	}
	return failed
}

// tidySource removes the stale parts of a source, and with folder also its
// folder when that is empty.
func (f *Folder) tidySource(source string, folder bool) error {
	if !validID(source) {
		return nil
	}
	sub, err := f.source(source)
	if err != nil {
		return ours(err)
	}
	f.staleParts(sub)
	names, err := atomicfile.Names(sub)
	sub.Close()
	if err == nil && folder && len(names) == 0 {
		_ = f.root.Remove(source) // another process may just have put a file there
	}
	return ours(err)
}

package folder

import (
	"context"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"cordwood/backend/fault"
	"cordwood/backend/internal/fsx"
	"cordwood/backend/source"
)

// found is a regular file that the walk came upon.
type found struct {
	path string
	info fs.FileInfo
}

// walked is what lies in the folder, names that a rotation gives behind those that it
// takes, and nothing of it was opened.
type walked struct {
	files   []found
	folders []string
	listed  []time.Time // when names moved in them last, before they were listed; none of a share
	skipped []source.Skipped
	denied  []source.Skipped // that cannot even be looked at
	entries int
}

// walk lists the folder. Links to folders are not followed: what they lead to
// inside the root is listed under its own name, so no circle can catch us.
func (f *Folder) walk(ctx context.Context) (*walked, error) {
	w := &walked{}
	if err := f.root.Here(); err != nil {
		return nil, err
	}
	if f.only != "" {
		w.folders = []string{"."}
		w.entries = 1
		info, err := f.root.Stat(f.only)
		if err != nil {
			return nil, err
		}
		if what := fsx.What(info.Mode()); !what.None() {
			w.skip(f.only, what)
		} else {
			w.files = []found{{f.only, info}}
		}
		return w, nil
	}
	var links []string
	queue := []string{"."}
	for len(queue) > 0 {
		if err := ctx.Err(); err != nil {
			return nil, fault.New("scan", fault.Stopped, f.name, "", err)
		}
		dir := queue[0]
		queue = queue[1:]
		at := f.moved(dir)
		entries, more, err := f.root.ReadDir(dir, maxFiles-w.entries)
		if err != nil {
			if dir == "." || away(err) {
				return nil, err
			}
			w.skip(dir, fault.Why(err))
			continue
		}
		w.folders = append(w.folders, dir)
		if f.root.Volume() == fsx.Local {
			w.listed = append(w.listed, at)
		}
		if more {
			w.skip(dir, fault.Say("more than {0} files: the rest of this folder is not listed", maxFiles))
		}
		var plain []string
		for _, e := range entries {
			w.sort(dir, e, &queue, &plain, &links)
		}
		if err := f.describe(ctx, w, plain); err != nil {
			return nil, err
		}
	}
	byName := func(a, b found) int { return source.CompareRising(a.path, b.path) }
	slices.SortFunc(w.files, byName)
	w.once()
	if err := f.resolve(w, links); err != nil {
		return nil, err
	}
	slices.SortFunc(w.files, byName)
	slices.SortFunc(w.skipped, func(a, b source.Skipped) int { return strings.Compare(a.Path, b.Path) })
	return w, nil
}

// once leaves a file that was renamed amid the walk, and seen under both names, the later
// one. A file with several names is under each.
func (w *walked) once() {
	seen := map[fsx.ID]bool{}
	for i, at := range slices.Backward(w.files) {
		id, ok := fsx.IDOf(at.info)
		if !ok || fsx.Linked(at.info) {
			continue
		}
		if seen[id] {
			w.files = slices.Delete(w.files, i, i+1)
		}
		seen[id] = true
	}
}

// moved is when names came, went or moved last in a folder of a local disk.
func (f *Folder) moved(dir string) time.Time {
	if f.root.Volume() != fsx.Local {
		return time.Time{}
	}
	info, err := f.root.Lstat(dir)
	if err != nil {
		return time.Time{}
	}
	return info.ModTime()
}

func (w *walked) skip(p string, why fault.Said) {
	w.skipped = append(w.skipped, source.Skipped{Path: p, Reason: why})
}

// sort puts one directory entry where it belongs.
func (w *walked) sort(dir string, e fs.DirEntry, queue, plain, links *[]string) {
	if source.Ignored(e.Name()) {
		return
	}
	p := path.Join(dir, e.Name())
	if e.IsDir() {
		if strings.Count(p, "/") >= maxDepth {
			w.skip(p, fault.Say("deeper than {0} folders", maxDepth))
			return
		}
		*queue = append(*queue, p)
		return
	}
	w.entries++
	if e.Type()&fs.ModeSymlink != 0 {
		*links = append(*links, p)
		return
	}
	if what := fsx.What(e.Type()); !what.None() {
		w.irregular(p, what)
		return
	}
	*plain = append(*plain, p)
}

// describe looks at files that were listed, and opens none.
func (f *Folder) describe(ctx context.Context, w *walked, paths []string) error {
	if f.root.Volume() == fsx.Local {
		paths = append(paths, beside(paths)...)
	}
	slices.SortFunc(paths, source.CompareRising)
	infos, errs := make([]fs.FileInfo, len(paths)), make([]error, len(paths))
	err := f.each(ctx, len(paths), func(i int) error {
		infos[i], errs[i] = f.root.Lstat(paths[i])
		return errs[i]
	})
	if err != nil {
		return err
	}
	for i, p := range paths {
		switch err := errs[i]; {
		case fault.KindOf(err) == fault.NotFound: // deleted since it was listed
		case err != nil:
			w.irregular(p, fault.Why(err))
		case !infos[i].Mode().IsRegular(): // it was when it was listed; the next scan tells
		default:
			w.files = append(w.files, found{p, infos[i]})
		}
	}
	return nil
}

// irregular lists what cannot be read: as a log with a problem where a person
// would look for one under that name.
func (w *walked) irregular(p string, why fault.Said) {
	if source.NamedLikeLog(p) {
		w.denied = append(w.denied, source.Skipped{Path: p, Reason: why})
		return
	}
	w.skip(p, why)
}

// resolve follows links to files, which os.Root keeps inside the root.
func (f *Folder) resolve(w *walked, links []string) error {
	listed := map[fsx.ID]string{}
	for _, file := range w.files {
		if id, ok := fsx.IDOf(file.info); ok {
			listed[id] = file.path
		}
	}
	for _, p := range links {
		info, err := f.root.Stat(p)
		switch {
		case away(err):
			return err
		case err != nil:
			w.skip(p, fault.Why(err))
		case !info.Mode().IsRegular():
			w.skip(p, fault.Say("symbolic link that does not lead to a file"))
		default:
			id, ok := fsx.IDOf(info)
			if other := listed[id]; ok && other != "" {
				w.skip(p, fault.Say("symbolic link to {0}", other))
				continue
			}
			listed[id] = p
			w.files = append(w.files, found{p, info})
		}
	}
	return nil
}

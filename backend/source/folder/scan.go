package folder

import (
	"context"
	"path"

	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/source"
)

// Scan lists what is in the folder now. Files that did not change since the
// last scan are not opened again.
func (f *Folder) Scan(ctx context.Context) (*source.Inventory, error) {
	w, err := f.walk(ctx)
	if err != nil {
		return nil, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	inv := &source.Inventory{Entries: w.entries, Skipped: w.skipped}
	looks := map[string]examined{}
	var copies []source.Copy
	lengths := f.memory.shortLengths()
	for _, at := range w.files {
		if err := ctx.Err(); err != nil {
			return nil, fault.New("scan", fault.Stopped, f.name, "", err)
		}
		if source.IsCompanion(at.path) && f.only == "" {
			inv.Companions = append(inv.Companions, source.Companion{Name: path.Base(at.path), Path: at.path, Size: at.info.Size()})
			continue
		}
		e, ok := f.memory.byPath[at.path]
		if !ok || !e.same(at) {
			e = f.examine(at, lengths)
		}
		looks[at.path] = e
		if e.skip != "" {
			inv.Skipped = append(inv.Skipped, source.Skipped{Path: e.path, Reason: e.skip})
			continue
		}
		copies = append(copies, source.Copy{
			Path: e.path, Stored: e.size, Modified: e.modified,
			Compression: source.Compression(e.method), Problem: e.problem,
		})
		inv.Bytes += e.size
	}
	for _, d := range w.denied {
		copies = append(copies, source.Copy{Path: d.Path, Problem: d.Reason})
	}
	signature := w.signature()
	f.scanned = &signature
	inv.Families = source.Families(copies, "")
	f.identify(inv, looks)
	return inv, nil
}

// identify gives each copy its id and remembers what Open needs.
func (f *Folder) identify(inv *source.Inventory, looks map[string]examined) {
	f.opened = map[event.FileID]examined{}
	var files []*examined
	var at []*source.Copy
	for i := range inv.Families {
		for j := range inv.Families[i].Copies {
			c := &inv.Families[i].Copies[j]
			e, ok := looks[c.Path]
			if !ok || e.heads.n == 0 && c.Problem != "" {
				c.ID = source.PathID("unreadable", c.Path)
				f.opened[c.ID] = examined{path: c.Path, problem: c.Problem}
				continue
			}
			files, at = append(files, &e), append(at, c)
		}
	}
	for i, id := range f.memory.assign(files) {
		at[i].ID = id
		f.opened[id] = *files[i]
		looks[files[i].path] = *files[i]
	}
	f.memory.byPath = looks
}

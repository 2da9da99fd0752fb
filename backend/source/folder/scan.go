package folder

import (
	"context"
	"path"
	"strings"
	"time"

	"cordwood/backend/decode"
	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/internal/fsx"
	"cordwood/backend/source"
)

// Scan lists what is in the folder now. Files that did not change since the
// last scan are not opened again; what was listed before stays open to Open
// until the scan is done.
func (f *Folder) Scan(ctx context.Context) (*source.Inventory, error) {
	f.scanning.Lock()
	defer f.scanning.Unlock()
	w, looks, inv, err := f.sight(ctx)
	if err != nil {
		return nil, err
	}
	copies := list(w, looks, inv)
	inv.Families = source.Families(copies, "")
	opened := f.identify(inv, looks)
	signature := w.signature()
	f.mu.Lock()
	first := f.scanned == nil
	f.unsaved = f.unsaved || first || *f.scanned != signature
	f.opened, f.scanned = opened, &signature
	f.mu.Unlock()
	if first {
		f.keep()
	}
	return inv, nil
}

// sight walks through the folder and looks at its files, again while names are moved in
// it: amid a rotation, which renames every copy, some would be missed and others have
// the name of the next.
func (f *Folder) sight(ctx context.Context) (w *walked, looks map[string]examined, inv *source.Inventory, err error) {
	for try := 1; ; try++ {
		began := time.Now()
		if w, err = f.walk(ctx); err != nil {
			return nil, nil, nil, err
		}
		inv = &source.Inventory{Entries: w.entries, Skipped: w.skipped}
		if looks, err = f.look(ctx, w, inv); err != nil {
			return nil, nil, nil, err
		}
		if try == sightTries || time.Since(began) > sightWithin || !f.stirred(w, began) {
			return w, looks, inv, nil
		}
		select {
		case <-ctx.Done():
		case <-time.After(sightTick):
		}
	}
}

// stirred reports whether names came, went or moved, or may have, since a walk began, in
// a folder of a local disk: a share tells its times late, and each costs a round trip.
func (f *Folder) stirred(w *walked, began time.Time) bool {
	for i, at := range w.listed {
		info, err := f.root.Lstat(w.folders[i])
		if err != nil || !info.ModTime().Equal(at) || began.Sub(at).Abs() < sightTick {
			return true
		}
	}
	return false
}

// sightTries and sightWithin bound how often a folder is looked at again: in some names
// move all the time, and a large one is not looked at twice. sightTick is how long its
// time may stay the same while names move: systems count it in steps.
const (
	sightTries  = 5
	sightWithin = 100 * time.Millisecond
	sightTick   = 10 * time.Millisecond
)

// look examines every file that is new or changed.
func (f *Folder) look(ctx context.Context, w *walked, inv *source.Inventory) (map[string]examined, error) {
	looks := map[string]examined{}
	var fresh []found
	for _, at := range w.files {
		if source.IsCompanion(at.path) && f.only == "" {
			inv.Companions = append(inv.Companions, source.Companion{Name: path.Base(at.path), Path: at.path, Size: at.info.Size()})
			continue
		}
		if e, ok := f.memory.byPath[at.path]; ok && e.same(at) {
			if e.old {
				e.file, e.old = idOf(at), false
				f.memory.stays(&e)
			}
			looks[at.path] = e
		} else {
			fresh = append(fresh, at)
		}
	}
	lengths := f.memory.shortLengths()
	got := make([]examined, len(fresh))
	err := f.each(ctx, len(fresh), func(i int) (err error) {
		got[i], err = f.examine(fresh[i], f.memory.byPath[fresh[i].path], lengths)
		return err
	})
	if err != nil {
		return nil, err
	}
	for i := range got {
		e := &got[i]
		if before, ok := f.memory.byPath[e.path]; ok && e.again && before.heads.n > 0 {
			before.problem, before.again = e.problem, true // it is still the file it was
			*e = before
		}
		if e.again {
			f.again.Store(true)
		}
		looks[e.path] = *e
	}
	f.astray(w, looks)
	trim(looks)
	return looks, nil
}

func idOf(at found) fsx.ID {
	id, _ := fsx.IDOf(at.info)
	return id
}

// list makes copies of what is a log, and says of the rest why it is none.
func list(w *walked, looks map[string]examined, inv *source.Inventory) []source.Copy {
	var copies []source.Copy
	for _, at := range w.files {
		e, ok := looks[at.path]
		if !ok { // a companion
			continue
		}
		why := e.skip
		if why.None() {
			why = halfPacked(&e, looks)
		}
		if !why.None() {
			inv.Skipped = append(inv.Skipped, source.Skipped{Path: e.path, Reason: why})
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
	return copies
}

// halfPacked says that a compressed copy lies beside the file it is made from:
// until that one is deleted, the copy may be half written, and would show every
// line twice.
func halfPacked(e *examined, looks map[string]examined) fault.Said {
	if e.method == decode.Plain && e.size > 0 || !source.ParseName(e.path).Packed {
		return fault.Said{}
	}
	from, ok := looks[strings.TrimSuffix(e.path, path.Ext(e.path))]
	if !ok || from.method != decode.Plain || !from.skip.None() {
		return fault.Said{}
	}
	if e.heads.n > 0 && e.problem.None() && from.heads.short != e.heads.short && from.heads.long != e.heads.long {
		return fault.Said{}
	}
	return fault.Say("compressed copy of {0}, which is still there", path.Base(from.path))
}

// identify gives each copy its id and returns what Open needs.
func (f *Folder) identify(inv *source.Inventory, looks map[string]examined) map[event.FileID]opening {
	opened := map[event.FileID]opening{}
	var files []*examined
	var at []*source.Copy
	for i := range inv.Families {
		for j := range inv.Families[i].Copies {
			c := &inv.Families[i].Copies[j]
			e, ok := looks[c.Path]
			if !ok || e.heads.n == 0 && !c.Problem.None() {
				c.ID = source.PathID("unreadable", c.Path)
				opened[c.ID] = opening{at: examined{path: c.Path, problem: c.Problem}}
				continue
			}
			files, at = append(files, &e), append(at, c)
		}
	}
	for i, id := range f.memory.assign(files) {
		at[i].ID, at[i].Charset = id, string(files[i].charset)
		r := f.memory.byID[id]
		opened[id] = opening{at: *files[i], n: r.n, head: r.head}
		looks[files[i].path] = *files[i]
	}
	f.memory.byPath = looks
	return opened
}

package folder

import (
	"strconv"

	"cordwood/backend/fault"
	"cordwood/backend/internal/fsx"
	"cordwood/backend/source"
)

// A rotation by numbers moves names while they are looked at, from the oldest copy's on:
// app.log.2 becomes app.log.3, then app.log.1 app.log.2. Who goes through them in that
// order, app.log first, meets every file, at the name it has by then or at the one before;
// a list of names that was made meanwhile may lack one in between.

// beside are names of copies that a list lacks beside those that it has.
func beside(listed []string) (lacking []string) {
	known := map[string]bool{}
	for _, p := range listed {
		known[p] = true
	}
	for _, p := range listed {
		before, n, after, ok := source.Numbered(p)
		if !ok {
			continue
		}
		for _, n := range []int{n - 1, n + 1, n + 2} {
			if q := before + strconv.Itoa(n) + after; n > 0 && !known[q] {
				known[q] = true
				lacking = append(lacking, q)
			}
		}
	}
	return lacking
}

// open opens a file that was described. Where its name is another file's by now it is
// looked for where a rotation put it.
func (f *Folder) open(at found) (*fsx.File, fsx.ID, error) {
	in, id, err := f.openNamed(at.path)
	want, ok := fsx.IDOf(at.info)
	if !ok || f.only != "" || f.root.Volume() != fsx.Local || err == nil && id == want || err != nil && fault.KindOf(err) != fault.NotFound {
		return in, id, err
	}
	names := source.Raised(at.path)
	for range maxRaised {
		var next []string
		for _, name := range names {
			next = append(next, source.Raised(name)...)
			moved, id, err := f.openNamed(name)
			if err != nil {
				continue
			}
			if id == want {
				if in != nil {
					in.Close()
				}
				return moved, id, nil
			}
			moved.Close()
		}
		names = next
	}
	return in, id, err
}

// maxRaised bounds for how many rotations a file is looked for.
const maxRaised = 10

// astray leaves out what was opened under the name of a file that moved too far, and is
// listed under its own.
func (f *Folder) astray(w *walked, looks map[string]examined) {
	if f.root.Volume() != fsx.Local {
		return
	}
	own := map[fsx.ID]bool{}
	for _, at := range w.files {
		own[idOf(at)] = true
	}
	for _, at := range w.files {
		if e, ok := looks[at.path]; ok && e.file != idOf(at) && own[e.file] {
			delete(looks, at.path)
		}
	}
}

func (f *Folder) openNamed(name string) (*fsx.File, fsx.ID, error) {
	in, err := f.root.Open(name)
	if err != nil {
		return nil, fsx.ID{}, err
	}
	id, err := in.ID()
	if err != nil {
		in.Close()
		return nil, id, err
	}
	return in, id, nil
}

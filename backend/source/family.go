package source

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"strings"
	"time"
)

// member is a copy with what its name says.
type member struct {
	copy Copy
	name Name
}

// key is what the names of one family share.
type key struct{ folder, stem, ext string }

// Families groups copies into families by their names, each in the order in
// which it was written, and marks the live file of each. base is taken off the
// front of family names; it is empty for a folder, and the folder that holds
// everything for a bundle.
func Families(copies []Copy, base string) []Family {
	groups := map[key][]member{}
	for _, c := range copies {
		n := ParseName(c.Path)
		c.Date, c.Index = n.Date, n.Index
		k := key{n.Folder, n.Stem, strings.ToLower(n.Ext)}
		groups[k] = append(groups[k], member{c, n})
	}
	// .log first, so that app.log is called "app" and not a file app beside it.
	keys := slices.SortedFunc(maps.Keys(groups), func(a, b key) int {
		return cmp.Or(cmp.Compare(a.folder, b.folder), cmp.Compare(a.stem, b.stem),
			cmp.Compare(b2i(b.isLog()), b2i(a.isLog())), cmp.Compare(a.ext, b.ext))
	})
	families := make([]Family, 0, len(groups))
	taken := map[string]bool{}
	for _, k := range keys {
		f := Family{Name: familyName(k, base, taken), Copies: chain(groups[k])}
		f.Known = rank(f.Name) < len(Known)
		families = append(families, f)
	}
	slices.SortFunc(families, func(a, b Family) int {
		return cmp.Or(cmp.Compare(rank(a.Name), rank(b.Name)), cmp.Compare(a.Name, b.Name))
	})
	return families
}

// chain puts one family's copies in order. Copies are dated, or numbered, or,
// the live file, neither; where a server changed from one to the other, the
// half that was written to last comes second.
func chain(members []member) []Copy {
	var dated, numbered time.Time
	for _, m := range members {
		switch {
		case !m.name.Date.IsZero():
			dated = later(dated, m.copy.Modified)
		case m.name.Rotated():
			numbered = later(numbered, m.copy.Modified)
		}
	}
	numberedFirst := !numbered.After(dated)
	slices.SortFunc(members, func(a, b member) int { return compareCopies(a, b, numberedFirst) })
	copies := make([]Copy, len(members))
	for i, m := range members {
		copies[i] = m.copy
	}
	// The live file is the one without date and number, else, where it carries
	// the date itself, the newest.
	last := members[len(members)-1].name
	c := &copies[len(copies)-1]
	c.Live = !last.Packed && c.Compression == Plain && c.Problem.None() && !last.falls()
	return copies
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// falls reports that a lower number is newer; within a date numbers rise.
func (n Name) falls() bool { return n.Order == Falling && n.Date.IsZero() }

// compareCopies puts older before newer.
func compareCopies(a, b member, numberedFirst bool) int {
	part := func(n Name) int {
		switch {
		case !n.Rotated():
			return 2
		case n.Date.IsZero() == numberedFirst:
			return 0
		}
		return 1
	}
	index := cmp.Compare(a.name.Index, b.name.Index)
	if a.name.falls() {
		index = -index
	}
	return cmp.Or(
		cmp.Compare(part(a.name), part(b.name)),
		a.name.Date.Compare(b.name.Date),
		index,
		// While a copy is being compressed both are there: the whole one is last.
		cmp.Compare(b2i(b.name.Packed), b2i(a.name.Packed)),
		a.copy.Modified.Compare(b.copy.Modified),
		cmp.Compare(a.copy.Path, b.copy.Path),
	)
}

func familyName(k key, base string, taken map[string]bool) string {
	stem, folder := k.stem, k.folder
	if !k.isLog() {
		stem += k.ext
	}
	if rel, ok := strings.CutPrefix(folder+"/", base+"/"); ok && base != "" {
		folder = strings.TrimSuffix(rel, "/")
	}
	name := path.Join(folder, stem)
	for taken[name] {
		name += " (no extension)"
	}
	taken[name] = true
	return name
}

func (k key) isLog() bool { return k.ext == ".log" }

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// CommonFolder is the deepest folder that holds all copies: in a bundle it is
// where the logs were, and says nothing about one against the other.
func CommonFolder(copies []Copy) string {
	common := ""
	for i, c := range copies {
		folder := ParseName(c.Path).Folder
		if i == 0 {
			common = folder
		}
		for common != "" && folder != common && !strings.HasPrefix(folder, common+"/") {
			common = path.Dir(common)
			if common == "." || common == "/" {
				common = ""
			}
		}
	}
	return common
}

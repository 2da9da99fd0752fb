package source

import (
	"cmp"
	"path"
	"slices"
	"strings"
	"time"
)

// Families groups copies into families by their names, each in the order in
// which it was written, and marks the live file of each. base is taken off the
// front of family names; it is empty for a folder, and the folder that holds
// everything for a bundle.
func Families(copies []Copy, base string) []Family {
	type member struct {
		copy Copy
		name Name
	}
	groups := map[[3]string][]member{}
	for _, c := range copies {
		n := ParseName(c.Path)
		c.Date, c.Index = n.Date, n.Index
		key := [3]string{n.Folder, n.Stem, n.Ext}
		groups[key] = append(groups[key], member{c, n})
	}
	families := make([]Family, 0, len(groups))
	taken := map[string]bool{}
	keys := make([][3]string, 0, len(groups))
	for key := range groups {
		keys = append(keys, key)
	}
	// .log first, so that app.log is called "app" and not a file app beside it.
	slices.SortFunc(keys, func(a, b [3]string) int {
		return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]), -cmp.Compare(isLog(a[2]), isLog(b[2])), cmp.Compare(a[2], b[2]))
	})
	for _, key := range keys {
		members := groups[key]
		newest := map[bool]time.Time{}
		for _, m := range members {
			dated := !m.name.Date.IsZero()
			if m.copy.Modified.After(newest[dated]) {
				newest[dated] = m.copy.Modified
			}
		}
		numberedFirst := !newest[false].After(newest[true])
		slices.SortStableFunc(members, func(a, b member) int {
			return compareCopies(a.name, b.name, numberedFirst, a.copy, b.copy)
		})
		f := Family{Name: familyName(key, base, taken)}
		f.Known = rank(f.Name) < len(Known)
		for _, m := range members {
			f.Copies = append(f.Copies, m.copy)
		}
		markLive(f.Copies, members[len(members)-1].name)
		families = append(families, f)
	}
	slices.SortFunc(families, func(a, b Family) int {
		return cmp.Or(cmp.Compare(rank(a.Name), rank(b.Name)), cmp.Compare(a.Name, b.Name))
	})
	return families
}

// compareCopies puts older before newer. Copies are either dated or numbered
// or, the live file, neither; where a server changed from one to the other,
// numberedFirst says which half is older as a whole.
func compareCopies(a, b Name, numberedFirst bool, ca, cb Copy) int {
	half := func(n Name) int {
		switch {
		case !n.Rotated():
			return 2
		case n.Date.IsZero() == numberedFirst:
			return 0
		}
		return 1
	}
	if c := cmp.Compare(half(a), half(b)); c != 0 {
		return c
	}
	index := cmp.Compare(a.Index, b.Index)
	if a.Order == Falling && b.Order == Falling && a.Date.IsZero() {
		index = -index
	}
	return cmp.Or(a.Date.Compare(b.Date), index, cmp.Compare(b2i(b.Packed), b2i(a.Packed)), ca.Modified.Compare(cb.Modified), cmp.Compare(ca.Path, cb.Path))
}

// markLive marks the file that the server writes: the one without date and
// number, else, where the live file carries the date itself, the newest.
func markLive(copies []Copy, last Name) {
	c := &copies[len(copies)-1]
	falling := last.Order == Falling && last.Date.IsZero()
	c.Live = !last.Packed && c.Compression == Plain && !falling && c.Problem == ""
}

func familyName(key [3]string, base string, taken map[string]bool) string {
	folder, stem, ext := key[0], key[1], key[2]
	if isLog(ext) == 0 && ext != "" {
		stem += ext
	}
	if rel, ok := strings.CutPrefix(folder+"/", base+"/"); ok && base != "" {
		folder = strings.TrimSuffix(rel, "/")
	}
	name := path.Join(folder, stem)
	if taken[name] {
		name += " (no extension)"
	}
	taken[name] = true
	return name
}

func isLog(ext string) int { return b2i(strings.EqualFold(ext, ".log")) }

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

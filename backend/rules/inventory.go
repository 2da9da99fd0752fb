package rules

import (
	"cmp"
	"io/fs"
	"slices"
	"time"
)

// Copy is one file of a family as the caller saw it.
type Copy struct {
	Path     string      `json:"path"` // within the root, with slashes
	Size     int64       `json:"size"`
	Modified time.Time   `json:"modified"`
	Date     time.Time   `json:"date"`  // in the name; zero when there is none
	Index    int         `json:"index"` // order among the copies of one date, greater is newer
	Live     bool        `json:"live"`  // the file the server writes; it is no copy
	Open     bool        `json:"open"`  // a process has it open for writing
	First    time.Time   `json:"first"` // time of the first entry; zero when unknown
	Last     time.Time   `json:"last"`
	Info     fs.FileInfo `json:"-"` // identity for Apply; nil: size and time must do
}

// Family is a live file and its copies, in any order.
type Family struct {
	Name   string
	Copies []Copy
	// Rotations is how many copies the writer made since the last run: so many
	// may go without a question.
	Rotations int
}

// Inventory is what lies in a folder.
type Inventory struct {
	Root     string // absolute
	Families []Family
	LastRun  time.Time // of the cleaning; zero when it never ran
	// Confirmed is the plan in the rule file while it has not been carried out.
	Confirmed *Confirmed
}

// rotated are the copies without the live file, oldest first.
func (f Family) rotated() []Copy {
	copies := slices.DeleteFunc(slices.Clone(f.Copies), func(c Copy) bool { return c.Live })
	slices.SortStableFunc(copies, older)
	return copies
}

// older orders by the date in the name and the index, and by the time of the
// last change where one of the two has no date.
func older(a, b Copy) int {
	if !a.Date.IsZero() && !b.Date.IsZero() {
		return cmp.Or(a.Date.Compare(b.Date), cmp.Compare(a.Index, b.Index),
			a.Modified.Compare(b.Modified), cmp.Compare(a.Path, b.Path))
	}
	return cmp.Or(a.Modified.Compare(b.Modified), cmp.Compare(a.Index, b.Index), cmp.Compare(a.Path, b.Path))
}

// Since counts the copies that were last written after t: the rotations since
// then, for a cleaner that does not rotate itself.
func (f Family) Since(t time.Time) int {
	n := 0
	for _, c := range f.Copies {
		if !c.Live && c.Modified.After(t) {
			n++
		}
	}
	return n
}

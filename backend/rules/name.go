package rules

import (
	"strconv"
	"strings"
	"time"
)

// Name is what the name of a rotated copy says.
type Name struct {
	Family string
	Date   time.Time // midnight UTC of the date in the name; zero when it has none
	Index  int       // order among the copies of one date, greater is newer
}

// Naming reads the name of a rotated copy; ok is false for any other name. A
// caller that knows other schemes than ours hands in more of them. A scheme
// that counts the newest copy as 1 gives negative indexes.
type Naming func(file string) (n Name, ok bool)

const dateLayout = "2006-01-02"

// Dated is our own Naming: <family>-YYYY-MM-DD[-n].log[.gz], where the first
// copy of a day has no number and the second is -2.
func Dated(file string) (Name, bool) {
	stem, ok := strings.CutSuffix(strings.TrimSuffix(file, ".gz"), ".log")
	if !ok {
		return Name{}, false
	}
	if n, ok := splitDate(stem); ok {
		n.Index = 1
		return n, true
	}
	cut := strings.LastIndexByte(stem, '-')
	if cut < 0 {
		return Name{}, false
	}
	index, err := strconv.Atoi(stem[cut+1:])
	if err != nil || index < 2 || strconv.Itoa(index) != stem[cut+1:] {
		return Name{}, false
	}
	n, ok := splitDate(stem[:cut])
	n.Index = index
	return n, ok
}

func splitDate(stem string) (Name, bool) {
	cut := len(stem) - len(dateLayout)
	if cut < 2 || stem[cut-1] != '-' || !validFamily(stem[:cut-1]) {
		return Name{}, false
	}
	date, err := time.Parse(dateLayout, stem[cut:])
	return Name{Family: stem[:cut-1], Date: date}, err == nil
}

// File is the plain name of the copy, without .gz: the inverse of Dated.
func (n Name) File() string {
	s := n.Family + "-" + n.Date.Format(dateLayout)
	if n.Index > 1 {
		s += "-" + strconv.Itoa(n.Index)
	}
	return s + ".log"
}

// Before reports whether n was made before o, both of one family.
func (n Name) Before(o Name) bool {
	return n.Date.Before(o.Date) || n.Date.Equal(o.Date) && n.Index < o.Index
}

// Next is the name for a new copy of the family on the date, given every name
// in the folder: one after the greatest of that day, so that the names of a day
// stay in the order of the rotations even after the first were cleaned. Names
// that differ only in case count as taken.
func Next(family string, date time.Time, files []string) Name {
	next := Name{Family: family, Date: date, Index: 1}
	for _, file := range files {
		file = strings.TrimSuffix(file, ".part")
		n, ok := Dated(file)
		if ok && n.Date.Equal(date) && strings.EqualFold(n.Family, family) && n.Index >= next.Index {
			next.Index = n.Index + 1
		}
	}
	return next
}

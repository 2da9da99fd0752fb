package search

import (
	"math"
	"sort"

	"cordwood/backend/event"
	"cordwood/backend/gram"
)

// pages are those of a file that may have a match, by its skip filter; the zero
// pages know nothing.
type pages struct {
	filter *gram.File
	left   gram.Pages
	sealed event.Offset // pages that end behind it may have grown
}

// prune asks the filter of the part's file, when it is another than the last.
func (r *result) prune(p *part) {
	if g, _ := p.file.filter(); g != p.pages.filter && r.matcher.ask.Useful() {
		p.pages = askPages(g, r.matcher.ask)
	}
}

func askPages(g *gram.File, a *gram.Ask) pages {
	if g == nil || !a.Useful() {
		return pages{}
	}
	left, err := g.Ask(a)
	if err != nil {
		return pages{} // it is made again when the file is opened the next time
	}
	return pages{filter: g, left: left, sealed: math.MaxInt64}
}

// skip is the end of the part of [from, to) that is ruled out as a whole, or that
// is not. Where something is ruled out, it ends with a page, behind to even.
func (p *pages) skip(from, to event.Offset) (next event.Offset, ruled bool) {
	if p.filter == nil {
		return to, false
	}
	n := p.filter.Pages()
	i := sort.Search(n, func(i int) bool {
		_, end := p.filter.Page(i)
		return end > from
	})
	if i == n {
		return to, false
	}
	ruled = p.rules(i)
	for ; i < n && p.rules(i) == ruled; i++ {
		_, end := p.filter.Page(i)
		if !ruled && end > to && next > 0 {
			return next, false
		}
		next = end
	}
	if i == n && !ruled {
		next = max(next, to)
	}
	return next, ruled
}

// borders reports whether pages begin at from and at to: entries do, then.
func (p *pages) borders(from, to event.Offset) bool {
	if p.filter == nil || to > p.sealed {
		return false
	}
	n := p.filter.Pages()
	begins := func(at event.Offset) bool {
		i := sort.Search(n, func(i int) bool {
			start, _ := p.filter.Page(i)
			return start >= at
		})
		if i < n {
			start, _ := p.filter.Page(i)
			return start == at
		}
		_, end := p.filter.Page(n - 1)
		return end == at
	}
	return n > 0 && begins(from) && begins(to)
}

// rules reports whether page i has no match.
func (p *pages) rules(i int) bool {
	_, end := p.filter.Page(i)
	return !p.left.Has(i) && end <= p.sealed
}

// may reports whether there may be a match in [from, to).
func (p *pages) may(from, to event.Offset) bool {
	if p.filter == nil {
		return true
	}
	n := p.filter.Pages()
	first := sort.Search(n, func(i int) bool {
		_, end := p.filter.Page(i)
		return end > from
	})
	for i := first; i < n; i++ {
		if start, _ := p.filter.Page(i); start >= to {
			return false
		}
		if p.left.Has(i) {
			return true
		}
	}
	if n == 0 {
		return true
	}
	_, end := p.filter.Page(n - 1)
	return to > end
}

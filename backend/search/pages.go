package search

import (
	"sort"

	"cordwood/backend/event"
	"cordwood/backend/gram"
)

// pages are those of a file that may have a match, by its skip filter; the zero
// pages know nothing.
type pages struct {
	filter *gram.File
	left   gram.Pages
}

// prune asks the filter of the part's file, when it is another than the last.
func (r *result) prune(p *part) {
	if g, _ := p.file.filter(p.epoch); g != p.pages.filter && r.matcher.ask.Useful() {
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
	return pages{filter: g, left: left}
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

package search

import (
	"context"
	"io"

	"cordwood/backend/event"
	"cordwood/backend/gram"
	"cordwood/backend/index"
)

// ride is a first pass over a compressed copy that makes the skip filter, and marks
// or a side copy, on its way, so that the copy is decompressed once.
//
//	stored bytes --decompressed, marks or side copy--> text --index.Update--> blocks
//	                                   \--pages of a piece's blocks--> filters
type ride struct {
	making
	pages []page // until there are enough of them to be kept
	short bool   // an entry was too long to be held: the second pass makes the filter
}

type page struct {
	filter *gram.Filter
	end    event.Offset
}

// riding is the ride over a copy of which nothing is known; nil where the first
// pass makes nothing but blocks.
func (f *file) riding(src File) *ride {
	s := f.x.Snapshot()
	if f.eng.opt.Keep == nil || !f.eng.opt.Write || s.Blocks() > 0 || !compressed(src) || stampOf(src) == "" {
		return nil
	}
	return &ride{making: f.making(src)}
}

// Reader makes a ride an index.Source. Of a copy of which nothing is known, all
// is read.
func (r *ride) Reader(ctx context.Context, _ event.Offset) (io.ReadCloser, error) { return r.text(ctx) }

// Sequential: only compressed copies are ridden.
func (r *ride) Sequential() bool { return true }

// Work makes it an index.Rider.
func (r *ride) Work() func(p *index.Piece, blocks []index.Block) any {
	var b gram.Builder
	return func(p *index.Piece, blocks []index.Block) any {
		if p.Long != nil {
			return nil
		}
		var made []page
		for _, at := range pagesOf(blocks) {
			b.Add(p.Text[at.Offset-p.Offset:][:at.Length])
			made = append(made, page{b.Page(), at.End()})
		}
		return made
	}
}

// Take gathers the pages.
func (r *ride) Take(got any) {
	made, ok := got.([]page)
	r.short = r.short || !ok
	if r.short {
		return
	}
	r.pages = append(r.pages, made...)
	if n := len(r.pages); n == 0 || int64(r.pages[n-1].end) < keptBytes {
		return
	}
	for _, p := range r.pages {
		r.page(p.filter, p.end)
	}
	r.pages = r.pages[:0]
}

// arrive ends a pass that came to the end of the copy.
func (r *ride) arrive() {
	s := r.f.x.Snapshot()
	if s.Problem != nil || s.Totals.Bytes < keptBytes {
		r.abort()
		return
	}
	if r.short && r.filter != nil {
		r.filter.Abort()
		r.filter = nil
	}
	r.commit(s.Totals.Bytes)
}

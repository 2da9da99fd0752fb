package search

import (
	"context"
	"io"

	"cordwood/backend/event"
	"cordwood/backend/gram"
	"cordwood/backend/index"
)

// deepen starts the second pass over a file, in the background and one file at a
// time, for what the first did not make: the skip filter of a plain file's pages,
// and what got lost.
//
//	decoded bytes --pages of whole blocks--> gram.Builder --> .gram
//	           \--marks, or a side copy--> .mark, .zst
func (e *Local) deepen(f *file) {
	if e.opt.Keep == nil || !e.opt.Write {
		return
	}
	f.deepening.Add(1)
	e.background.Go(func() {
		defer e.news.tell()
		defer f.deepening.Add(-1)
		if !e.deep.enter(e.ctx) {
			return
		}
		defer e.deep.leave()
		if d := f.depth(); d != nil {
			d.run(e.ctx)
		}
	})
}

// depth is one second pass.
type depth struct {
	making
	side  bool          // marks or a side copy are made
	size  int64         // of the text
	pages []index.Block // to be filtered, each the first block of a page; only place and length are of use
	known *gram.File    // whose pages come before
	from  event.Offset  // of the pages
}

// depth is what there is to do; nil for nothing.
func (f *file) depth() *depth {
	s := f.x.Snapshot()
	known, from := f.filter(s.Epoch)
	f.mu.Lock()
	d := &depth{making: making{f: f, src: f.src, stamp: stampOf(f.src), epoch: s.Epoch}, size: s.Totals.Bytes, known: known, from: from}
	d.side = f.kept.side == nil && d.stamp != "" && compressed(f.src)
	f.mu.Unlock()
	if d.size < keptBytes || s.Problem != nil {
		return nil
	}
	if d.side && int64(d.from) < d.size {
		d.known, d.from = nil, 0 // all is read, and the entry at the end of the filter may have grown
	}
	d.pages = pagesBehind(&s, d.from, d.stamp != "")
	if len(d.pages) > 0 && d.pages[0].Offset != d.from {
		// A copy grew that was taken for whole: its last page ends amid a block.
		d.known, d.from = nil, 0
		d.pages = pagesBehind(&s, 0, d.stamp != "")
	}
	fresh := int64(0)
	for _, p := range d.pages {
		fresh += p.Length
	}
	if d.stamp == "" && fresh < max(filterBytes, int64(d.from)/4) {
		d.pages = nil
	}
	if !d.side && len(d.pages) == 0 {
		return nil
	}
	return d
}

func compressed(src File) bool {
	s, ok := src.(Sequential)
	return ok && s.Sequential()
}

// pagesBehind puts the blocks behind an offset together to pages; the tail is
// one of them where the file cannot grow.
func pagesBehind(s *index.Snapshot, from event.Offset, whole bool) []index.Block {
	blocks := s.Sealed
	if whole && s.Tail != nil {
		blocks = append(blocks[:len(blocks):len(blocks)], *s.Tail)
	}
	for len(blocks) > 0 && blocks[0].Offset < from {
		blocks = blocks[1:]
	}
	return pagesOf(blocks)
}

// pagesOf puts blocks together to pages: as many as come nearest to a page's size.
func pagesOf(blocks []index.Block) []index.Block {
	var pages []index.Block
	for i := range blocks {
		b := &blocks[i]
		if last := len(pages) - 1; last >= 0 && pages[last].Length+b.Length/2 <= gram.PageBytes {
			pages[last].Length += b.Length
		} else {
			pages = append(pages, index.Block{Offset: b.Offset, Length: b.Length})
		}
	}
	return pages
}

func (d *depth) run(ctx context.Context) {
	if err := d.read(ctx); err != nil {
		d.abort()
		if d.side && d.err == nil && other(err) {
			d.f.doubt(d.src, d.epoch)
		}
		return
	}
	d.commit(d.size)
}

// read reads what there is to read, from the start where a side is made.
func (d *depth) read(ctx context.Context) error {
	at := event.Offset(0)
	open := d.text
	if !d.side {
		at = d.from
		open = func(ctx context.Context) (io.ReadCloser, error) { return d.f.Reader(ctx, at) }
	}
	r, err := open(ctx)
	if err != nil {
		return err
	}
	defer r.Close()
	if len(d.pages) > 0 {
		if _, err := io.CopyN(io.Discard, r, int64(d.from-at)); err != nil {
			return err
		}
		if err := d.filterPages(ctx, r); err != nil {
			return err
		}
	}
	if d.side { // what lies behind the last page
		read := int64(0)
		if n := len(d.pages); n > 0 {
			read = int64(d.pages[n-1].End())
		}
		n, bad := io.Copy(io.Discard, r)
		if err = bad; err == nil && read+n != d.size {
			err = errOtherText
		}
	}
	return err
}

func (d *depth) filterPages(ctx context.Context, in io.Reader) error {
	if d.known != nil {
		if err := d.known.Each(func(f *gram.Filter, end event.Offset) error { d.page(f, end); return d.err }); err != nil {
			return err
		}
	}
	var b gram.Builder
	buf := make([]byte, 64<<10)
	for _, p := range d.pages {
		for left := p.Length; left > 0; {
			if err := ctx.Err(); err != nil {
				return err
			}
			n, err := io.ReadFull(in, buf[:min(left, int64(len(buf)))])
			if err != nil {
				return err
			}
			b.Add(buf[:n])
			left -= int64(n)
		}
		if d.page(b.Page(), p.End()); d.err != nil {
			return d.err
		}
	}
	return nil
}

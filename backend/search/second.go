package search

import (
	"context"
	"io"

	"cordwood/backend/event"
	"cordwood/backend/gram"
	"cordwood/backend/index"
	"cordwood/backend/seekable"
)

// deepen starts the second pass over a file, in the background and one file at a
// time: the skip filter of its pages and, of a compressed copy, the side copy.
//
//	decoded bytes --pages of whole blocks--> gram.Builder --> .gram
//	                     \--> seekable.Writer --> .zst
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
		d := f.depth()
		if d == nil {
			return
		}
		if err := d.run(e.ctx); err != nil {
			d.abort()
		}
	})
}

// depth is one second pass.
type depth struct {
	f      *file
	src    File
	stamp  string
	epoch  int
	pages  []index.Block // each the first block of a page; only place and length are of use
	known  *gram.File    // whose pages come before
	from   event.Offset
	filter *gram.Writer
	side   *seekable.Writer
}

// depth is what there is to do; nil for nothing.
func (f *file) depth() *depth {
	s := f.x.Snapshot()
	f.mu.Lock()
	d := &depth{f: f, src: f.src, stamp: stampOf(f.src), epoch: s.Epoch, known: f.kept.filter, from: f.kept.end}
	hasSide := f.kept.side != nil
	f.mu.Unlock()
	if s.Totals.Bytes < keptBytes || s.Problem != nil {
		return nil
	}
	wantsSide := !hasSide && d.stamp != "" && compressed(d.src)
	if wantsSide {
		d.known, d.from = nil, 0 // all of it is decoded anyway
	}
	d.pages = pagesBehind(&s, d.from, d.stamp != "")
	fresh := int64(0)
	for _, p := range d.pages {
		fresh += p.Length
	}
	if !wantsSide && (fresh == 0 || d.stamp == "" && fresh < max(filterBytes, int64(d.from)/4)) {
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
	n := len(s.Sealed)
	if whole {
		n = s.Blocks()
	}
	var pages []index.Block
	for i := range n {
		b := s.Block(i)
		if b.Offset < from {
			continue
		}
		if last := len(pages) - 1; last >= 0 && pages[last].Length+b.Length <= gram.PageBytes {
			pages[last].Length += b.Length
		} else {
			pages = append(pages, index.Block{Offset: b.Offset, Length: b.Length})
		}
	}
	return pages
}

func (d *depth) run(ctx context.Context) error {
	if err := d.begin(); err != nil {
		return err
	}
	r, err := d.src.Reader(ctx, d.from)
	if err != nil {
		return err
	}
	defer r.Close()
	in := io.Reader(r)
	if d.side != nil {
		in = io.TeeReader(r, d.side)
	}
	if err := d.filterPages(ctx, in); err != nil {
		return err
	}
	if d.side != nil {
		if _, err := io.Copy(d.side, r); err != nil { // what lies behind the last page
			return err
		}
	}
	return d.commit()
}

func (d *depth) begin() error {
	path, err := d.f.eng.opt.Keep.Path(d.f.id, "gram")
	if err != nil {
		return err
	}
	if d.filter, err = gram.Create(path, string(d.f.id)); err != nil {
		return err
	}
	if d.known != nil {
		if err := d.known.Each(d.filter.Add); err != nil {
			return err
		}
	}
	if d.stamp == "" || !compressed(d.src) {
		return nil
	}
	if path, err = d.f.eng.opt.Keep.Path(d.f.id, "zst"); err != nil {
		return err
	}
	d.side, err = seekable.Create(path, sideIdentity(d.f.id, d.stamp))
	return err
}

func (d *depth) filterPages(ctx context.Context, in io.Reader) error {
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
		if err := d.filter.Add(b.Page(), p.End()); err != nil {
			return err
		}
	}
	return nil
}

// commit puts the files in place, unless the file is another one by now.
func (d *depth) commit() error {
	if d.f.x.Snapshot().Epoch != d.epoch {
		d.abort()
		return nil
	}
	if err := d.filter.Commit(); err != nil {
		return err
	}
	if d.side != nil {
		if err := d.side.Commit(); err != nil {
			return err
		}
	}
	d.f.eng.opt.Keep.Kept()
	d.f.reopen(d.stamp)
	return nil
}

func (d *depth) abort() {
	if d.filter != nil {
		d.filter.Abort()
	}
	if d.side != nil {
		d.side.Abort()
	}
}

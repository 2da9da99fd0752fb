package search

import (
	"context"
	"io"
	"sort"

	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/index"
)

type readCloser = io.ReadCloser

// moving is a reader that stays open between two blocks, so that reading on
// costs what is read and not what lies before it.
type moving struct {
	r      io.ReadCloser
	src    File
	at     event.Offset
	cancel context.CancelFunc
}

func (m *moving) close() {
	if m != nil {
		m.r.Close()
		m.cancel()
	}
}

// read reads one block through the moving reader. To get to a block of a
// compressed file all before it is decoded: the last behindBytes of that are
// cut into blocks too and cached, because the next page is often the one before.
func (f *file) read(ctx context.Context, epoch int, blocks []index.Block, b *index.Block, fields Fielder) (*index.Chunk, error) {
	src, m := f.source(), f.moving
	gap := int64(-1)
	if m != nil && m.src == src {
		gap = int64(b.Offset - m.at)
	}
	seq := f.sequential()
	if gap < 0 || !seq && gap > aheadBytes {
		m.close()
		f.moving = nil
		from := b.Offset
		if seq {
			from = 0
		}
		// The reader outlives this call, and so does its context.
		own, cancel := context.WithCancel(f.eng.ctx)
		r, err := src.Reader(own, from)
		if err != nil {
			cancel()
			return nil, err
		}
		m = &moving{r: r, src: src, at: from, cancel: cancel}
		f.moving = m
	}
	stop := context.AfterFunc(ctx, m.cancel)
	c, err := f.advance(ctx, epoch, blocks, b, fields)
	if !stop() && err == nil {
		err = ctx.Err()
	}
	return c, err
}

// advance moves from where the reader stands over the block.
func (f *file) advance(ctx context.Context, epoch int, blocks []index.Block, b *index.Block, fields Fielder) (*index.Chunk, error) {
	m := f.moving
	keep := max(b.Offset-behindBytes, m.at)
	i := sort.Search(len(blocks), func(i int) bool { return blocks[i].Offset >= keep })
	for ; i < len(blocks) && blocks[i].End() <= b.Offset; i++ {
		c, err := m.block(ctx, &blocks[i], fields)
		if err != nil {
			return nil, err
		}
		if same(&c.Block, &blocks[i]) {
			f.eng.cache.put(f.place(epoch, &blocks[i]), c)
		}
	}
	return m.block(ctx, b, fields)
}

// block reads over what lies before b, and b.
func (m *moving) block(ctx context.Context, b *index.Block, fields Fielder) (*index.Chunk, error) {
	if err := m.skip(ctx, b.Offset); err != nil {
		return nil, err
	}
	c, err := index.ReadBlock(ctx, m.r, fields, *b)
	m.at = b.End()
	return c, err
}

func (m *moving) skip(ctx context.Context, to event.Offset) error {
	for m.at < to {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, err := io.CopyN(io.Discard, m.r, min(int64(to-m.at), 1<<20))
		m.at += event.Offset(n)
		if err == io.EOF {
			return fault.New("read", fault.Changed, m.src.Name(), "the file is shorter than it was", nil)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

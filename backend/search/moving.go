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

// body is a block as it was read: its bytes or, of a block too long to be held,
// what is kept of it.
type body struct {
	text  []byte
	chunk *index.Chunk
}

func (b body) cut(f Fielder, block *index.Block) (*index.Chunk, error) {
	if b.chunk != nil {
		return b.chunk, nil
	}
	return index.CutBlock(b.text, f, *block, false)
}

// read reads one block through the moving reader. To get to a block of a
// compressed file all before it is decoded: the last behindBytes of that are
// cut into blocks too and cached, because the next page is often the one before.
func (f *file) read(ctx context.Context, epoch int, blocks []index.Block, b *index.Block, fields Fielder) (body, error) {
	if err := f.stand(b.Offset); err != nil {
		return body{}, err
	}
	m := f.moving
	stop := context.AfterFunc(ctx, m.cancel)
	got, err := f.advance(ctx, epoch, blocks, b, fields)
	if !stop() && err == nil {
		err = ctx.Err()
	}
	return got, err
}

// stand opens the moving reader again, unless it stands before at and it is
// cheaper to read on from there.
func (f *file) stand(at event.Offset) error {
	src, m, seq := f.source(), f.moving, f.sequential()
	if m != nil && m.src == src && m.at <= at && (seq || at-m.at <= aheadBytes) {
		return nil
	}
	m.close()
	f.moving = nil
	if seq {
		at = 0
	}
	// The reader outlives the call that opens it, and so does its context.
	ctx, cancel := context.WithCancel(f.eng.ctx)
	r, err := src.Reader(ctx, at)
	if err != nil {
		cancel()
		return err
	}
	f.moving = &moving{r: r, src: src, at: at, cancel: cancel}
	return nil
}

// advance moves from where the reader stands over the block.
func (f *file) advance(ctx context.Context, epoch int, blocks []index.Block, b *index.Block, fields Fielder) (body, error) {
	m := f.moving
	keep := max(b.Offset-behindBytes, m.at)
	i := sort.Search(len(blocks), func(i int) bool { return blocks[i].Offset >= keep })
	for ; i < len(blocks) && blocks[i].End() <= b.Offset; i++ {
		got, err := m.block(ctx, &blocks[i], fields)
		if err != nil {
			return body{}, err
		}
		if c, err := got.cut(fields, &blocks[i]); err == nil && same(&c.Block, &blocks[i]) {
			f.eng.cache.put(f.place(epoch, &blocks[i]), c)
		}
	}
	return m.block(ctx, b, fields)
}

// block reads over what lies before b, and b.
func (m *moving) block(ctx context.Context, b *index.Block, fields Fielder) (got body, err error) {
	if err := m.skip(ctx, b.Offset); err != nil {
		return body{}, err
	}
	m.at = b.End()
	if b.Length > heldBytes {
		got.chunk, err = index.ReadBlock(ctx, m.r, fields, *b)
		return got, err
	}
	got.text = make([]byte, b.Length)
	if _, err = io.ReadFull(m.r, got.text); err == io.EOF || err == io.ErrUnexpectedEOF {
		err = m.shorter()
	}
	return got, err
}

func (m *moving) skip(ctx context.Context, to event.Offset) error {
	for m.at < to {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, err := io.CopyN(io.Discard, m.r, min(int64(to-m.at), 1<<20))
		m.at += event.Offset(n)
		if err == io.EOF {
			return m.shorter()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (m *moving) shorter() error {
	return fault.New("read", fault.Changed, m.src.Name(), "the file is shorter than it was", nil)
}

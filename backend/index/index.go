package index

import (
	"context"
	"errors"
	"io"
	"sync"

	"cordwood/backend/event"
)

// Source gives decoded bytes from an offset to the present end.
type Source interface {
	Reader(ctx context.Context, offset event.Offset) (io.ReadCloser, error)
}

// Index is the growing index of one file. Snapshot may be called at any time;
// updates run one at a time.
type Index struct {
	updating sync.Mutex
	mu       sync.Mutex
	now      Snapshot
}

// New is the index of a file that was not read yet.
func New() *Index {
	return &Index{now: Snapshot{Totals: none}}
}

// Snapshot is what is known now.
func (x *Index) Snapshot() Snapshot {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.now
}

// Update reads what is new: from the start the first time, later from the tail.
// When the text before the end of the tail is not what it was, a new epoch
// begins and the file is read from its start. A read error is kept as the
// snapshot's Problem and returned; a cancelled update keeps what was sealed.
// Each chunk is handed to emit, which may be nil, after the snapshot has it.
func (x *Index) Update(ctx context.Context, src Source, f Fielder, emit func(epoch int, c *Chunk)) error {
	x.updating.Lock()
	defer x.updating.Unlock()
	err := x.pass(ctx, src, f, emit)
	if errors.Is(err, errOther) {
		x.change(func(s *Snapshot) { *s = Snapshot{Epoch: s.Epoch + 1, Totals: none} })
		err = x.pass(ctx, src, f, emit)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	x.change(func(s *Snapshot) { s.Problem, s.Passes = err, s.Passes+1 })
	return err
}

// pass reads from the tail, or behind the last sealed block, to the end.
func (x *Index) pass(ctx context.Context, src Source, f Fielder, emit func(int, *Chunk)) error {
	now := x.Snapshot()
	at := Begin
	switch {
	case now.Tail != nil:
		at = now.Tail.Start()
	case len(now.Sealed) > 0:
		at = now.Sealed[len(now.Sealed)-1].next()
	}
	r, err := src.Reader(ctx, at.Offset)
	if err != nil {
		return err
	}
	defer r.Close()
	in := &checked{r: r}
	if now.Tail != nil {
		in.left, in.want = now.Tail.Length, now.Tail.Sum
	}
	return Scan(ctx, in, f, at, func(c *Chunk, tail bool) error {
		if err := in.confirmed(); err != nil {
			return err
		}
		x.change(func(s *Snapshot) { s.put(c.Block, tail) })
		if emit != nil {
			emit(now.Epoch, c)
		}
		return nil
	})
}

func (x *Index) change(f func(*Snapshot)) {
	x.mu.Lock()
	defer x.mu.Unlock()
	f(&x.now)
}

package index

import (
	"cmp"
	"context"
	"errors"
	"io"
	"sync"

	"cordwood/backend/event"
)

// Source gives decoded bytes from an offset to the present end. One that is a
// Rider as well is shown all that is read of it.
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
// After each step that the snapshot has, told is called; it may be nil.
func (x *Index) Update(ctx context.Context, src Source, f Fielder, told func()) error {
	x.updating.Lock()
	defer x.updating.Unlock()
	err := x.pass(ctx, src, f, told)
	if errors.Is(err, errOther) {
		x.change(func(s *Snapshot) { *s = Snapshot{Epoch: s.Epoch + 1, Totals: none} })
		err = x.pass(ctx, src, f, told)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	x.change(func(s *Snapshot) { s.Problem, s.Passes = err, s.Passes+1 })
	return err
}

// pass reads from the tail, or behind the last sealed block, to the end.
func (x *Index) pass(ctx context.Context, src Source, f Fielder, told func()) error {
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
	// A compressed copy is not compressed again: only of a plain text is the sum asked for.
	packed, can := src.(interface{ Sequential() bool })
	summed := (now.Summed || now.Blocks() == 0) && !(can && packed.Sequential())
	in := &checked{r: r, sums: summed}
	if now.Tail != nil {
		in.left, in.want, in.text = now.Tail.Length, now.Tail.Sum, now.Sum
	}
	var waiting []Block // until the tail is confirmed
	rider, _ := src.(Rider)
	err = Survey(ctx, in, f, at, rider, func(blocks []Block, tail bool) error {
		waiting = append(waiting, blocks...)
		sure, err := in.confirmed()
		if err != nil || !sure {
			return err
		}
		x.change(func(s *Snapshot) {
			s.Summed = false // until the end is reached
			for i := range waiting {
				s.put(waiting[i], tail && i == len(waiting)-1)
			}
		})
		waiting = waiting[:0]
		if told != nil {
			told()
		}
		return nil
	})
	if sure, other := in.confirmed(); err == nil && !sure {
		return cmp.Or(other, errOther)
	}
	if err == nil {
		x.change(func(s *Snapshot) { s.Sum, s.Summed = in.text, summed })
	}
	return err
}

// Restart begins a new epoch unless the index is in another one than this.
func (x *Index) Restart(epoch int) {
	x.updating.Lock()
	defer x.updating.Unlock()
	x.change(func(s *Snapshot) {
		if s.Epoch == epoch {
			*s = Snapshot{Epoch: epoch + 1, Totals: none}
		}
	})
}

func (x *Index) change(f func(*Snapshot)) {
	x.mu.Lock()
	defer x.mu.Unlock()
	f(&x.now)
}

package search

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"

	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/index"
)

// deal divides the chains into units, starts workers on them, and hands the
// units out in the order of the chains. All of them must be received, and their
// batches too.
func deal(ctx context.Context, chains []Chain, s Sieve) <-chan *unit {
	order, todo := make(chan *unit, 2*workers), make(chan *unit)
	f := newFinder(s.Query, s.Lines)
	var working sync.WaitGroup
	for range workers {
		working.Go(func() {
			w := newSifter(s, f.clone())
			for u := range todo {
				u.err = w.sift(ctx, u)
				u.close()
			}
		})
	}
	go func() {
		defer close(order)
		defer close(todo)
		for _, c := range chains {
			for _, file := range distinct(c.Files) {
				divide(ctx, file, func(u *unit) bool {
					u.family, u.out = shown(c.Family), make(chan []Found, heldBatches)
					if ctx.Err() != nil {
						u.close()
						return false
					}
					order <- u
					todo <- u
					return true
				})
			}
		}
	}()
	return order
}

// divide makes ranges of a file that can be read anywhere, and one unit of any
// other; it stops when deal returns false.
func divide(ctx context.Context, file File, deal func(*unit) bool) {
	p, ok := file.(index.Positional)
	if !ok {
		deal(&unit{file: file})
		return
	}
	at, size, err := p.At(ctx)
	if err != nil || at == nil || size < 2*rangeBytes {
		if err == nil && at != nil {
			at.Close()
		}
		deal(&unit{file: file}) // a worker meets the error again
		return
	}
	sh := &shared{ReaderAtCloser: at}
	sh.users.Store(1)
	defer sh.Close()
	for from := int64(0); from < size; from += rangeBytes {
		sh.users.Add(1)
		if !deal(&unit{file: file, at: sh, from: event.Offset(from), to: event.Offset(min(from+rangeBytes, size))}) {
			return
		}
	}
}

// shared is closed by the last of its users.
type shared struct {
	index.ReaderAtCloser
	users atomic.Int64
}

func (s *shared) Close() error {
	if s.users.Add(-1) > 0 {
		return nil
	}
	return s.ReaderAtCloser.Close()
}

func (u *unit) close() {
	close(u.out)
	if u.at != nil {
		u.at.Close()
	}
}

// pieces hands the unit's entries to work.
func (u *unit) pieces(ctx context.Context, f Fielder, buf []byte, work func(*index.Piece) error) error {
	if u.at != nil {
		err := index.Range(ctx, u.at, f, u.from, u.to, buf, work)
		var named *fault.Error
		if err != nil && !errors.As(err, &named) && ctx.Err() == nil {
			err = fault.New("read", fault.Unreadable, u.file.Name(), "", err)
		}
		return err
	}
	r, err := u.file.Reader(ctx, 0)
	if err != nil {
		return err
	}
	defer r.Close()
	c := index.NewCutter(ctx, r, f, 0)
	for {
		p, err := c.Next()
		if p == nil {
			return err
		}
		if err := work(p); err != nil {
			return err
		}
	}
}

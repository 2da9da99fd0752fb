package index

import (
	"context"
	"io"
	"sync"

	"cordwood/backend/event"
)

// Pieces cuts the bytes of r, which begin at an entry, into pieces, gives them to
// workers, each with a work of its own, and the results to take, in the order
// of the file. It returns nil at the end of r, or the error that stopped it: what
// was read before an error of r is worked on and taken first, what was read
// before the end of ctx is not.
//
//	r --cutter--> Piece --work, some at a time--> T --in order--> take
func Pieces[T any](ctx context.Context, r io.Reader, f Fielder, at event.Offset, workers int, newWork func() func(*Piece) (T, error), take func(T) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	c := &cutter{ctx: ctx, r: r, f: f, at: at}
	todo := make(chan *job[T])
	order := make(chan *job[T], workers)
	spare := make(chan []byte, workers+2)
	var working sync.WaitGroup
	for range workers {
		working.Go(func() {
			work := newWork()
			for j := range todo {
				if ctx.Err() == nil {
					j.result, j.err = work(j.piece)
				}
				select {
				case spare <- j.buf:
				default:
				}
				j.piece, j.buf = nil, nil
				close(j.done)
			}
		})
	}
	working.Go(func() {
		defer close(order)
		defer close(todo)
		for ctx.Err() == nil {
			var buf []byte
			select {
			case buf = <-spare:
			default:
			}
			p, buf := c.next(buf)
			if p == nil {
				return
			}
			j := &job[T]{piece: p, buf: buf, done: make(chan struct{})}
			order <- j
			todo <- j
			if p.Tail {
				return
			}
		}
	})
	for j := range order {
		<-j.done
		err := j.err
		if err == nil && ctx.Err() == nil {
			err = take(j.result)
		}
		if err != nil {
			cancel(err)
		}
	}
	working.Wait()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if c.err == io.EOF {
		return nil
	}
	return c.err
}

// job is a piece on its way through a worker.
type job[T any] struct {
	piece  *Piece
	buf    []byte
	done   chan struct{}
	result T
	err    error
}

package search

import (
	"context"
	"errors"
	"io"
	"slices"
	"sync"
	"sync/atomic"

	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/index"
)

// deal divides the chains into units, starts workers on them, and hands the
// units out in the order of the chains. All of them must be received, and their
// batches too.
func (e *Local) deal(ctx context.Context, chains []Chain, s Sieve) <-chan *unit {
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
		for a := range e.ask(ctx, chains, s) {
			known := <-a.known
			known.divide(ctx, a.src, func(u *unit) bool {
				u.family, u.out = a.family, make(chan []Found, heldBatches)
				if ctx.Err() != nil {
					u.close()
					return false
				}
				order <- u
				todo <- u
				return true
			})
		}
	}()
	return order
}

// asked is a file, and what is kept of it as soon as that is known.
type asked struct {
	family string
	src    File
	known  chan consulted
}

// ask consults what is kept of the files, of some at once and ahead of who
// receives them, in the order of the chains. All of them must be received.
func (e *Local) ask(ctx context.Context, chains []Chain, s Sieve) <-chan asked {
	out, m := make(chan asked, workers-1), newMatcher(Spec{Query: s.Query, Range: s.Range})
	go func() {
		defer close(out)
		for _, c := range chains {
			for _, src := range distinct(c.Files) {
				if ctx.Err() != nil {
					return
				}
				a := asked{shown(c.Family), src, make(chan consulted, 1)}
				out <- a
				go func() { a.known <- e.consult(ctx, src, s, m) }()
			}
		}
	}()
	return out
}

// divide makes ranges of a file that can be read anywhere, and one unit of any
// other; what an index that is kept rules out, or counts, is left out. It stops
// when deal returns false.
func (k *consulted) divide(ctx context.Context, src File, deal func(*unit) bool) {
	count := func() bool { return k.counted == 0 || deal(&unit{file: src, counted: k.counted, settled: true}) }
	_, anywhere := k.src.(*beside)
	switch {
	case k.fresh != nil:
		deal(&unit{file: src, fresh: k.fresh})
	case k.whole && !slices.Contains(k.left, true):
		count()
	case anywhere:
		if count() {
			k.strides(src, deal)
		}
	default:
		p, ok := k.src.(index.Positional)
		if !ok {
			deal(&unit{file: src})
			return
		}
		at, size, err := p.At(ctx)
		if err != nil || at == nil {
			deal(&unit{file: src}) // a worker meets the error again
			return
		}
		sh := &shared{ReaderAtCloser: at}
		sh.users.Store(1)
		defer sh.Close()
		if count() {
			k.ranges(src, sh, event.Offset(size), deal)
		}
	}
}

// ranges makes units of what is left of the blocks, and of what lies behind them.
func (k *consulted) ranges(src File, at *shared, size event.Offset, deal func(*unit) bool) {
	more := true
	give := func(u *unit) bool {
		at.users.Add(1)
		u.file, u.at = src, at
		more = deal(u)
		return more
	}
	end, line := event.Offset(0), event.Line(0)
	if n := len(k.left); n > 0 {
		b := k.blocks.Block(n - 1)
		end, line = b.End(), b.Line+event.Line(b.Lines)
	}
	k.runs(0, len(k.left), rangeBytes, func(first, last int) bool {
		b := k.blocks.Block(first)
		return give(&unit{from: b.Offset, to: k.blocks.Block(last - 1).End(), line: b.Line, exact: true})
	})
	for from := end; more && from < size; {
		next := min(size, from+event.Offset(rangeBytes))
		give(&unit{from: from, to: next, line: line})
		from, line = next, 0
	}
}

// strides makes units of a copy that is read anywhere by what is kept of it: runs
// of blocks, long enough that the way to the first of them is cheap beside it.
func (k *consulted) strides(src File, deal func(*unit) bool) {
	for i := 0; i < len(k.left); {
		first, last := k.blocks.Block(i), i+1
		for last < len(k.left) && int64(k.blocks.Block(last).End()-first.Offset) <= strideBytes {
			last++
		}
		if slices.Contains(k.left[i:last], true) && !deal(&unit{file: src, line: first.Line, known: k, first: i, last: last}) {
			return
		}
		i = last
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
	switch {
	case u.known != nil:
		return u.named(u.blocks(ctx, f, buf, work))
	case u.at == nil:
		return u.stream(ctx, u.file, f, 0, work)
	case u.exact && int(u.to-u.from) <= len(buf):
		buf = buf[:u.to-u.from]
		n, err := u.at.ReadAt(buf, int64(u.from))
		if n == len(buf) {
			return work(&index.Piece{Offset: u.from, Text: buf})
		}
		return u.named(err)
	}
	return u.named(index.Range(ctx, u.at, f, u.from, u.to, buf, work))
}

// named gives an error of the system the file's name.
func (u *unit) named(err error) error {
	var named *fault.Error
	if err == nil || errors.As(err, &named) || errors.Is(err, context.Canceled) {
		return err
	}
	return fault.New("read", fault.Unreadable, u.file.Name(), "", err)
}

// stream reads a file on from where an entry begins.
func (u *unit) stream(ctx context.Context, src File, f Fielder, from event.Offset, work func(*index.Piece) error) error {
	r, err := src.Reader(ctx, from)
	if err != nil {
		return err
	}
	defer r.Close()
	return each(index.NewCutter(ctx, r, f, from), work)
}

// blocks reads the blocks that may have a match, some at once.
func (u *unit) blocks(ctx context.Context, f Fielder, buf []byte, work func(*index.Piece) error) error {
	at, _, err := u.known.src.(*beside).At(ctx)
	if err != nil {
		return err
	}
	defer at.Close()
	k := u.known
	k.runs(u.first, u.last, int64(len(buf)), func(first, last int) bool {
		b := k.blocks.Block(first)
		u.lines = b.Line - u.line
		length := int64(k.blocks.Block(last-1).End() - b.Offset)
		if length > int64(len(buf)) {
			err = each(index.NewCutter(ctx, io.NewSectionReader(at, int64(b.Offset), length), f, b.Offset), work)
		} else if n, failed := at.ReadAt(buf[:length], int64(b.Offset)); n < int(length) {
			err = failed
		} else {
			err = work(&index.Piece{Offset: b.Offset, Text: buf[:length]})
		}
		return err == nil
	})
	return err
}

// each hands all pieces to work.
func each(c *index.Cutter, work func(*index.Piece) error) error {
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

package search

import (
	"context"
	"errors"
	"io"
	"sync"
	"sync/atomic"

	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/gram"
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
		for a := range e.ask(ctx, chains, gram.NewAsk(s.Query.Literals())) {
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
func (e *Local) ask(ctx context.Context, chains []Chain, ask *gram.Ask) <-chan asked {
	out := make(chan asked, workers-1)
	go func() {
		defer close(out)
		for _, c := range chains {
			for _, src := range distinct(c.Files) {
				if ctx.Err() != nil {
					return
				}
				a := asked{shown(c.Family), src, make(chan consulted, 1)}
				out <- a
				go func() { a.known <- e.consult(ctx, src, ask) }()
			}
		}
	}()
	return out
}

// divide makes ranges of a file that can be read anywhere, and one unit of any
// other; what an index that is kept rules out is left out. It stops when deal
// returns false.
func (k *consulted) divide(ctx context.Context, src File, deal func(*unit) bool) {
	if k.fresh != nil {
		deal(&unit{file: src, fresh: k.fresh})
		return
	}
	if _, ok := k.src.(*beside); ok {
		k.strides(src, deal)
		return
	}
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
	for from := event.Offset(0); from < event.Offset(size); {
		next, ruled := k.pages.skip(from, min(event.Offset(size), from+event.Offset(rangeBytes)))
		if !ruled {
			sh.users.Add(1)
			u := &unit{file: src, at: sh, from: from, to: next, line: k.lineAt(from)}
			u.exact = k.pages.borders(from, next)
			if !deal(u) {
				return
			}
		}
		from = next
	}
}

// strides makes units of a copy that is read anywhere by what is kept of it: runs
// of blocks, long enough that the way to the first of them is cheap beside it.
func (k *consulted) strides(src File, deal func(*unit) bool) {
	for i := 0; i < k.blocks.Blocks(); {
		first, may, last := k.blocks.Block(i), false, i
		for ; last < k.blocks.Blocks(); last++ {
			b := k.blocks.Block(last)
			if last > i && int64(b.End()-first.Offset) > strideBytes {
				break
			}
			may = may || k.pages.may(b.Offset, b.End())
		}
		if may && !deal(&unit{file: src, line: first.Line, known: k, first: i, last: last}) {
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
	may := func(b *index.Block) bool { return u.known.pages.may(b.Offset, b.End()) }
	for i := u.first; i < u.last; {
		b := u.known.blocks.Block(i)
		i++
		if !may(b) {
			continue
		}
		u.lines = b.Line - u.line
		length := b.Length
		for ; i < u.last; i++ {
			next := u.known.blocks.Block(i)
			if length+next.Length > int64(len(buf)) || !may(next) {
				break
			}
			length += next.Length
		}
		if length > int64(len(buf)) {
			err = each(index.NewCutter(ctx, io.NewSectionReader(at, int64(b.Offset), length), f, b.Offset), work)
		} else if n, failed := at.ReadAt(buf[:length], int64(b.Offset)); n < int(length) {
			err = failed
		} else {
			err = work(&index.Piece{Offset: b.Offset, Text: buf[:length]})
		}
		if err != nil {
			return err
		}
	}
	return nil
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

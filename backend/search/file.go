package search

import (
	"context"
	"sync"
	"sync/atomic"

	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/index"
)

// file is what the engine knows of one copy, shared by all results.
type file struct {
	eng *Local
	id  event.FileID
	x   *index.Index

	mu      sync.Mutex
	src     File // the newest; its name changes with a rotation
	fielder Fielder
	failed  error // why there is no fielder
	running bool
	again   bool
	settled bool // read to its end after it stopped being live

	precedence precedence

	kept   kept
	placed struct { // whether src can be read anywhere
		src File
		is  bool
	}
	deepening atomic.Int32 // second passes asked for
	doubted   File         // its digest is not believed

	reading gate // of one: the moving reader belongs to who is in
	moving  *moving
}

// copy is the copy as it is called now.
func (f *file) copy() File {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.src
}

// source is what is read of it: the copy, or what is read anywhere in its place.
func (f *file) source() File {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.kept.side != nil {
		return f.kept.side
	}
	return f.src
}

// Reader makes a file an index.Source.
func (f *file) Reader(ctx context.Context, at event.Offset) (r readCloser, err error) {
	return f.source().Reader(ctx, at)
}

func (f *file) sequential() bool {
	s, ok := f.source().(Sequential)
	return ok && s.Sequential()
}

// fields is the Fielder, asked for once.
func (f *file) fields(ctx context.Context) (Fielder, error) {
	f.mu.Lock()
	src, have := f.src, f.fielder
	f.mu.Unlock()
	if have != nil {
		return have, nil
	}
	got, err := src.Fielder(ctx)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.failed = err
	if err == nil && f.fielder == nil {
		f.fielder = got
	}
	return f.fielder, err
}

// update starts a pass over what is new, or one more after the running one.
func (f *file) update() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.running {
		f.again = true
		return
	}
	f.running = true
	f.eng.background.Add(1)
	t := f.eng.passes.ask(f) // here: who asks first is first
	go func() {
		defer f.eng.background.Done()
		for {
			if f.eng.passes.wait(f.eng.ctx, t) {
				f.pass(f.eng.ctx)
				f.eng.passes.leave()
			}
			if !f.more() {
				break
			}
			t = f.eng.passes.ask(f)
		}
		f.eng.news.tell() // that the file is idle
	}()
}

func (f *file) more() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.running = f.again && f.eng.ctx.Err() == nil
	f.again = false
	return f.running
}

func (f *file) pass(ctx context.Context) {
	src := f.copy()
	fields, err := f.fields(ctx)
	if err != nil {
		return
	}
	var on *ride
	if same, another := f.recognized(ctx, fields, src); !same {
		epoch := f.x.Snapshot().Epoch
		if another {
			f.x.Restart(epoch)
		}
		from := index.Source(src)
		if on = f.riding(src); on != nil {
			defer on.abort()
			from = on
		}
		err = f.x.Update(ctx, from, fields, f.eng.news.tell)
		if f.x.Snapshot().Epoch != epoch {
			f.forget()
		}
	}
	if err == nil {
		f.keep(fields)
		if on != nil {
			on.arrive()
		}
		f.eng.deepen(f)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.settled = err == nil && !src.Live() && src == f.src
	if f.x.Snapshot().Totals.Bytes == 0 {
		f.fielder = nil // nothing can be known of an empty file
	}
}

// renew takes the copy as a new scan of the source names it; a copy that changed
// in any way is another File, and looked at again. So is a plain one near the end
// of its chain although it is not live any more: its writer may not have heard
// of the rotation yet.
func (f *file) renew(src File, nearEnd bool) {
	f.mu.Lock()
	settled := f.settled && src == f.src
	if b := f.kept.side; b != nil && src != f.src {
		f.kept.side = b.of(src, stampOf(f.src))
	}
	f.src = src
	f.mu.Unlock()
	if !settled || src.Live() || nearEnd && !compressed(src) {
		f.update()
	}
}

// state is the index, the error that keeps the file from being read, and
// whether all that was known to be there has been indexed.
func (f *file) state() (s index.Snapshot, problem error, idle bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	s = f.x.Snapshot()
	problem = f.failed
	if problem == nil {
		problem = s.Problem
	}
	return s, problem, !f.running
}

func (f *file) place(epoch int, b *index.Block) place {
	return place{f, epoch, b.Offset, b.Length}
}

// chunk reads a block, from the cache if it is there, and keeps it there. A
// block that is not what it was is fault.Changed.
func (f *file) chunk(ctx context.Context, epoch int, blocks []index.Block, b *index.Block) (*index.Chunk, error) {
	if c := f.eng.cache.get(f.place(epoch, b)); c != nil {
		return c, nil
	}
	got, fields, err := f.body(ctx, epoch, blocks, b)
	if err != nil {
		return nil, err
	}
	c, err := got.cut(fields, b)
	if err == nil && !same(&c.Block, b) {
		err = f.changed()
	}
	if err != nil {
		return nil, err
	}
	f.eng.cache.put(f.place(epoch, b), c)
	return c, nil
}

// anywhere is the file for reading at any place; nil when it is not such a file.
func (f *file) anywhere(ctx context.Context) (index.ReaderAtCloser, error) {
	p, ok := f.source().(index.Positional)
	if !ok {
		return nil, nil
	}
	at, _, err := p.At(ctx)
	return at, err
}

// Anywhere is a File that knows without a read whether its At gives anything: on a
// share even to open a file takes its time.
type Anywhere interface {
	Anywhere(ctx context.Context) (bool, error)
}

// positional reports whether the file can be read anywhere, which is asked once.
func (f *file) positional(ctx context.Context, src File) bool {
	f.mu.Lock()
	known, is := f.placed.src == src, f.placed.is
	f.mu.Unlock()
	if known {
		return is
	}
	if p, ok := src.(Anywhere); ok {
		var err error
		if is, err = p.Anywhere(ctx); err != nil {
			return false
		}
	} else {
		at, err := f.anywhere(ctx)
		if err != nil {
			return false
		}
		if is = at != nil; is {
			at.Close()
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.placed.src, f.placed.is = src, is
	return is
}

// retire closes the moving reader, as soon as nobody reads.
func (f *file) retire() {
	f.reading <- struct{}{}
	defer f.reading.leave()
	f.stop()
}

// stop closes the moving reader; who calls is the one who reads.
func (f *file) stop() {
	f.moving.close()
	f.moving = nil
}

func (f *file) changed() error {
	f.update()
	return fault.New("read", fault.Changed, f.source().Name(), "the file was changed; it is being read again", nil)
}

// body reads a block through the moving reader.
func (f *file) body(ctx context.Context, epoch int, blocks []index.Block, b *index.Block) (body, Fielder, error) {
	fields, err := f.fields(ctx)
	if err != nil {
		return body{}, nil, err
	}
	if !f.reading.enter(ctx) {
		return body{}, nil, ctx.Err()
	}
	defer f.reading.leave()
	old := f.moving
	got, err := f.read(ctx, epoch, blocks, b, fields)
	if err != nil && old != nil && f.moving == old && ctx.Err() == nil {
		// An old reader may end where the file ended when it was opened.
		f.stop()
		got, err = f.read(ctx, epoch, blocks, b, fields)
	}
	if err != nil {
		f.stop()
	}
	return got, fields, err
}

func same(got, want *index.Block) bool {
	w := *want
	w.Sum = got.Sum
	return *got == w
}

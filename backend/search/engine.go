package search

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/index"
)

// Local is the Engine over the files of one source. It reads with at most
// workers goroutines a purpose, and keeps cacheBytes of decoded blocks.
type Local struct {
	opt        Options
	ctx        context.Context
	cancel     context.CancelFunc
	background sync.WaitGroup
	cache      *cache
	passes     queue
	deep       gate // of one: the second passes
	scans      gate
	news       news

	mu      sync.Mutex
	closed  bool
	files   map[event.FileID]*file
	chains  map[string][]*file
	results map[*result]struct{}
	closers []io.Closer
}

var _ Engine = (*Local)(nil)

// New makes an engine that knows no files yet.
func New(o Options) *Local {
	ctx, cancel := context.WithCancel(context.Background())
	return &Local{
		opt: o, ctx: ctx, cancel: cancel, deep: make(gate, 1), cache: newCache(cacheBytes), passes: queue{free: workers}, scans: make(gate, workers),
		files: map[event.FileID]*file{}, chains: map[string][]*file{}, results: map[*result]struct{}{},
	}
}

// Open starts the scan of a new result.
func (e *Local) Open(ctx context.Context, spec Spec) (Result, error) {
	if err := ctx.Err(); err != nil {
		return nil, fault.New("search", fault.Stopped, "", "", err)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return nil, errClosed("search")
	}
	r := &result{
		eng: e, matcher: newMatcher(spec), done: make(chan struct{}), above: index.NoTime, merged: len(spec.Chains) > 1,
		grown: map[string][]*file{}, failed: map[*file]failure{},
		due: map[*file]time.Time{}, waits: map[*file]time.Duration{},
	}
	f := newFinder(spec.Query, false)
	r.combs.New = func() any {
		return &comb{query: spec.Query, within: spec.Range, finder: f.clone(), lacking: r.matcher.lacking}
	}
	r.ctx, r.cancel = context.WithCancel(ctx)
	context.AfterFunc(e.ctx, r.cancel)
	var files [][]*file
	for _, c := range spec.Chains {
		l := lane{chain: c.Family, family: shown(c.Family)}
		files = append(files, e.known(c, false))
		for _, f := range files[len(files)-1] {
			l.parts = append(l.parts, r.newPart(f, index.NoTime))
		}
		l.first = len(l.parts)
		if !r.merged {
			l.first = max(0, l.first-1) // the newest file is shown as it comes
		}
		l.read = l.first
		r.lanes = append(r.lanes, l)
	}
	e.passes.hurry(files...)
	r.base = startOf(r.unread())
	r.publish(false, index.NoTime)
	e.results[r] = struct{}{}
	e.background.Add(1)
	go r.run()
	return r, nil
}

// known brings the files of a chain up to date and starts what has to be read.
func (e *Local) known(c Chain, grow bool) []*file {
	files := distinct(c.Files)
	chain := make([]*file, len(files))
	for i, src := range slices.Backward(files) {
		id := src.ID()
		f := e.files[id]
		if f == nil {
			f = &file{eng: e, id: id, x: index.New(), src: src, reading: make(gate, 1)}
			e.files[id] = f
			f.update()
		} else if grow {
			f.renew(src, i >= len(files)-2)
		}
		chain[i] = f
	}
	e.passes.order(chain)
	e.chains[c.Family] = chain
	return chain
}

// distinct leaves one File of those with the same id: while a copy is compressed,
// both are there for a moment, and the plain one is the whole one.
func distinct(files []File) []File {
	var out []File
	at := map[event.FileID]int{}
	for _, f := range files {
		i, twice := at[f.ID()]
		if !twice {
			at[f.ID()] = len(out)
			out = append(out, f)
		} else if z, ok := out[i].(Sequential); ok && z.Sequential() {
			out[i] = f
		}
	}
	return out
}

// Grow takes the chain as it is now. What the family had before and has no more
// is forgotten.
func (e *Local) Grow(c Chain) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return
	}
	before := e.chains[c.Family]
	now := e.known(c, true)
	keep := map[*file]bool{}
	for _, f := range now {
		keep[f] = true
	}
	for _, f := range before {
		if !keep[f] {
			delete(e.files, f.id)
			e.background.Go(f.retire)
		}
	}
	for r := range e.results {
		r.mu.Lock()
		r.grown[c.Family] = now
		r.mu.Unlock()
	}
	e.news.tell()
}

// shown is the family without what tells its chains apart.
func shown(chain string) string {
	family, _, _ := strings.Cut(chain, "\x00")
	return family
}

func (e *Local) forget(r *result) {
	e.mu.Lock()
	defer e.mu.Unlock()
	delete(e.results, r)
}

// Close stops everything and waits for it; results end as stopped.
func (e *Local) Close() error {
	e.mu.Lock()
	e.closed = true
	files := e.files
	e.mu.Unlock()
	e.cancel()
	e.background.Wait()
	for _, f := range files {
		f.retire()
	}
	var err error
	for _, c := range e.closers {
		err = errors.Join(err, c.Close())
	}
	return err
}

func errClosed(op string) error {
	return fault.New(op, fault.Stopped, "", "the source was closed", nil)
}

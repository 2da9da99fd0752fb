package app

import (
	"context"
	"strconv"
	"sync"
	"time"

	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/query"
	"cordwood/backend/search"
	"cordwood/backend/store"
)

// answer is one open result of a desk. Exactly one of log, access and audit is
// set.
type answer struct {
	handle string
	slot   string
	source *opened
	query  *query.Query
	began  time.Time
	ctx    context.Context // ends when the answer is replaced or closed
	cancel context.CancelFunc
	scan   context.Context    // of log: what was found can still be read when it has ended
	stop   context.CancelFunc // ends scan alone

	log    search.Result
	asked  LogState // what is said of the query, in every state of log
	access *store.AccessResult
	audit  *store.AuditResult

	spec    func(*query.Query) (search.Spec, error) // of log under another query, with the files of now
	besides sync.Mutex
	beside  map[string]search.Result // under what the query asks of other fields than this
}

// answers keeps the open ones. A newer answer in a slot closes the older, so
// that typing never leaves scans behind.
type answers struct {
	mu     sync.Mutex
	last   int64
	open   map[string]*answer
	inSlot map[string]*answer
}

func newAnswers() *answers {
	return &answers{open: map[string]*answer{}, inSlot: map[string]*answer{}}
}

// claim closes what is open in the slot and returns a context that ends when
// the next claim of it, or drop, comes.
func (as *answers) claim(slot string, o *opened, q *query.Query) *answer {
	ctx, cancel := context.WithCancel(o.ctx)
	as.mu.Lock()
	as.last++
	a := &answer{handle: strconv.FormatInt(as.last, 10), slot: string(o.id) + "/" + slot, source: o, query: q, ctx: ctx, cancel: cancel}
	old := as.inSlot[a.slot]
	as.inSlot[a.slot] = a
	as.open[a.handle] = a
	if old != nil {
		delete(as.open, old.handle)
	}
	as.mu.Unlock()
	if old != nil {
		old.close()
	}
	return a
}

func (as *answers) get(handle string) (*answer, error) {
	as.mu.Lock()
	defer as.mu.Unlock()
	if a, ok := as.open[handle]; ok {
		return a, nil
	}
	return nil, fault.New("read answer", fault.NotFound, handle, "ask again; a newer question replaced this one", nil)
}

func (as *answers) drop(handle string) {
	as.mu.Lock()
	a := as.open[handle]
	if a != nil {
		delete(as.open, handle)
		if as.inSlot[a.slot] == a {
			delete(as.inSlot, a.slot)
		}
	}
	as.mu.Unlock()
	if a != nil {
		a.close()
	}
}

// dropSource closes every answer of a source.
func (as *answers) dropSource(id event.SourceID) {
	as.mu.Lock()
	var of []string
	for h, a := range as.open {
		if a.source.id == id {
			of = append(of, h)
		}
	}
	as.mu.Unlock()
	for _, h := range of {
		as.drop(h)
	}
}

func (a *answer) close() {
	a.cancel()
	if a.log == nil {
		return
	}
	a.log.Close()
	a.besides.Lock()
	defer a.besides.Unlock()
	for _, r := range a.beside {
		r.Close()
	}
}

// either returns a context that ends with ctx or with the answer.
func (a *answer) either(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	stop := context.AfterFunc(a.ctx, cancel)
	return ctx, func() { stop(); cancel() }
}

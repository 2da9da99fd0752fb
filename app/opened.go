package app

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/ingest"
	"cordwood/backend/query"
	"cordwood/backend/search"
	"cordwood/backend/source"
	"cordwood/backend/store"
)

// unlockedFor is how long a source stays unlocked without a write.
const unlockedFor = 30 * time.Minute

// opened is one open source: its files, the conductor that reads them, the
// engine that searches them, and the store that holds its records.
type opened struct {
	app    *App
	id     event.SourceID
	path   string
	name   string
	kind   string // folder | file | bundle
	sample bool
	depth  Depth
	began  time.Time
	read   atomic.Int64 // decoded bytes
	ctx    context.Context
	cancel context.CancelFunc

	files source.Files
	asRead
	reading  *ingest.Source
	engine   search.Engine
	store    *store.Store // nil when only files are read
	ownStore bool         // a bundle's own database
	looking  *looking
	ready    chan struct{} // closed when all of the above is set

	work  sync.WaitGroup
	place *whereabouts

	resolving     sync.Mutex // held by who changes what is known of accounts and addresses, or looks records up by it
	resolvingRest bool
	resolved      atomic.Int64 // percent of the records that are looked up by what is known now

	mu        sync.Mutex
	unlocked  time.Time // until then; zero: locked
	forGood   bool      // the sample stays unlocked
	summaries map[string]search.Summary
	days      map[string]dayCount // the last day of each family
	progress  ingest.Progress
	refusals  usualRefusals
	plans     plans
	checked   time.Time
	asking    sync.Mutex // guards lastDisk
	lastDisk  disk
	lastHeld  int
	seen      time.Time // when its figures were kept last
}

func (o *opened) zone() *time.Location { return o.reading.Zone() }

// now is the clock; in a bundle, the time of its newest entry.
func (o *opened) now() time.Time {
	if o.files.Live() {
		return time.Now()
	}
	if _, last := o.span(); !last.IsZero() {
		return last
	}
	return time.Now()
}

// clock is now in the source's zone.
func (o *opened) clock() time.Time { return o.now().In(o.zone()) }

func (o *opened) inventory() *source.Inventory { return o.reading.Inventory() }

// chain is a family as the engine reads it.
func (o *opened) chainOf(c ingest.Chain) search.Chain {
	out := search.Chain{Family: c.Family}
	for _, f := range c.Files {
		out.Files = append(out.Files, metered{f, &o.read})
	}
	return out
}

// chains finds families by name, all of them when none is named; file keeps one
// copy only.
func (o *opened) chains(families []string, file event.FileID) ([]search.Chain, error) {
	var out []search.Chain
	for _, c := range o.reading.Chains() {
		if len(families) > 0 && !containsFold(families, c.Family) {
			continue
		}
		chain := o.chainOf(c)
		if file != "" {
			chain = onlyFile(chain, file)
		}
		if len(chain.Files) > 0 {
			out = append(out, chain)
		}
	}
	if len(out) == 0 {
		return nil, fault.New("open log", fault.NotFound, strings.Join(families, ", "), "the family has no readable file now", nil)
	}
	return out, nil
}

// onlyFile is a chain of one copy. Its name differs from the family's, because
// the engine keeps a chain's files by name.
func onlyFile(c search.Chain, id event.FileID) search.Chain {
	for _, f := range c.Files {
		if f.ID() == id {
			return search.Chain{Family: c.Family + "\x00" + f.Name(), Files: []search.File{f}}
		}
	}
	return search.Chain{}
}

func containsFold(list []string, s string) bool {
	for _, x := range list {
		if strings.EqualFold(x, s) {
			return true
		}
	}
	return false
}

// changed is called by the conductor: a family grew or was rotated. It may come
// before opening has ended.
func (o *opened) changed(c ingest.Chain) {
	<-o.ready
	if o.depth == Following {
		return
	}
	chain := o.chainOf(c)
	o.engine.Grow(chain)
	o.looking.look(chain)
}

// listed is called by the conductor: the list of files is another one. They are shown before
// they are read, which takes its time.
func (o *opened) listed() { o.app.hub.emit(Tick{Kind: "source", ID: string(o.id)}) }

// summary is what is known of a family; the zero Summary before its first pass.
func (o *opened) summary(family string) search.Summary {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.summaries[family]
}

func (o *opened) setSummary(family string, s search.Summary, day dayCount) {
	o.mu.Lock()
	o.summaries[family] = s
	o.days[family] = day
	o.checked = time.Now()
	o.mu.Unlock()
	o.keepSeen(time.Now())
	o.app.hub.emit(Tick{Kind: "source", ID: string(o.id)})
}

// spans are the first and last times of a family's copies.
func (o *opened) spans(family string) map[event.FileID]search.FileSummary {
	out := map[event.FileID]search.FileSummary{}
	for _, f := range o.summary(family).Files {
		out[f.ID] = f
	}
	return out
}

// span is the first and last time over all families.
func (o *opened) span() (first, last time.Time) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, s := range o.summaries {
		if !s.First.IsZero() && (first.IsZero() || s.First.Before(first)) {
			first = s.First
		}
		if s.Last.After(last) {
			last = s.Last
		}
	}
	return first, last
}

func (o *opened) format(id event.FileID) string {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, s := range o.summaries {
		for _, f := range s.Files {
			if f.ID == id {
				return f.Format
			}
		}
	}
	return ""
}

// copyOf finds a stored file of the last scan.
func (o *opened) copyOf(id event.FileID) (source.Copy, error) {
	for _, f := range o.inventory().Families {
		for _, c := range f.Copies {
			if c.ID == id {
				return c, nil
			}
		}
	}
	return source.Copy{}, fault.New("find file", fault.NotFound, string(id), "the folder changed; look at the list again", nil)
}

func (o *opened) rotatedBytes(family string) (sum int64) {
	for _, f := range o.inventory().Families {
		if f.Name != family {
			continue
		}
		for _, c := range f.Copies {
			if !c.Live {
				sum += c.Stored
			}
		}
	}
	return sum
}

// percent is how much of the first pass and of the records is done.
func (o *opened) percent() int {
	chains := o.reading.Chains()
	o.mu.Lock()
	defer o.mu.Unlock()
	all, done := len(chains)+1, 0
	for _, c := range chains {
		if _, ok := o.summaries[c.Family]; ok {
			done++
		}
	}
	if o.store == nil || o.progress.Idle {
		done++
	}
	return done * 100 / all
}

// ingested says whether the records read so far are all stored.
func (o *opened) ingested() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.progress.Idle
}

func (o *opened) progressed(p ingest.Progress) {
	o.mu.Lock()
	before := o.progress
	o.progress = p
	o.mu.Unlock()
	if p.Access != before.Access {
		o.app.hub.emit(Tick{Kind: "access", ID: string(o.id), Rev: p.Access})
	}
	if p.Audit != before.Audit {
		o.app.hub.emit(Tick{Kind: "audit", ID: string(o.id), Rev: p.Audit})
	}
	if p.Idle != before.Idle {
		o.app.hub.emit(Tick{Kind: "source", ID: string(o.id)})
	}
}

// whyNot says why the source cannot be changed now; "" when it can.
func (o *opened) whyNot() fault.Said {
	if why := o.neverWhy(); !why.None() {
		return why
	}
	if o.lockedNow() {
		return fault.Say("the source is locked")
	}
	return fault.Said{}
}

// neverWhy says why the source can never be changed.
func (o *opened) neverWhy() fault.Said {
	switch {
	case o.kind == "bundle":
		return fault.Say("a bundle is a copy; deleting and rules work only on a live folder")
	case o.kind == "file":
		return fault.Say("this is a single file; open its folder to delete and to set rules")
	case !o.disk().writable:
		return fault.Say("the folder is read-only: rules can be simulated, not saved")
	}
	return fault.Said{}
}

func (o *opened) lockedNow() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return !o.forGood && time.Now().After(o.unlocked)
}

// touch starts the half hour again after a write.
func (o *opened) touch() {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.unlocked.IsZero() {
		o.unlocked = time.Now().Add(unlockedFor)
	}
}

// parseLogs reads the query of a log view; nil with the state to show when it
// is not valid.
func (o *opened) parseLogs(r LogRequest) (*query.Query, LogState) {
	state := emptyLogState()
	q, notices, err := query.Parse(r.Query, query.Options{OpenFields: true, Clock: o.clock, Expr: r.Expr, Case: r.Case, Fields: logFields})
	state.Query = queryNotices(notices, err)
	if err != nil {
		return nil, state
	}
	state.Explain = saidAll(q.Explain())
	return q, state
}

// logFields are the fields whose kind is the same in every format.
var logFields = map[string]query.Kind{"ms": query.Duration, "bytes": query.Bytes, "ip": query.IP, "status": query.Status}

// parseRecords does the same for the store's desks.
func (o *opened) parseRecords(r RecordRequest, opt query.Options) (*query.Query, RecordState) {
	state := RecordState{Counts: []Count{}, Query: []QueryNotice{}, Explain: []Said{}}
	if o.store == nil {
		return nil, state
	}
	opt.Clock, opt.Expr, opt.Case = o.clock, r.Expr, r.Case
	q, notices, err := query.Parse(r.Query, opt)
	state.Query = queryNotices(notices, err)
	if err != nil {
		return nil, state
	}
	state.Explain = saidAll(q.Explain())
	return q, state
}

// close ends all work on the source; records under way are finished or undone.
func (o *opened) close() error {
	o.app.answers.dropSource(o.id)
	o.cancel()
	o.looking.close()
	o.reading.Close()
	o.work.Wait()
	err := errors.Join(o.engine.Close(), o.files.Close())
	if o.ownStore {
		err = errors.Join(err, o.store.Close())
	}
	return err
}

// baseName is what a source is called: the last element of its path.
func baseName(path string) string {
	if b := filepath.Base(path); b != "." && b != string(filepath.Separator) {
		return b
	}
	return path
}

func (o *opened) String() string { return fmt.Sprintf("%s %s", o.kind, o.path) }

package ingest

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/source"
	"cordwood/backend/store"
)

// Keeper stores records; *store.Store is one.
type Keeper interface {
	Ingest(ctx context.Context, b store.Batch) error
	Position(ctx context.Context, src event.SourceID, file event.FileID) (store.Position, error)
}

// Options say what the conductor works with. The callbacks come from the
// conductor's own goroutines, one at a time each, and must return soon.
type Options struct {
	ID         event.SourceID
	Zone       *time.Location    // of times without a zone; nil: found in the logs, else this computer's
	Clocks     map[string]Clock  // of families whose times are read otherwise; nil: none
	Year       int               // of times without a year; 0: from the file's own time
	Format     string            // of all files; "": found out
	Inventory  *source.Inventory // a scan that was just made; nil: Open makes one
	Keeper     Keeper            // nil: records are not stored
	Enrich     store.Resolver    // company, memo and place of new records; its functions may be nil
	Changed    func(Chain)       // a family grew, was rotated or lost files
	Listed     func()            // a file came, went, or has another name or problem: what of it is new is not read yet
	Companions func()            // a companion came, went or got another size: read Tenants again
	Progress   func(Progress)    // after each batch, and when a pass ends
	// Silent says since when the place does not answer; the zero time: it does again.
	// It may come from any goroutine that reads, and several at a time.
	Silent func(since time.Time)
	// Unhurried begins to watch after a second: what changed until then is seen
	// then. To end a watch takes the system longer than a short command runs.
	Unhurried bool
}

// Progress counts what was stored since Open.
type Progress struct {
	File       string // the one at work; empty when nothing is left to do
	Access     int64  // records
	Audit      int64
	Unread     int64 // entries of access and audit logs that are no records
	Bytes      int64 // decoded
	FilesLeft  int
	Idle       bool // all that is known is stored
	ElapsedMS  int64
	LastStored time.Time // of the newest record
}

// Problem is a file, or the place, that could not be read.
type Problem struct {
	Path string
	Err  error
}

// Source is one opened place at work. Its methods may be called from any
// goroutine.
type Source struct {
	files  source.Files
	opt    Options
	ctx    context.Context
	cancel context.CancelFunc
	work   sync.WaitGroup
	stored chan struct{} // closed when the first pass over the records ended
	wanted chan struct{} // something for the recorder

	zone func() foundZone // found when it is first asked for

	mu        sync.Mutex
	inventory *source.Inventory
	chains    []Chain
	natures   map[event.FileID]*firstBytes
	problems  map[string]error // found while reading
	unread    []Problem        // found by the last scan
	waiting   map[string]bool  // families to be recorded
	silent    time.Time        // since when the place does not answer
	missed    bool             // a read was not answered since the last look that was

	keeping sync.RWMutex // held while records are looked up and stored
	enrich  store.Resolver

	again chan struct{} // look again: the place did not answer
}

// Open scans the place and starts to watch it and to store its records. The
// error is for the place as a whole. Closing the Source leaves files open: it is
// the caller's.
func Open(ctx context.Context, files source.Files, opt Options) (*Source, error) {
	s := &Source{
		files: files, opt: opt, stored: make(chan struct{}), wanted: make(chan struct{}, 1), again: make(chan struct{}, 1),
		natures: map[event.FileID]*firstBytes{}, problems: map[string]error{}, enrich: opt.Enrich, waiting: map[string]bool{},
	}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	inv := opt.Inventory
	if inv == nil {
		var err error
		if inv, err = files.Scan(ctx); err != nil {
			s.cancel()
			return nil, err
		}
	}
	s.zone = sync.OnceValue(func() foundZone {
		if opt.Zone != nil {
			return foundZone{opt.Zone, "set"}
		}
		return findZone(s.ctx, files, inv)
	})
	s.take(inv)
	for _, c := range s.chains {
		s.want(c.Family)
	}
	s.work.Go(s.watch)
	s.work.Go(s.record)
	return s, nil
}

// Close stops the work and waits for it; a batch under way is finished or undone.
func (s *Source) Close() {
	s.cancel()
	s.work.Wait()
}

// Zone is the zone of times that carry none. Where it is to be found in the logs, the
// first call reads of them.
func (s *Source) Zone() *time.Location { return s.zone().place }

// ZoneOrigin says where the zone is from: "set", "found" in the logs, or this
// "computer".
func (s *Source) ZoneOrigin() string { return s.zone().origin }

// Inventory is the last scan.
func (s *Source) Inventory() *source.Inventory {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.inventory
}

// Chains are the families of the last scan.
func (s *Source) Chains() []Chain {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.chains
}

// Stored is closed when the records that Open found are stored.
func (s *Source) Stored() <-chan struct{} { return s.stored }

// SetEnrich changes how records are enriched from now on, and waits for those that
// are on their way: all that is stored then is brought up to date by store.ResolveNext.
func (s *Source) SetEnrich(r store.Resolver) {
	s.keeping.Lock()
	defer s.keeping.Unlock()
	s.enrich = r
}

// Problems lists what could not be read: copies that the last scan could not
// open, then what stopped while it was read. The place itself is "".
func (s *Source) Problems() []Problem {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := slices.Clone(s.unread)
	for _, path := range slices.Sorted(maps.Keys(s.problems)) {
		out = append(out, Problem{path, s.problems[path]})
	}
	return out
}

// problem notes or clears what is wrong with a path. That a share does not answer
// is wrong with the place, not with each of its files.
func (s *Source) problem(path string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err == nil {
		delete(s.problems, path)
	} else if kind := fault.KindOf(err); len(s.problems) < maxProblems && kind != fault.Stopped && (kind != fault.Away || path == "") {
		s.problems[path] = err
	}
}

// take makes chains of an inventory and returns those that changed. A file that
// is what it was stays the same File.
func (s *Source) take(inv *source.Inventory) (changed []Chain) {
	s.mu.Lock()
	defer s.mu.Unlock()
	before := map[string]Chain{}
	for _, c := range s.chains {
		before[c.Family] = c
	}
	natures := map[event.FileID]*firstBytes{}
	s.inventory, s.chains, s.unread = inv, nil, nil
	for _, family := range inv.Families {
		old := before[family.Name]
		delete(before, family.Name)
		c := Chain{Family: family.Name, Known: family.Known}
		for _, copy := range family.Copies {
			if copy.ID == "" {
				s.unreadable(copy)
				continue
			}
			c.Files = append(c.Files, s.file(natures, family.Name, copy, old))
		}
		s.chains = append(s.chains, c)
		if !slices.Equal(c.Files, old.Files) {
			changed = append(changed, c)
		}
	}
	for _, gone := range before {
		changed = append(changed, Chain{Family: gone.Family, Known: gone.Known})
	}
	s.natures = natures
	return changed
}

func (s *Source) unreadable(copy source.Copy) {
	if len(s.unread) < maxProblems {
		err := fault.New("open", fault.Unreadable, copy.Path, "", copy.Problem)
		s.unread = append(s.unread, Problem{copy.Path, err})
	}
}

// file is the old File if nothing about the copy changed, else a new one.
func (s *Source) file(natures map[event.FileID]*firstBytes, family string, copy source.Copy, old Chain) *File {
	n := s.natures[copy.ID]
	if n == nil {
		n = &firstBytes{family: family}
	}
	natures[copy.ID] = n
	for _, f := range old.Files {
		if f.copy == copy {
			return f
		}
	}
	return &File{source: s, family: family, copy: copy, nature: n}
}

package app

import (
	"cmp"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/oklog/ulid/v2"

	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/ingest"
	"cordwood/backend/parse"
	"cordwood/backend/sample"
	"cordwood/backend/search"
	"cordwood/backend/source"
	"cordwood/backend/source/bundle"
	"cordwood/backend/source/folder"
	"cordwood/backend/store"
)

// Depth is how much of a source is read at once when it is opened.
type Depth int

const (
	Following Depth = iota - 1 // nothing, and what changes is left to Follow
	Files                      // nothing: a search goes over the files by itself
	Summaries                  // the first pass over each family
	Records                    // that, and its visits and operations into the store
)

// OpenPath opens a folder, a file or a bundle, once.
func (a *App) OpenPath(path string, depth Depth) (Source, error) {
	o, err := a.open(path, opening{depth: depth})
	if err != nil {
		return Source{}, err
	}
	return o.wire(), nil
}

// Open is OpenPath that only names the source: to describe it takes a look into its
// files, for the zone of their times.
func (a *App) Open(path string, depth Depth) (id string, err error) {
	o, err := a.open(path, opening{depth: depth})
	if err != nil {
		return "", err
	}
	return string(o.id), nil
}

// ParseAs says how the one file of `cordwood parse` is read.
type ParseAs struct {
	Zone   string
	Year   int
	Format string
	// Charset of text that is not UTF-8; empty: found out.
	Charset string
}

// OpenFile opens one file to be parsed as told.
func (a *App) OpenFile(path string, as ParseAs) (Source, error) {
	zone, err := parseZone(as.Zone)
	if err != nil {
		return Source{}, err
	}
	if err := knownCharset(as.Charset); err != nil {
		return Source{}, err
	}
	if as.Format != "" {
		if _, err := parse.Named(as.Format, parse.Options{}); err != nil {
			return Source{}, err
		}
	}
	o, err := a.open(path, opening{depth: Summaries, as: &asRead{charsets: source.Charsets{All: as.Charset}}, parse: parse.Options{Zone: zone, Year: as.Year, Format: as.Format}})
	if err != nil {
		return Source{}, err
	}
	return o.wire(), nil
}

// opening says how a source is opened.
type opening struct {
	depth  Depth
	parse  parse.Options
	sample bool
	// as is how it is read; nil: as it was set before
	as *asRead
}

func (a *App) open(path string, how opening) (*opened, error) {
	a.opening.Lock()
	defer a.opening.Unlock()
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fault.New("open", fault.Invalid, path, "", err)
	}
	for _, o := range a.openedAll() {
		if o.path == abs {
			return o, nil
		}
	}
	as, err := a.asRead(abs, how)
	if err != nil {
		return nil, err
	}
	files, kind, err := a.openFiles(abs, as.charsets)
	if err != nil {
		return nil, err
	}
	if !files.Live() {
		how.depth = max(how.depth, Summaries) // its newest entry is the "now" of queries
	}
	o := &opened{
		app: a, depth: how.depth, id: event.SourceID(ulid.Make().String()), path: abs, name: baseName(abs), kind: kind, asRead: as, files: files,
		sample: how.sample, forGood: how.sample, engine: a.engine(abs, a.index), summaries: map[string]search.Summary{}, days: map[string]dayCount{},
		began: time.Now(), plans: newPlans(), ready: make(chan struct{}), checked: time.Now(),
	}
	o.resolved.Store(100)
	o.ctx, o.cancel = context.WithCancel(a.ctx)
	if err := a.begin(o, how); err != nil {
		o.cancel()
		_ = o.engine.Close()
		_ = files.Close()
		if o.ownStore {
			_ = o.store.Close()
		}
		return nil, err
	}
	a.mu.Lock()
	a.opened[o.id] = o
	a.mu.Unlock()
	return o, nil
}

// openFiles chooses the reader: a folder, a bundle, or else one log file.
func (a *App) openFiles(path string, charsets source.Charsets) (source.Files, string, error) {
	info, err := source.Look(path)
	if err != nil {
		return nil, "", err
	}
	if info.IsDir() {
		f, err := folder.Open(path, folder.Options{Charsets: charsets, Kept: a.looksOf(path)})
		return f, "folder", err
	}
	b, err := bundle.Open(path, bundle.Options{Charsets: charsets})
	if err == nil {
		return b, "bundle", nil
	}
	if fault.KindOf(err) != fault.Unsupported {
		return nil, "", err
	}
	f, err := folder.OpenFile(path, folder.Options{Charsets: charsets})
	return f, "file", err
}

// begin finds the source's id and store, and starts reading.
func (a *App) begin(o *opened, how opening) error {
	looked := make(chan struct{})
	go func() { defer close(looked); o.disk() }() // it takes its round trips meanwhile
	inv, err := o.files.Scan(o.ctx)
	<-looked
	if err != nil {
		return err
	}
	var problems []string
	o.place, problems = newWhereabouts(o.ctx, o.files, inv)
	for _, p := range problems {
		a.log.Warn().Str("source", o.path).Msg(p)
	}
	opt := ingest.Options{Inventory: inv, Zone: how.parse.Zone, Year: how.parse.Year, Format: how.parse.Format, Changed: o.changed, Listed: o.listed, Companions: o.companions, Progress: o.progressed, Silent: o.silenced}
	opt.Unhurried = a.face == "" && how.depth != Following
	if how.depth == Records {
		if err := a.remember(o); err != nil {
			return err
		}
		notes, err := o.store.Notes(o.ctx)
		if err != nil {
			return err
		}
		o.place.refresh(a.tenants(), notes, a.finder())
		opt.Keeper, opt.Enrich = o.store, o.place.resolver()
	}
	opt.ID = o.id
	if err := o.tell(&opt); err != nil {
		return err
	}
	if o.reading, err = ingest.Open(o.ctx, o.files, opt); err != nil {
		return err
	}
	var first []search.Chain
	if how.depth > Files {
		for _, c := range o.reading.Chains() {
			first = append(first, o.chainOf(c))
		}
	}
	// Small families first: most of the screen is there while the largest is read.
	stored := storedBytes(o.inventory())
	slices.SortStableFunc(first, func(a, b search.Chain) int { return cmp.Compare(stored[a.Family], stored[b.Family]) })
	o.looking = newLooking(o, first)
	close(o.ready)
	if o.store != nil {
		o.resolving.Lock()
		o.resolveRest() // of what was stored when something else was known
		o.resolving.Unlock()
	}
	a.mirror(o)
	return nil
}

func storedBytes(inv *source.Inventory) map[string]int64 {
	out := map[string]int64{}
	for _, f := range inv.Families {
		for _, c := range f.Copies {
			out[f.Name] += c.Stored
		}
	}
	return out
}

// remember gives a path the id it had before, and a bundle its own database.
func (a *App) remember(o *opened) error {
	recent, err := a.store.RecentSources(a.ctx)
	if err != nil {
		return err
	}
	for _, r := range recent {
		if r.Path == o.path {
			o.id = r.ID
		}
	}
	kind := o.kind
	err = a.store.SetRecentSource(a.ctx, store.RecentSource{ID: o.id, Kind: kind, Path: o.path, Label: o.name, Opened: time.Now()})
	if err != nil {
		return err
	}
	o.store = a.store
	if o.kind == "bundle" {
		o.ownStore = true
		o.store, err = store.Open(a.ctx, a.bundleDatabase(o.id))
	}
	return err
}

func (a *App) bundleDatabase(id event.SourceID) string {
	return filepath.Join(a.home.Bundles(), string(id)+".db")
}

// removeDatabase removes a bundle's database with SQLite's side files.
func removeDatabase(path string) error {
	var err error
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if e := os.Remove(path + suffix); e != nil && !errors.Is(e, os.ErrNotExist) {
			err = errors.Join(err, e)
		}
	}
	return err
}

func (a *App) closeSource(o *opened) error {
	a.mu.Lock()
	_, here := a.opened[o.id]
	delete(a.opened, o.id)
	a.mu.Unlock()
	if !here {
		return nil
	}
	return o.close()
}

// reopen reads a source again in another way; others says that its records are others
// then, and what was stored is dropped.
func (a *App) reopen(o *opened, as asRead, others bool) (*opened, error) {
	path, how := o.path, opening{depth: o.depth, sample: o.sample, as: &as}
	st := o.store
	if o.ownStore {
		st = nil
	}
	if err := a.closeSource(o); err != nil {
		return nil, err
	}
	if !others {
		return a.open(path, how)
	}
	if st != nil {
		if err := st.Forget(a.ctx, o.id); err != nil {
			return nil, err
		}
	} else if how.depth == Records {
		if err := removeDatabase(a.bundleDatabase(o.id)); err != nil {
			return nil, err
		}
	}
	return a.open(path, how)
}

// openSample opens the sample server, made once, and keeps its writer running
// while the program runs.
func (a *App) openSample(ctx context.Context) (Source, error) {
	dir := a.home.Sample()
	if _, err := sample.LoadMarker(dir); err != nil {
		if fault.KindOf(err) != fault.NotFound {
			return Source{}, err
		}
		if _, err := sample.Write(ctx, sample.Options{Dir: dir, Seed: 1}); err != nil {
			return Source{}, err
		}
	}
	for _, o := range a.openedAll() {
		if o.path == dir {
			return o.wire(), nil
		}
	}
	o, err := a.open(dir, opening{depth: Records, sample: true})
	if err != nil {
		return Source{}, err
	}
	a.work.Add(1)
	go func() {
		defer a.work.Done()
		if err := sample.Live(o.ctx, sample.Options{Dir: dir, Seed: 1}); err != nil {
			a.log.Warn().Err(err).Msg("sample writer")
		}
	}()
	return o.wire(), nil
}

// OpenFirst opens what the command line names, to be shown at once.
func (a *App) OpenFirst(ctx context.Context, path string, withSample bool) error {
	var src Source
	var err error
	switch {
	case withSample:
		src, err = a.openSample(ctx)
	case path != "":
		src, err = a.OpenPath(path, Records)
	default:
		return nil
	}
	if err != nil {
		return err
	}
	a.mu.Lock()
	a.first = event.SourceID(src.ID)
	a.mu.Unlock()
	return nil
}

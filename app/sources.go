package app

import (
	"cmp"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/source"
	"cordwood/backend/store"
)

// Sources opens, lists and closes sources.
type Sources struct{ app *App }

// Start is the start screen: what was opened before and what is open.
func (d *Sources) Start() (Start, error) {
	a := d.app
	recent, err := a.store.RecentSources(a.ctx)
	if err != nil {
		return Start{}, err
	}
	s := Start{Open: []Source{}, Face: a.face, Version: a.version}
	s.Recent = make([]Recent, len(recent))
	var asked sync.WaitGroup
	for i, r := range recent { // at once: some may be on shares that are away
		asked.Go(func() { s.Recent[i] = a.recent(r) })
	}
	asked.Wait()
	for _, o := range a.openedAll() {
		s.Open = append(s.Open, o.wire())
	}
	slices.SortFunc(s.Open, func(x, y Source) int { return cmp.Compare(x.ID, y.ID) })
	a.mu.Lock()
	s.First = string(a.first)
	a.mu.Unlock()
	return s, nil
}

func (a *App) recent(r store.RecentSource) Recent {
	out := Recent{
		ID: string(r.ID), Name: r.Label, Path: r.Path, Kind: r.Kind, State: "offline", Opened: r.Opened.UnixMilli(),
		Sample: r.Path == a.home.Sample(),
	}
	if exists(r.Path) {
		out.State = "ready"
	}
	if s := r.Seen; !s.At.IsZero() {
		out.Seen = &Seen{At: s.At.UnixMilli(), Families: s.Families, Bytes: s.Bytes, Lines: s.Lines, First: millis(s.First), Last: millis(s.Last), Zone: s.Zone}
	}
	return out
}

// existsWithin is how long a path may take to answer: a share that is away
// counts as offline.
const existsWithin = time.Second

func exists(path string) bool {
	answer := make(chan bool, 1)
	go func() {
		_, err := source.Look(path)
		answer <- err == nil
	}()
	select {
	case ok := <-answer:
		return ok
	case <-time.After(existsWithin):
		return false
	}
}

// Open opens a folder, a file or a bundle by its path.
func (d *Sources) Open(path string) (Source, error) { return d.app.OpenPath(path, Records) }

// OpenSample opens the sample server, made once, and keeps its writer running.
func (d *Sources) OpenSample() (Source, error) { return d.app.openSample(d.app.ctx) }

// Info describes an open source as it is now.
func (d *Sources) Info(source string) (Source, error) {
	o, err := d.app.source(source)
	if err != nil {
		return Source{}, err
	}
	return o.wire(), nil
}

// Pick asks the person for a folder, a bundle or a table, in the page's language;
// "" when nothing was chosen.
func (d *Sources) Pick(kind string, words PickWords) (string, error) {
	switch {
	case d.app.window == nil:
		return "", fault.New("choose", fault.Unsupported, "", "type the path, or look for it in the list", nil)
	case kind == "folder":
		return d.app.window.pickFolder(words)
	case kind == "bundle":
		return d.app.window.pickBundle(words)
	case kind == "table":
		return d.app.window.pickTable(words)
	}
	return "", fault.New("choose", fault.Invalid, kind, "ask for a folder, a bundle or a table", nil)
}

// Browse lists one folder of this computer, for the browser face.
func (d *Sources) Browse(path string) (Listing, error) {
	if path == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			home = string(filepath.Separator)
		}
		path = home
	}
	path = filepath.Clean(path)
	entries, err := source.List(path, maxListed)
	if err != nil {
		return Listing{}, err
	}
	slices.SortFunc(entries, func(x, y fs.DirEntry) int { return cmp.Compare(x.Name(), y.Name()) })
	l := Listing{Path: path, Parent: filepath.Dir(path), Entries: []Entry{}}
	for _, e := range entries {
		if item, ok := listed(path, e); ok {
			l.Entries = append(l.Entries, item)
		}
	}
	return l, nil
}

// maxListed bounds one listing of the picker.
const maxListed = 5000

func listed(dir string, e os.DirEntry) (Entry, bool) {
	if e.Name()[0] == '.' {
		return Entry{}, false
	}
	item := Entry{Name: e.Name(), Path: filepath.Join(dir, e.Name()), Kind: "file"}
	info, err := source.Look(item.Path) // a link to a folder is a folder here
	switch {
	case err != nil:
		return Entry{}, false
	case info.IsDir():
		item.Kind = "folder"
	case !info.Mode().IsRegular():
		return Entry{}, false
	case source.NamedLikeBundle(e.Name()):
		item.Kind = "bundle"
	}
	item.Bytes = info.Size()
	return item, true
}

// Unlock lets the source's files and rules be changed, for half an hour after
// the last change.
func (d *Sources) Unlock(source string) (Source, error) {
	o, err := d.app.source(source)
	if err != nil {
		return Source{}, err
	}
	if why := o.neverWhy(); !why.None() {
		return Source{}, fault.New("unlock", fault.Unsupported, o.path, "", nil).Next(why)
	}
	err = d.app.witnessed(o, "unlock", o.path, nil, func(context.Context) error {
		o.mu.Lock()
		o.unlocked = time.Now().Add(unlockedFor)
		o.mu.Unlock()
		return nil
	})
	return o.wire(), err
}

// Lock ends it.
func (d *Sources) Lock(source string) (Source, error) {
	o, err := d.app.source(source)
	if err != nil {
		return Source{}, err
	}
	o.mu.Lock()
	o.unlocked, o.forGood = time.Time{}, false
	o.mu.Unlock()
	return o.wire(), nil
}

// readAgain opens a source anew, in another way that is kept, and witnesses it if its
// records are kept. Others says that those that are stored are others then.
func (a *App) readAgain(o *opened, op string, args any, as asRead, others bool) (Source, error) {
	if o.store == nil { // a look at the files: nothing is kept of it
		next, err := a.reopen(o, as, others)
		if err != nil {
			return Source{}, err
		}
		return next.wire(), nil
	}
	var next *opened
	err := a.witnessed(nil, op, o.path, args, func(context.Context) (err error) {
		if err := a.store.SetCharsets(a.ctx, o.path, as.charsets.Of); err != nil {
			return err
		}
		if err := a.store.SetClocks(a.ctx, o.path, as.clocks); err != nil {
			return err
		}
		next, err = a.reopen(o, as, others)
		return err
	})
	if err != nil {
		return Source{}, err
	}
	a.mirror(next)
	return next.wire(), nil
}

// Close closes a source; its records stay.
func (d *Sources) Close(source string) error {
	o, err := d.app.source(source)
	if err != nil {
		return err
	}
	return d.app.closeSource(o)
}

// Forget closes a source and removes what was stored of it. Its files are not
// touched; notes stay.
func (d *Sources) Forget(source string) error {
	id := event.SourceID(source)
	path, err := d.app.recentPath(id)
	if err != nil {
		return err
	}
	return d.app.witnessed(nil, "forget", path, source, func(context.Context) error { return d.app.forget(id) })
}

func (a *App) forget(id event.SourceID) error {
	if o, err := a.source(string(id)); err == nil {
		if err := a.closeSource(o); err != nil {
			return err
		}
	}
	if err := a.store.Forget(a.ctx, id); err != nil {
		return err
	}
	if err := removeDatabase(a.bundleDatabase(id)); err != nil {
		return err
	}
	if err := a.forgetCache(id); err != nil {
		return err
	}
	return a.store.DropRecentSource(a.ctx, id)
}

// wire describes the source.
func (o *opened) wire() Source {
	inv := o.inventory()
	first, last := o.span()
	s := Source{
		ID: string(o.id), Name: o.name, Path: o.path, Kind: o.kind, State: "live", Sample: o.sample,
		Zone: zoneOf(o.zone(), o.reading.ZoneOrigin()), Clocks: o.familyClocks(), Now: o.now().UnixMilli(), First: millis(first), Last: millis(last),
		OpenedAt: o.began.UnixMilli(), Files: files(inv), Bytes: inv.Bytes, Percent: o.percent(), Resolved: int(o.resolved.Load()), Problems: []Notice{},
		Why: said(o.neverWhy()), Unlocked: !o.lockedNow(),
	}
	s.CanOperate = s.Why.Code == ""
	s.Unlocked = s.Unlocked && s.CanOperate
	if !o.files.Live() {
		s.State = "snapshot"
	}
	o.mu.Lock()
	for _, f := range o.summaries {
		s.Lines += f.Lines
	}
	s.CheckedAt = o.checked.UnixMilli()
	if s.Unlocked && !o.forGood {
		s.LocksAt = millis(o.unlocked)
	}
	o.mu.Unlock()
	if since := o.reading.Silent(); o.files.Live() && !since.IsZero() {
		s.State, s.SilentFrom = "stale", millis(since)
	}
	for _, p := range o.reading.Problems() {
		s.Problems = append(s.Problems, notice(p.Path, p.Err))
	}
	s.Problems = append(s.Problems, o.app.caretaker.of(o.id).told()...)
	return s
}

func files(inv *source.Inventory) (n int) {
	for _, f := range inv.Families {
		n += len(f.Copies)
	}
	return n
}

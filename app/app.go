package app

import (
	"context"
	"errors"
	"io/fs"
	"sync"
	"sync/atomic"

	"github.com/rs/zerolog"

	"cordwood/backend/cache"
	"cordwood/backend/config"
	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/logging"
	"cordwood/backend/place"
	"cordwood/backend/store"
	"cordwood/backend/trail"
)

// Options of one running program.
type Options struct {
	Home    config.Home
	Version string
	Assets  fs.FS  // the built frontend
	Face    string // window | browser; "" for the command line
	// FilesOnly opens neither the store nor the trail, and knows no places: for what
	// only reads files.
	FilesOnly bool
	Indexing  Indexing
}

// App owns every service; it opens them in order and closes them in reverse.
type App struct {
	home    config.Home
	version string
	face    string
	index   Indexing
	assets  fs.FS
	ctx     context.Context
	cancel  context.CancelFunc

	log       zerolog.Logger
	closeLog  func() error
	hub       *hub
	store     *store.Store // the user's work; records of live folders
	trail     *trail.Trail
	cache     *cache.Folder // nil: nothing is kept
	answers   *answers
	downloads downloads
	places    atomic.Pointer[place.Finder]
	window    window
	claim     *claim // of the one desk
	caretaker *caretaker

	mu       sync.Mutex
	settings config.Settings
	opened   map[event.SourceID]*opened
	opening  sync.Mutex // one source opens at a time
	first    event.SourceID
	work     sync.WaitGroup // the sample's writer
}

// New opens the services. A store or a trail that cannot be opened is an error:
// without them nothing could be kept or proved.
func New(o Options) (*App, error) {
	a := &App{
		home: o.Home, version: o.Version, face: o.Face, index: o.Indexing, assets: o.Assets, hub: newHub(), answers: newAnswers(),
		opened: map[event.SourceID]*opened{}, downloads: newDownloads(),
	}
	a.ctx, a.cancel = context.WithCancel(context.Background())
	role := o.Face
	if role == "" {
		role = "cli"
	}
	a.log, a.closeLog = logging.Open(o.Home.Logs(), role)
	var err error
	if a.settings, err = o.Home.Load(); err != nil {
		a.log.Warn().Err(err).Msg("settings: the defaults hold")
	}
	a.openCache()
	a.caretaker = newCaretaker(a)
	if o.FilesOnly {
		return a, nil
	}
	if a.store, err = store.Open(a.ctx, o.Home.Database()); err != nil {
		a.Close()
		return nil, err
	}
	if a.trail, err = trail.Open(o.Home.Data); err != nil {
		a.Close()
		return nil, err
	}
	a.findPlaces()
	if a.face != "" { // a command is over before anybody could restore
		a.work.Go(a.caretaker.run)
	}
	return a, nil
}

// Close ends all work, sources first.
func (a *App) Close() {
	a.cancel()
	for _, o := range a.openedAll() {
		if err := a.closeSource(o); err != nil {
			a.log.Warn().Err(err).Str("source", o.String()).Msg("close")
		}
	}
	a.work.Wait()
	var err error
	if a.cache != nil {
		err = a.cache.Close()
	}
	if a.trail != nil {
		err = errors.Join(err, a.trail.Close())
	}
	if a.store != nil {
		err = errors.Join(err, a.store.Close())
	}
	if err != nil {
		a.log.Warn().Err(err).Msg("close")
	}
	a.claim.release()
	a.hub.close()
	_ = a.closeLog()
}

// The bound structs, one a desk.

func (a *App) Sources() *Sources       { return &Sources{a} }
func (a *App) Health() *Health         { return &Health{a} }
func (a *App) Access() *Access         { return &Access{a} }
func (a *App) Audit() *Audit           { return &Audit{a} }
func (a *App) ServerLogs() *ServerLogs { return &ServerLogs{a} }
func (a *App) Rules() *Rules           { return &Rules{a} }
func (a *App) Downloads() *Downloads   { return &Downloads{a} }
func (a *App) Settings() *Settings     { return &Settings{a} }

// Bound is what Wails binds and serve offers as calls.
func (a *App) Bound() []any {
	return []any{a.Sources(), a.Health(), a.Access(), a.Audit(), a.ServerLogs(), a.Rules(), a.Downloads(), a.Settings()}
}

// source finds an open source by its id.
func (a *App) source(id string) (*opened, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if o, ok := a.opened[event.SourceID(id)]; ok {
		return o, nil
	}
	return nil, fault.New("find source", fault.NotFound, id, "open it again", nil)
}

func (a *App) openedAll() []*opened {
	a.mu.Lock()
	defer a.mu.Unlock()
	out := make([]*opened, 0, len(a.opened))
	for _, o := range a.opened {
		out = append(out, o)
	}
	return out
}

func (a *App) finder() *place.Finder { return a.places.Load() }

// findPlaces makes the finder of places from the settings and the dropped-in
// files.
func (a *App) findPlaces() {
	a.mu.Lock()
	networks := a.settings.Networks
	a.mu.Unlock()
	var sites []place.Site
	for _, n := range networks {
		site, err := place.ParseSite(n.Network, n.Name)
		if err != nil {
			a.log.Warn().Err(err).Str("network", n.Network).Msg("named network left out")
			continue
		}
		sites = append(sites, site)
	}
	finder, problems := place.Open(a.home.Geo(), sites)
	for _, p := range problems {
		a.log.Warn().Err(p).Msg("place data left out")
	}
	a.places.Store(finder)
}

// changeSettings sets something of the settings file; the trail says what.
func (a *App) changeSettings(name string, value any, change func(*config.Settings)) error {
	err := a.witnessed(nil, "set", name, value, func(context.Context) error {
		a.mu.Lock()
		defer a.mu.Unlock()
		next := a.settings
		change(&next)
		err := a.home.Save(next)
		if err == nil {
			a.settings = next
		}
		return err
	})
	if err == nil {
		a.findPlaces()
	}
	return err
}

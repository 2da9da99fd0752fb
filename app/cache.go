package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"cordwood/backend/cache"
	"cordwood/backend/event"
	"cordwood/backend/search"
)

// cacheBytes is what the cache folder may hold. An index takes about 2 % of a plain
// log and a fifth of a compressed one's text.
const cacheBytes = 8 << 30

// Indexing says what is done about what an engine learns of the files.
type Indexing int

const (
	UseIndex  Indexing = iota // what is kept is used, nothing is added
	KeepIndex                 // it is added to: filters, marks and side copies are made, too
	NoIndex                   // the cache folder is not looked at
)

// openCache opens the cache folder; without it everything works, slower.
func (a *App) openCache() {
	var err error
	if a.cache, err = cache.Open(a.home.Cache, cacheBytes); err != nil {
		a.log.Warn().Err(err).Msg("nothing is kept of what is read")
	}
}

// CacheEntries are the files of the cache folder.
func (a *App) CacheEntries() ([]cache.Entry, error) {
	if a.cache == nil {
		return nil, nil
	}
	return a.cache.List()
}

// CleanCache removes everything that can be made again.
func (a *App) CleanCache() (cache.Removed, error) {
	if a.cache == nil {
		return cache.Removed{}, nil
	}
	return a.cache.Clean()
}

// trimCache keeps the folder to its limit.
func (a *App) trimCache() {
	if _, err := a.cache.Trim(); err != nil {
		a.log.Warn().Err(err).Msg("the cache folder could not be trimmed")
	}
}

// cacheOf names a source in the cache folder: by its path, so that whoever opens
// it finds the same.
func cacheOf(path string) string {
	sum := sha256.Sum256([]byte(path))
	return hex.EncodeToString(sum[:12])
}

// looksOf is where what was seen of a folder on a share is kept; "" for nowhere.
func (a *App) looksOf(path string) string {
	if a.cache == nil || a.index == NoIndex {
		return ""
	}
	kept, err := a.cache.Path(cacheOf(path), "folder", "look")
	if err != nil {
		return ""
	}
	_ = a.cache.Used(kept)
	return kept
}

// forgetCache removes what is kept of a source's files.
func (a *App) forgetCache(id event.SourceID) error {
	path, err := a.recentPath(id)
	if err != nil || path == "" || a.cache == nil {
		return err
	}
	_, err = a.cache.Forget(cacheOf(path))
	return err
}

// recentPath is where a source that was opened once lies, "" for any other.
func (a *App) recentPath(id event.SourceID) (string, error) {
	recent, err := a.store.RecentSources(a.ctx)
	for _, r := range recent {
		if r.ID == id {
			return r.Path, err
		}
	}
	return "", err
}

// shelf is the part of the cache folder that belongs to one source.
type shelf struct {
	folder *cache.Folder
	source string
	app    *App
}

// Path names what is kept of a file.
func (s *shelf) Path(file event.FileID, kind string) (string, error) {
	return s.folder.Path(s.source, string(file), kind)
}

// Used notes that it was of use.
func (s *shelf) Used(path string) {
	if err := s.folder.Used(path); err != nil {
		s.app.log.Debug().Err(err).Msg("cache")
	}
}

// Kept keeps the folder to its limit, now that there is more in it.
func (s *shelf) Kept() { s.app.trimCache() }

// engine makes the engine of a source.
func (a *App) engine(path string, how Indexing) search.Engine {
	if how == NoIndex || a.cache == nil {
		return search.New(search.Options{})
	}
	return search.New(search.Options{Keep: &shelf{a.cache, cacheOf(path), a}, Write: how == KeepIndex, Build: a.version})
}

// IndexSource reads a source's files and makes what is kept of them.
func (a *App) IndexSource(ctx context.Context, source string) (search.Indexed, error) {
	o, err := a.source(source)
	if err != nil {
		return search.Indexed{}, err
	}
	chains, err := o.chains(nil, "")
	if err != nil {
		return search.Indexed{}, err
	}
	return o.engine.Index(ctx, chains)
}

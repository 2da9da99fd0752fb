package folder

import (
	"context"
	"encoding/binary"
	"hash/fnv"
	"path/filepath"
	"time"

	"github.com/fsnotify/fsnotify"

	"cordwood/backend/fault"
	"cordwood/backend/internal/fsx"
)

const (
	// pollEvery is how soon a change on a share is seen. On a local disk it is
	// the safety net for what the system forgot to say.
	pollEvery = 2 * time.Second
	// pollShare keeps the looking of a very large folder under a twentieth of
	// one processor.
	pollShare = 20
	// atMost is the shortest time between two calls of changed: four a second.
	atMost = 250 * time.Millisecond
)

// Watch calls changed after something in the folder changed, until ctx ends. It ends with
// an error when the folder is not where it was: what the system reports is of the old one.
func (f *Folder) Watch(ctx context.Context, changed func()) error {
	ctx, end := context.WithCancelCause(ctx)
	defer end(nil)
	news := make(chan struct{}, 1)
	tell := func() {
		select {
		case news <- struct{}{}:
		default: // one is waiting already
		}
	}
	if f.root.Volume() == fsx.Local {
		if w, err := fsnotify.NewWatcher(); err == nil { // else looking must do
			defer w.Close()
			go f.listen(ctx, w, tell)
		}
	}
	go f.poll(ctx, tell, end)
	ended := func() error {
		if err := context.Cause(ctx); fault.KindOf(err) == fault.NotFound {
			return err
		}
		return nil
	}
	for {
		select {
		case <-ctx.Done():
			return ended()
		case <-news:
		}
		changed()
		select {
		case <-ctx.Done():
			return ended()
		case <-time.After(atMost):
		}
	}
}

// listen passes on what the system reports; new folders are added by poll's
// rhythm at the latest, since the walk finds them.
func (f *Folder) listen(ctx context.Context, w *fsnotify.Watcher, tell func()) {
	f.addFolders(ctx, w)
	for {
		select {
		case <-ctx.Done():
			return
		case e, ok := <-w.Events:
			if !ok {
				return
			}
			if e.Has(fsnotify.Create) {
				f.addFolders(ctx, w)
			}
			if !e.Has(fsnotify.Chmod) {
				tell()
			}
		case _, ok := <-w.Errors: // an overflow: something changed
			if !ok {
				return
			}
			tell()
		}
	}
}

func (f *Folder) addFolders(ctx context.Context, w *fsnotify.Watcher) {
	seen, err := f.walk(ctx)
	if err != nil {
		return
	}
	for _, dir := range seen.folders {
		if !f.root.Local(dir) { // mounted below: poll sees it
			continue
		}
		// Too many folders for the system's limit: poll sees those.
		_ = w.Add(filepath.Join(f.root.Dir(), filepath.FromSlash(dir)))
	}
}

// poll compares with the last scan first, so that nothing is lost between a
// scan and the watching that follows it.
func (f *Folder) poll(ctx context.Context, tell func(), end context.CancelCauseFunc) {
	f.mu.Lock()
	last := f.scanned
	f.mu.Unlock()
	for {
		if err := f.root.Here(); err != nil {
			end(err)
			return
		}
		start, pause := time.Now(), pollEvery
		w, err := f.walk(ctx)
		if err == nil { // one that waited for a share in vain was no work
			pause = max(pause, pollShare*time.Since(start))
		}
		if err == nil || fault.KindOf(err) != fault.Stopped {
			now := w.signature()
			if last != nil && *last != now || err == nil && f.again.Swap(false) {
				tell()
			}
			last = &now
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
	}
}

// signature is a hash over names, sizes and times; that of a folder that is
// gone is its own.
func (w *walked) signature() uint64 {
	if w == nil {
		return 0
	}
	h := fnv.New64a()
	var b [40]byte
	for _, at := range w.files {
		id, _ := fsx.IDOf(at.info)
		binary.LittleEndian.PutUint64(b[0:], uint64(at.info.Size()))
		binary.LittleEndian.PutUint64(b[8:], uint64(at.info.ModTime().UnixNano()))
		binary.LittleEndian.PutUint64(b[16:], uint64(fsx.Changed(at.info).UnixNano()))
		binary.LittleEndian.PutUint64(b[24:], id.Volume)
		binary.LittleEndian.PutUint64(b[32:], id.Index)
		h.Write([]byte(at.path))
		h.Write(b[:])
	}
	return h.Sum64()
}

package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"mime"
	"net/http"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"cordwood/backend/fault"
	"cordwood/backend/source"
)

// Downloads gives files, families and results away. A download is prepared by a
// call; the browser then fetches it, the window saves it.
type Downloads struct{ app *App }

// download is one prepared download; write may be called once.
type download struct {
	id     string
	name   string
	bytes  int64
	source *opened
	act    exported
	ctx    context.Context
	cancel context.CancelFunc
	write  func(ctx context.Context, w io.Writer) error
}

// exported is what the trail keeps of a download.
type exported struct {
	Kind  string `json:"kind"`
	Name  string `json:"name"`
	Files int    `json:"files,omitempty"`
}

// downloads keeps the prepared ones until they are fetched, and those under way
// until they end.
type downloads struct {
	mu      sync.Mutex
	last    int64
	open    map[string]*download
	running map[string]*download
}

func newDownloads() downloads {
	return downloads{open: map[string]*download{}, running: map[string]*download{}}
}

// maxPrepared bounds what is prepared and never fetched.
const maxPrepared = 64

// Prepare checks what is asked for and gives it a name.
func (d *Downloads) Prepare(r DownloadRequest) (Download, error) {
	o, err := d.app.source(r.Source)
	if err != nil {
		return Download{}, err
	}
	dl, err := d.app.prepare(o, r)
	if err != nil {
		return Download{}, err
	}
	return d.app.offer(o, dl, exported{Kind: r.Kind, Name: dl.name, Files: len(r.Files)})
}

// offer keeps a download until it is fetched.
func (a *App) offer(o *opened, dl *download, act exported) (Download, error) {
	dl.source, dl.act = o, act
	dl.ctx, dl.cancel = context.WithCancel(o.ctx)
	ds := &a.downloads
	ds.mu.Lock()
	defer ds.mu.Unlock()
	if len(ds.open) >= maxPrepared {
		return Download{}, fault.New("download", fault.Limit, dl.name, "finish or cancel the downloads that wait", nil)
	}
	ds.last++
	dl.id = strconv.FormatInt(ds.last, 10)
	ds.open[dl.id] = dl
	return Download{ID: dl.id, Name: dl.name, Bytes: dl.bytes}, nil
}

// Save asks where to and writes there; an empty path in the answer means that
// the person thought better of it.
func (d *Downloads) Save(id string) (Saved, error) {
	if d.app.window == nil {
		return Saved{}, fault.New("save", fault.Unsupported, "", "the browser downloads by itself", nil)
	}
	dl, err := d.app.downloads.take(id)
	if err != nil {
		return Saved{}, err
	}
	defer d.app.downloads.end(dl)
	path, err := d.app.window.saveAs(dl.name)
	if err != nil || path == "" {
		return Saved{}, err
	}
	return d.app.saveTo(dl, path)
}

// Cancel stops a download or forgets a prepared one. One that has ended is none.
func (d *Downloads) Cancel(id string) error {
	ds := &d.app.downloads
	ds.mu.Lock()
	defer ds.mu.Unlock()
	if dl, ok := ds.open[id]; ok {
		delete(ds.open, id)
		dl.cancel()
	} else if dl, ok := ds.running[id]; ok {
		dl.cancel()
	}
	return nil
}

// take begins a prepared one, which is then under way until end.
func (ds *downloads) take(id string) (*download, error) {
	ds.mu.Lock()
	defer ds.mu.Unlock()
	dl, ok := ds.open[id]
	if !ok {
		return nil, fault.New("download", fault.NotFound, id, "ask for it again", nil)
	}
	delete(ds.open, id)
	ds.running[id] = dl
	return dl, nil
}

func (ds *downloads) end(dl *download) {
	ds.mu.Lock()
	delete(ds.running, dl.id)
	ds.mu.Unlock()
	dl.cancel()
}

// saveTo writes what stands under the path's name once it is whole. The sum is of the bytes
// written. On a share each step has a deadline; when the last has no answer the trail says
// later whether it was done.
func (a *App) saveTo(dl *download, path string) (Saved, error) {
	sum := sha256.New()
	var bytes int64
	err := a.export(dl, func() error {
		return source.Save(path, func(w io.Writer) error {
			out := a.progress(dl, io.MultiWriter(w, sum))
			defer func() { bytes = out.n }()
			return dl.write(dl.ctx, out)
		})
	})
	if err != nil {
		return Saved{}, err
	}
	return Saved{Path: path, Bytes: bytes, SHA256: hex.EncodeToString(sum.Sum(nil))}, nil
}

// export gives a download away, which the trail witnesses.
func (a *App) export(dl *download, give func() error) error {
	return a.witnessed(dl.source, "export", dl.source.root(), dl.act, func(context.Context) error { return give() })
}

// download is GET /data/download?id=.
func (a *App) download(w http.ResponseWriter, r *http.Request) {
	dl, err := a.downloads.take(r.FormValue("id"))
	if err != nil {
		writeProblem(w, err)
		return
	}
	defer a.downloads.end(dl)
	stop := context.AfterFunc(r.Context(), dl.cancel)
	defer stop()
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": dl.name}))
	out := a.progress(dl, w)
	err = a.export(dl, func() error { return dl.write(dl.ctx, out) })
	a.toldEnd(dl, out.n, err)
	if err != nil {
		// The answer has begun: only breaking it off tells the browser.
		panic(http.ErrAbortHandler)
	}
}

// progress tells how far a download is while it is written to w.
func (a *App) progress(dl *download, w io.Writer) *counted {
	return &counted{w: w, report: func(n int64) {
		a.hub.emit(Tick{Kind: "download", ID: dl.id, Done: n, Total: dl.bytes})
	}}
}

// toldEnd tells a page that a download is over: what its browser does with the
// bytes it does not see.
func (a *App) toldEnd(dl *download, n int64, err error) {
	kind := "downloaded"
	if err != nil {
		kind = "download_failed"
	}
	a.hub.emit(Tick{Kind: kind, ID: dl.id, Done: n, Total: dl.bytes})
}

// counted reports progress at most ten times a second.
type counted struct {
	w      io.Writer
	n      int64
	last   time.Time
	report func(n int64)
}

func (c *counted) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	if now := time.Now(); now.Sub(c.last) > 100*time.Millisecond {
		c.last = now
		c.report(c.n)
	}
	return n, err
}

// downloadName is <source>_<what>_<stamp>.<ext>, of characters that every file
// system takes.
func downloadName(o *opened, what, ext string) string {
	stamp := time.Now().In(o.zone()).Format("20060102-150405")
	return safeName(fmt.Sprintf("%s_%s_%s.%s", o.name, what, stamp, ext))
}

// safeName keeps letters, digits, ".", "_" and "-" of the last path element, at
// most 120 bytes, no leading dot.
func safeName(s string) string {
	s = filepath.Base(filepath.ToSlash(s))
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s) && len(out) < 120; i++ {
		c := s[i]
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '_', c == '-', c == '.' && len(out) > 0:
			out = append(out, c)
		case len(out) > 0 && out[len(out)-1] != '-':
			out = append(out, '-')
		}
	}
	if len(out) == 0 {
		return "log"
	}
	return string(out)
}

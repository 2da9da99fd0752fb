package app

import (
	"context"
	"io"
	"sync/atomic"

	"cordwood/backend/event"
	"cordwood/backend/index"
	"cordwood/backend/inflate"
	"cordwood/backend/ingest"
	"cordwood/backend/search"
	"cordwood/backend/source"
)

// HistogramOf counts an open log view by time, in at most so many buckets by the
// clock of its source.
func (a *App) HistogramOf(ctx context.Context, handle string, buckets int) (search.Histogram, error) {
	ans, err := a.logAnswer(handle)
	if err != nil {
		return search.Histogram{}, err
	}
	return ans.log.Histogram(ctx, buckets, ans.source.zone())
}

// FacetOf counts the values of a field over an open log view, at most limit.
func (a *App) FacetOf(ctx context.Context, handle, field string, limit int) (search.Facet, error) {
	ans, err := a.logAnswer(handle)
	if err != nil {
		return search.Facet{}, err
	}
	return ans.log.Facet(ctx, field, limit)
}

// metered is a file of a source that counts the decoded bytes that are read of
// it. Two are equal when their files are.
type metered struct {
	*ingest.File
	read *atomic.Int64
}

// Reader counts.
func (m metered) Reader(ctx context.Context, at event.Offset) (io.ReadCloser, error) {
	r, err := m.File.Reader(ctx, at)
	if err != nil {
		return nil, err
	}
	return meteredReader{r, m.read}, nil
}

// At counts.
func (m metered) At(ctx context.Context) (index.ReaderAtCloser, int64, error) {
	at, size, err := m.File.At(ctx)
	if err != nil || at == nil {
		return nil, size, err
	}
	return meteredAt{at, m.read}, size, nil
}

// Marked counts.
func (m metered) Marked(ctx context.Context, mark func(*inflate.Mark)) (io.ReadCloser, bool, error) {
	r, ok, err := m.File.Marked(ctx, mark)
	if err != nil {
		return nil, false, err
	}
	return meteredReader{r, m.read}, ok, nil
}

// Resume counts.
func (m metered) Resume(ctx context.Context, mark *inflate.Mark) (io.ReadCloser, error) {
	r, err := m.File.Resume(ctx, mark)
	if err != nil {
		return nil, err
	}
	return meteredReader{r, m.read}, nil
}

type meteredReader struct {
	io.ReadCloser
	read *atomic.Int64
}

func (m meteredReader) Read(p []byte) (int, error) {
	n, err := m.ReadCloser.Read(p)
	m.read.Add(int64(n))
	return n, err
}

type meteredAt struct {
	index.ReaderAtCloser
	read *atomic.Int64
}

func (m meteredAt) ReadAt(p []byte, at int64) (int, error) {
	n, err := m.ReaderAtCloser.ReadAt(p, at)
	m.read.Add(int64(n))
	return n, err
}

// BytesRead is how many decoded bytes of a source were read since it was opened,
// and about how many there are to read for one pass, and for its records.
func (a *App) BytesRead(id string) (done, total int64) {
	o, err := a.source(id)
	if err != nil {
		return 0, 0
	}
	for _, c := range o.reading.Chains() {
		k, _ := source.KnownAs(c.Family)
		for _, f := range c.Files {
			total += f.Bytes()
			if o.store != nil && (k.Code == "ACC" || k.Code == "AUD") { // read once more
				total += f.Bytes()
			}
		}
	}
	o.mu.Lock()
	stored := o.progress.Bytes
	o.mu.Unlock()
	return o.read.Load() + stored, total
}

// BytesIndexed is BytesRead for IndexSource, which reads what is not compressed once
// more for its filter.
func (a *App) BytesIndexed(id string) (done, total int64) {
	done, total = a.BytesRead(id)
	if o, err := a.source(id); err == nil {
		for _, c := range o.reading.Chains() {
			for _, f := range c.Files {
				if !f.Sequential() {
					total += f.Bytes()
				}
			}
		}
	}
	return done, total
}

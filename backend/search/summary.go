package search

import (
	"context"

	"cordwood/backend/index"
)

// Summary waits for the first pass over the chain, and reads nothing twice.
func (e *Local) Summary(ctx context.Context, c Chain) (Summary, error) {
	e.mu.Lock()
	if e.closed {
		e.mu.Unlock()
		return Summary{}, errClosed("summary")
	}
	files := e.known(c, false)
	e.mu.Unlock()
	for {
		wake := e.news.next()
		if !busy(files) {
			return summarise(files), nil
		}
		select {
		case <-wake:
		case <-ctx.Done():
			return summarise(files), ctx.Err()
		case <-e.ctx.Done():
			return summarise(files), errClosed("summary")
		}
	}
}

func busy(files []*file) bool {
	for _, f := range files {
		if _, _, idle := f.state(); !idle {
			return true
		}
	}
	return false
}

func summarise(files []*file) Summary {
	var s Summary
	lo, hi := index.NoTime, index.NoTime
	for _, f := range files {
		fs, t := f.summary()
		s.Files = append(s.Files, fs)
		s.Lines += fs.Lines
		s.Entries += fs.Entries
		s.Bytes += fs.Bytes
		for i, n := range fs.Levels {
			s.Levels[i] += n
		}
		if t.Min != index.NoTime && (lo == index.NoTime || t.Min < lo) {
			lo = t.Min
		}
		hi = max(hi, t.Max)
	}
	s.First, s.Last = index.Time(lo), index.Time(hi)
	return s
}

func (f *file) summary() (FileSummary, index.Totals) {
	snap, problem, _ := f.state()
	t := snap.Totals
	fs := FileSummary{
		ID: f.id, Name: f.source().Name(), Format: f.format(), Lines: t.Lines, Entries: t.Entries, Bytes: t.Bytes,
		First: index.Time(t.Min), Last: index.Time(t.Max), Levels: t.Levels, Problem: problem,
	}
	return fs, t
}

func (f *file) format() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.fielder == nil {
		return ""
	}
	return f.fielder.Format()
}

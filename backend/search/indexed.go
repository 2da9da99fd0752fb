package search

import (
	"context"
	"os"
	"time"
)

// Index reads the chains, and waits until what is kept of them is made.
func (e *Local) Index(ctx context.Context, chains []Chain) (Indexed, error) {
	var done Indexed
	start := time.Now()
	var files []*file
	for _, c := range chains {
		s, err := e.Summary(ctx, c)
		if err != nil {
			return done, err
		}
		done.Files += len(s.Files)
		done.Bytes += s.Bytes
		done.Lines += s.Lines
		done.Events += s.Entries
		for _, f := range s.Files {
			if f.Problem != nil {
				done.Problems = append(done.Problems, Notice{File: f.Name, Text: "stopped: " + f.Problem.Error()})
			}
		}
		e.mu.Lock()
		files = append(files, e.chains[c.Family]...)
		e.mu.Unlock()
	}
	done.Open = time.Since(start)
	for deepening(files) {
		wake := e.news.next()
		if !deepening(files) {
			break
		}
		select {
		case <-wake:
		case <-ctx.Done():
			return done, ctx.Err()
		case <-e.ctx.Done():
			return done, errClosed("index")
		}
	}
	done.Filter = time.Since(start) - done.Open
	done.Kept = e.keptBytes(files)
	return done, nil
}

func deepening(files []*file) bool {
	for _, f := range files {
		if f.deepening.Load() > 0 {
			return true
		}
	}
	return false
}

// keptBytes is what the cache folder holds of the files.
func (e *Local) keptBytes(files []*file) (n int64) {
	if e.opt.Keep == nil {
		return 0
	}
	for _, f := range files {
		for _, kind := range Kinds {
			if path, err := e.opt.Keep.Path(f.id, kind); err == nil {
				if info, err := os.Stat(path); err == nil {
					n += info.Size()
				}
			}
		}
	}
	return n
}

package ingest

import (
	"context"
	"time"

	"cordwood/backend/event"
)

// recorder stores the records of access and audit families, one file at a time.
type recorder struct {
	s       *Source
	files   map[event.FileID]*state
	sum     Progress
	started time.Time
}

// state is how far a file is stored.
type state struct {
	position event.Offset
	line     event.Line // of the entry at position; 0 is not known
	asked    bool       // the stored position was asked for
	seen     *File      // as it was when it was read last
}

// record works off the waiting families until the source is closed.
func (s *Source) record() {
	r := &recorder{s: s, files: map[event.FileID]*state{}, started: time.Now()}
	for first := true; ; first = false {
		r.pass(s.ctx)
		if first {
			close(s.stored)
		}
		select {
		case <-s.wanted:
		case <-s.ctx.Done():
			return
		}
	}
}

// pass records the waiting families as their chains are now.
func (r *recorder) pass(ctx context.Context) {
	if r.s.opt.Keeper == nil {
		return
	}
	todo := r.todo()
	for i, c := range todo {
		for j, f := range c.Files {
			if ctx.Err() != nil {
				return
			}
			r.sum.FilesLeft = len(c.Files) - j
			for _, rest := range todo[i+1:] {
				r.sum.FilesLeft += len(rest.Files)
			}
			r.s.problem(f.Name(), r.file(ctx, c, j))
		}
	}
	r.sum.File, r.sum.FilesLeft, r.sum.Idle = "", 0, true
	r.tell()
	r.sum.Idle = false
}

// todo takes the waiting chains and forgets files that are gone.
func (r *recorder) todo() []Chain {
	s := r.s
	s.mu.Lock()
	defer s.mu.Unlock()
	var todo []Chain
	here := map[event.FileID]bool{}
	for _, c := range s.chains {
		if s.waiting[c.Family] {
			todo = append(todo, c)
		}
		for _, f := range c.Files {
			here[f.ID()] = true
		}
	}
	s.waiting = map[string]bool{}
	for id := range r.files {
		if !here[id] {
			delete(r.files, id)
		}
	}
	return todo
}

func (r *recorder) tell() {
	if r.s.opt.Progress != nil {
		r.sum.ElapsedMS = time.Since(r.started).Milliseconds()
		r.s.opt.Progress(r.sum)
	}
}

// file stores what is new in file j of the chain.
func (r *recorder) file(ctx context.Context, c Chain, j int) error {
	f := c.Files[j]
	st, err := r.state(ctx, f)
	if err != nil {
		return err
	}
	if st.seen == f {
		return r.s.known(f.Name())
	}
	if st.seen == nil && st.position > 0 && !f.Sequential() && int64(st.position) == f.copy.Stored {
		st.seen = f // it was stored to its end, and looks so still
		return nil
	}
	fields, kind, err := f.of(ctx, f)
	if err != nil {
		return err
	}
	switch {
	case kind == None:
		st.seen = f
		return nil
	case st.seen == nil && f.Sequential() && st.position > 0 && r.begun(ctx, c, j+1):
		// Files are drained in their order: this one was, before the next was
		// begun, and need not be decoded to find that out.
		st.seen = f
		return nil
	}
	r.sum.File = f.Name()
	if err := r.read(ctx, c.Family, f, fields, kind, st); err != nil {
		return err
	}
	st.seen = f
	return nil
}

// state is what is known of a file; the first time the store is asked.
func (r *recorder) state(ctx context.Context, f *File) (*state, error) {
	st := r.files[f.ID()]
	if st == nil {
		st = &state{}
		r.files[f.ID()] = st
	}
	if !st.asked {
		pos, err := r.s.opt.Keeper.Position(ctx, r.s.opt.ID, f.ID())
		if err != nil {
			return nil, err
		}
		st.position, st.line, st.asked = pos.Offset, pos.Line, true
		if pos.Offset == 0 {
			st.line = 1
		}
	}
	return st, nil
}

// begun reports whether something of the files from j on is stored.
func (r *recorder) begun(ctx context.Context, c Chain, j int) bool {
	for ; j < len(c.Files); j++ {
		if st, err := r.state(ctx, c.Files[j]); err == nil && st.position > 0 {
			return true
		}
	}
	return false
}

// known is the problem that a path has already.
func (s *Source) known(path string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.problems[path]
}

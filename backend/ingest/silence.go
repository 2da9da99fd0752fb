package ingest

import (
	"errors"
	"io"
	"time"

	"cordwood/backend/fault"
)

// Silent is since when the place does not answer, or cannot be looked at; zero
// while it can. What was read of it stays as it is.
func (s *Source) Silent() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.silent
}

// hear takes in how a look at the whole place ended, or that a read of one of its
// files was not answered: then the place is looked at again until it answers.
func (s *Source) hear(err error) {
	if s.ctx.Err() != nil || fault.KindOf(err) == fault.Stopped {
		return
	}
	s.mu.Lock()
	before := s.silent
	s.silent = since(err, before)
	s.missed = s.missed || err != nil
	now := s.silent
	s.mu.Unlock()
	s.problem("", err)
	if err != nil {
		select {
		case s.again <- struct{}{}:
		default:
		}
	}
	if !now.Equal(before) && s.opt.Silent != nil {
		s.opt.Silent(now)
	}
}

func since(err error, before time.Time) time.Time {
	var silence *fault.Silence
	switch {
	case err == nil:
		return time.Time{}
	case !before.IsZero():
		return before
	case errors.As(err, &silence):
		return silence.Since
	}
	return time.Now()
}

// back reports that the place answers again: whoever reads its files may have
// missed something, and has to look again.
func (s *Source) back() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	missed := s.missed
	s.missed = false
	return missed
}

// heard passes an error on, and tells the conductor when it says that the share
// did not answer.
func (f *File) heard(err error) error {
	if fault.KindOf(err) == fault.Away {
		f.source.hear(err)
	}
	return err
}

// listener tells of reads that were not answered.
type listener struct {
	io.ReadCloser
	f *File
}

func (l listener) Read(p []byte) (int, error) {
	n, err := l.ReadCloser.Read(p)
	return n, l.f.heard(err)
}

type listenerAt struct {
	io.ReaderAt
	f *File
}

func (l listenerAt) ReadAt(p []byte, off int64) (int, error) {
	n, err := l.ReaderAt.ReadAt(p, off)
	return n, l.f.heard(err)
}

package fsx

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"cordwood/backend/fault"
)

// Save makes a file at a path that a person named, of what write writes. It is written
// beside the path, as <path>.part, and takes its place when it is whole; what stood there
// is replaced. Each step on a share has the share's deadline: without an answer to the
// last one the error has a *fault.Unanswered in it, and without one to any other the part
// is removed when the share answers, which the error tells, for nobody may be there then.
func Save(path string, perm fs.FileMode, write func(io.Writer) error) error {
	abs, err := filepath.Abs(path)
	if err != nil {
		return fault.New("save", fault.Invalid, path, "", err)
	}
	s := &saving{path: abs, part: abs + ".part", share: siteOf(abs).share}
	if err := s.create(perm); err != nil {
		return err
	}
	if err = write(s); err == nil {
		err = s.step(s.file.Sync)
	}
	if err == nil {
		err = s.step(s.file.Close)
	}
	if err != nil {
		return s.giveUp(err)
	}
	err = Change(s.path, "save", func() error {
		err := os.Rename(s.part, s.path)
		if err != nil {
			_ = os.Remove(s.part)
		}
		return saveFault(s.path, err)
	})
	s.leave(rest{})
	return err
}

// saving is a file that is being saved.
type saving struct {
	path, part string
	share      *share // nil of a local disk
	file       *os.File
	silent     error // of the step that had no answer: no other is made
}

func (s *saving) create(perm fs.FileMode) (err error) {
	create := func() (*os.File, error) {
		f, err := createQuietly(s.part, perm)
		return f, saveFault(s.part, err)
	}
	if s.share == nil {
		s.file, err = create()
		return err
	}
	s.file, err = ask(s.share, "save", s.path, create, func(late *os.File) { rest{late, s.part}.Close() })
	if err == nil {
		s.share.open()
	}
	return err
}

// Write appends.
func (s *saving) Write(p []byte) (n int, err error) {
	for n < len(p) && err == nil {
		var got int
		got, err = s.writePiece(p[n:min(len(p), n+pieceBytes)])
		n += got
	}
	return n, err
}

func (s *saving) writePiece(p []byte) (int, error) {
	if s.share == nil {
		n, err := s.file.Write(p)
		return n, saveFault(s.path, err)
	}
	if s.silent != nil {
		return 0, s.silent
	}
	buf := pieces.Get().(*[pieceBytes]byte) // which a write that is left behind keeps
	copy(buf[:], p)
	got, err := ask(s.share, "save", s.path, func() (piece, error) {
		n, err := s.file.Write(buf[:len(p)])
		return piece{buf: buf, n: n}, saveFault(s.path, err)
	}, func(late piece) { pieces.Put(late.buf) })
	if got.buf != nil {
		pieces.Put(got.buf)
	}
	s.silent = unheard(err)
	return got.n, err
}

// step makes a call under the deadline.
func (s *saving) step(call func() error) error {
	if s.share == nil {
		return saveFault(s.path, call())
	}
	if s.silent != nil {
		return s.silent
	}
	_, err := ask(s.share, "save", s.path, func() (struct{}, error) { return struct{}{}, saveFault(s.path, call()) }, nil)
	s.silent = unheard(err)
	return err
}

// giveUp removes the part, now or when the share answers.
func (s *saving) giveUp(err error) error {
	left := rest{s.file, s.part}
	bad := s.silent
	if bad == nil {
		if bad = unheard(Change(s.path, "save", left.Close)); fault.IsUnanswered(bad) != nil {
			left = rest{} // it is under way
		}
	}
	if bad == nil {
		s.leave(rest{})
		return err
	}
	s.leave(left)
	why := errors.Unwrap(err)
	if why == nil {
		why = err
	}
	return fault.New("save", fault.KindOf(err), s.path, "", why).Next(fault.Say("what was written of it may stay as {0}", s.part))
}

// leave ends the use of the share; what is left to do is done when it answers.
func (s *saving) leave(r rest) {
	if s.share != nil {
		s.share.close(r)
	}
}

// rest is what is left to do for a part that nobody wants.
type rest struct {
	file *os.File
	part string
}

func (r rest) Close() error {
	if r.file == nil {
		return nil
	}
	r.file.Close()
	return os.Remove(r.part)
}

// unheard is err where a call had no answer.
func unheard(err error) error {
	if fault.KindOf(err) == fault.Away || errors.Is(err, ErrSlow) {
		return err
	}
	return nil
}

func saveFault(path string, err error) error {
	var known *fault.Error
	if err == nil || errors.As(err, &known) {
		return err
	}
	kind := fault.KindOf(err)
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	return fault.New("save", kind, path, "choose another folder", err)
}

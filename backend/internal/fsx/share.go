package fsx

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"cordwood/backend/fault"
)

// share is a mounted file system whose other side may stop answering. A call to
// it cannot be cancelled, so each runs in a goroutine of its own, which is left
// behind when the deadline has passed; it holds one of the share's turns until
// the system lets it go. A share that is silent is asked by its probe alone:
// every other call fails at once.
type share struct {
	turn chan struct{} // one element a call under way

	mu      sync.Mutex
	point   string        // where it is mounted
	heard   time.Time     // the last answer, if only from the memory of a system between
	proved  time.Time     // the last answer that nobody but the other side can give
	asked   time.Time     // since when a proof is waited for; zero when none is
	since   time.Time     // silent since; zero while it answers
	why     error         // what the system said, where it said something
	probing chan struct{} // closed to end the probe; nil when none is under way
	users   int           // opened folders and files
	left    []io.Closer   // closed while it was silent
}

func newShare() *share { return &share{turn: make(chan struct{}, turns)} }

func (s *share) at(point string) {
	s.mu.Lock()
	s.point = point
	s.mu.Unlock()
}

// ErrSlow is in the fault of a call that had no answer, while others had.
var ErrSlow = errors.New("no answer")

type slow struct{ fault.Said }

func (slow) Is(target error) bool { return target == ErrSlow }

// ask makes one call to a share. late takes a value that came after the caller
// had gone; it may be nil. An error of kind Away has a *fault.Silence in it.
func ask[T any](s *share, op, name string, call func() (T, error), late func(T)) (T, error) {
	type answer struct {
		value T
		err   error
	}
	var none T
	began := time.Now()
	patience := time.NewTimer(answerWithin)
	defer patience.Stop()
	if err := s.enter(op, name, began, patience); err != nil {
		return none, err
	}
	got, gone := make(chan answer), make(chan struct{})
	go func() {
		defer s.leave()
		v, err := call()
		s.judge(began, err, false)
		select {
		case got <- answer{v, err}:
		case <-gone:
			if err == nil && late != nil {
				late(v)
			}
		}
	}()
	for {
		select {
		case a := <-got:
			if fault.KindOf(a.err) == fault.Away {
				return a.value, s.silence(op, name)
			}
			return a.value, a.err
		case <-patience.C:
			more, err := s.wait(op, name, began)
			if err != nil {
				close(gone)
				return none, err
			}
			patience.Reset(more)
		}
	}
}

// enter takes a turn.
func (s *share) enter(op, name string, began time.Time, patience *time.Timer) error {
	if s.silent() {
		return s.silence(op, name)
	}
	for {
		select {
		case s.turn <- struct{}{}:
			return nil
		case <-patience.C:
			more, err := s.wait(op, name, began)
			if err != nil {
				return err
			}
			patience.Reset(more)
		}
	}
}

func (s *share) leave() { <-s.turn }

// silent reports that the share does not answer and that its probe will tell
// when it does. Without a probe the next call is one.
func (s *share) silent() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.probing != nil
}

// judge takes an answer in: what the other side says, if only that it failed, or
// what the system says in its place. sshfs, NFS and the kernel give sizes, listings
// and bytes from memory while the other side is gone: unless it is a proof, an
// answer ends a silence only when it was waited for.
func (s *share) judge(began time.Time, err error, proof bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if fault.KindOf(err) == fault.Away {
		s.stop(began, err)
		return
	}
	s.heard = time.Now()
	if proof {
		s.proved = s.heard
	} else if s.probing != nil && s.heard.Sub(began) < answerWithin {
		return
	}
	s.since, s.why = time.Time{}, nil
	if s.probing != nil {
		close(s.probing)
		s.probing = nil
	}
}

// wait is how much longer a call may take that began so long ago.
func (s *share) wait(op, name string, began time.Time) (time.Duration, error) {
	s.mu.Lock()
	now, last := time.Now(), began
	if s.proved.After(last) {
		last = s.proved
	}
	idle, rest := answerWithin-now.Sub(last), longest-now.Sub(began)
	if idle <= 0 && s.heard.After(last) { // others have answers: from the other side?
		if s.asked.IsZero() {
			s.asked = now
			go s.prove(now)
		}
		idle = answerWithin - now.Sub(s.asked)
	}
	if idle <= 0 {
		s.stop(last, nil)
	}
	silent, point := !s.since.IsZero(), s.point
	s.mu.Unlock()
	switch {
	case silent:
		return 0, s.silence(op, name)
	case rest <= 0:
		return 0, fault.New(op, fault.Unreadable, name, "", slow{fault.Say("no answer in {0}, while the share at {1} answers else", longest, point)})
	}
	return min(idle, rest), nil
}

// prove asks for what only the other side can answer, once.
func (s *share) prove(began time.Time) {
	s.mu.Lock()
	point := s.point
	s.mu.Unlock()
	err := look(point)
	s.mu.Lock()
	s.asked = time.Time{}
	s.mu.Unlock()
	s.judge(began, err, true)
}

// stop marks the share silent; s.mu is held.
func (s *share) stop(since time.Time, why error) {
	if s.since.IsZero() {
		s.since = since
	}
	if s.why == nil {
		s.why = cause(why)
	}
	if s.probing == nil && s.users > 0 {
		s.probing = make(chan struct{})
		go s.probe(s.probing)
	}
}

// silence is the fault of a call that was not answered.
func (s *share) silence(op, name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	since := s.since
	if since.IsZero() { // it answered just now
		since = time.Now()
	}
	return fault.New(op, fault.Away, name, "", &fault.Silence{Share: s.point, Since: since, Err: s.why})
}

// cause is the innermost of what the system said.
func cause(err error) error {
	var f *fault.Error
	if errors.As(err, &f) {
		return f.Err
	}
	return err
}

// probe asks a silent share quietly until it answers. It runs without a deadline,
// since nobody waits for it: a call that hangs returns when the share is back.
func (s *share) probe(ended <-chan struct{}) {
	for pause := firstProbe; ; pause = min(2*pause, lastProbe) {
		select {
		case <-ended:
			s.sweep()
			return
		case <-time.After(pause):
		}
		s.mu.Lock()
		point := s.point
		s.mu.Unlock()
		began := time.Now()
		s.judge(began, look(point), true)
	}
}

// look asks for what nobody has in memory: how full the volume is. Where the file
// system knows no such thing, an open goes to the other side.
func look(point string) error {
	if err := reach(point); err != nil {
		if err = named("look at", point, err); fault.KindOf(err) == fault.Away {
			return err
		}
	}
	d, err := os.Open(point)
	if err != nil {
		return named("look at", point, err)
	}
	defer d.Close()
	if _, err = d.Readdirnames(1); err != nil && !errors.Is(err, io.EOF) {
		return named("look at", point, err)
	}
	return nil
}

// sweep closes what was closed while the share was silent.
func (s *share) sweep() {
	s.mu.Lock()
	left := s.left
	s.left = nil
	s.mu.Unlock()
	for _, c := range left {
		c.Close()
	}
}

// open counts a user of the share; close ends it, and does not wait: even to
// close a file may hang.
func (s *share) open() {
	s.mu.Lock()
	s.users++
	s.mu.Unlock()
}

func (s *share) close(c io.Closer) {
	began := time.Now()
	patience := time.NewTimer(answerWithin)
	defer patience.Stop()
	if err := s.enter("close", "", began, patience); err != nil {
		s.mu.Lock()
		s.left = append(s.left, c)
		s.mu.Unlock()
	} else {
		go func() {
			defer s.leave()
			c.Close()
		}()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.users--; s.users == 0 && s.probing != nil {
		close(s.probing)
		s.probing = nil
	}
}

// Within makes a call that looks at what lies at path, and waits for it no longer
// than a share may take. On a local disk it is the call itself.
func Within[T any](path, op string, call func() (T, error)) (T, error) {
	var none T
	abs, err := filepath.Abs(path)
	if err != nil {
		return none, fault.New(op, fault.Invalid, path, "", err)
	}
	at := siteOf(abs)
	if at.share == nil {
		return call()
	}
	return ask(at.share, op, path, call, nil)
}

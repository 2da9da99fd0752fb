package fsx

import (
	"errors"
	"os"
	"sync"

	"cordwood/backend/fault"
)

// Do makes a call in the folder under the deadline of its share, for what leaves
// nothing to know when it has no answer in time: it only looks, or what it makes
// harms nobody when it comes late.
func (r *Root) Do(op, name string, call func(*os.Root) error) error {
	_, _, err := in(r, op, name, func(s *standing) (struct{}, error) { return struct{}{}, call(s.root) }, nil)
	return err
}

// Change makes one change in the folder under the deadline of its share. Without
// an answer in time the error has a *fault.Unanswered in it if the change was
// begun; if it was not, it is not made later either.
func (r *Root) Change(op, name string, call func(*os.Root) error) error {
	var c change
	_, _, err := in(r, op, name, func(s *standing) (struct{}, error) {
		return struct{}{}, c.begin(func() error { return call(s.root) })
	}, nil)
	return c.end(op, name, err)
}

// Change is Root.Change for what lies at a path.
func Change(path, op string, call func() error) error {
	var c change
	_, err := Within(path, op, func() (struct{}, error) { return struct{}{}, c.begin(call) })
	return c.end(op, path, err)
}

// change is one that is asked for: given up before it began, or begun.
type change struct {
	mu   sync.Mutex
	left bool
	late chan error // of the last try; nil before it began
}

func (c *change) begin(call func() error) error {
	late := make(chan error, 1)
	c.mu.Lock()
	left := c.left
	if !left {
		c.late = late
	}
	c.mu.Unlock()
	if left {
		return os.ErrDeadlineExceeded // nobody hears it
	}
	err := call()
	late <- err
	return err
}

func (c *change) end(op, name string, err error) error {
	if err == nil {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.left = true
	if c.late == nil || fault.KindOf(err) != fault.Away && !errors.Is(err, ErrSlow) {
		return err
	}
	return fault.New(op, fault.Away, name, "", &fault.Unanswered{Err: err, Late: c.late})
}

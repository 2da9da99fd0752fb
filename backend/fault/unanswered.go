package fault

import (
	"context"
	"errors"
	"time"
)

// Unanswered is the cause of an Away about a change: it was begun and had no
// answer in time, so nobody knows whether it was made. Who recorded its intent
// leaves the record open until the answer, or a look, tells.
type Unanswered struct {
	Err  error        // why there was no answer
	Late <-chan error // the answer, once; nil when none will come
}

// IsUnanswered finds it in the chain of err; nil when the outcome is known.
func IsUnanswered(err error) *Unanswered {
	var u *Unanswered
	errors.As(err, &u)
	return u
}

// Wait is the late answer. It is u itself when none will come, when it says that the
// other side is away, and when ctx ends first.
func (u *Unanswered) Wait(ctx context.Context) error {
	if u.Late == nil {
		return u
	}
	select {
	case answer := <-u.Late:
		if KindOf(answer) == Away {
			return u
		}
		return answer
	case <-ctx.Done():
		return u
	}
}

func (u *Unanswered) Error() string { return u.Words().String() }

// Words is the sentence for it.
func (u *Unanswered) Words() Said {
	if s := (*Silence)(nil); errors.As(u.Err, &s) {
		return Say("not known whether it was done: the share at {0} does not answer since {1}; look again when it does", s.Share, s.Since.Format(time.TimeOnly))
	}
	return Say("not known whether it was done: there was no answer in time; look again later")
}

func (u *Unanswered) Unwrap() error { return u.Err }

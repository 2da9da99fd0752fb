package fault

import (
	"time"
)

// Silence is the cause of an Away: a share that does not answer. It is nobody's
// mistake and passes by itself; what was read before stays valid.
type Silence struct {
	Share string    // where it is mounted
	Since time.Time // the beginning of the first call that was not answered
	Err   error     // what the system said instead; may be nil
}

func (s *Silence) Error() string { return s.Words().String() }

// Words is the sentence for it.
func (s *Silence) Words() Said {
	since := s.Since.Format(time.TimeOnly)
	if s.Err != nil {
		return Say("the share at {0} does not answer since {1}: {2}", s.Share, since, s.Err)
	}
	return Say("the share at {0} does not answer since {1}", s.Share, since)
}

func (s *Silence) Unwrap() error { return s.Err }

package fault

import (
	"fmt"
	"time"
)

// Silence is the cause of an Away: a share that does not answer. It is nobody's
// mistake and passes by itself; what was read before stays valid.
type Silence struct {
	Share string    // where it is mounted
	Since time.Time // the beginning of the first call that was not answered
	Err   error     // what the system said instead; may be nil
}

func (s *Silence) Error() string {
	text := fmt.Sprintf("the share at %s does not answer since %s", s.Share, s.Since.Format(time.TimeOnly))
	if s.Err != nil {
		text += ": " + s.Err.Error()
	}
	return text
}

func (s *Silence) Unwrap() error { return s.Err }

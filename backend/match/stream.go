package match

import (
	"regexp/syntax"

	"cordwood/backend/fault"
)

// Stream finds an RE2 expression in one line that comes in parts, as Lines does in a
// whole one. It holds a state and none of the text.
type Stream struct {
	a     *automaton
	state [1]uint32
	slow  bool // the state is what the automaton knows now
	found bool
}

// NewStream begins a line. The stream asks stop now and then; once that is true, what it
// says is of no interest.
func NewStream(pattern string, stop func() bool) (*Stream, error) {
	tree, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return nil, fault.New("match", fault.Invalid, pattern, "", err)
	}
	p, err := newProgram(tree, true)
	if err != nil {
		return nil, fault.New("match", fault.Invalid, pattern, "", err)
	}
	return newStream(p, usualLimits, stop), nil
}

func newStream(p *program, l limits, stop func() bool) *Stream {
	s := &Stream{a: newAutomaton(p, l)}
	s.a.stop = stop
	if s.slow = s.a.slow; s.slow {
		s.a.open(nil, 0, false)
	} else {
		s.a.begin(s.state[:], 0, nil, 0, false)
	}
	return s
}

// Write takes the next part.
func (s *Stream) Write(part []byte) {
	for len(part) > 0 && !s.found {
		if s.slow {
			s.found = s.a.step(part[0]) == matched
			part = part[1:]
			continue
		}
		moved := walk(s.a.table, &s.state[0], part)
		s.a.walked += moved
		if part = part[moved:]; len(part) > 0 {
			s.advance(part[0])
			part = part[1:]
		}
	}
}

// advance goes over a byte for which the table may have no answer.
func (s *Stream) advance(c byte) {
	s.a.advance(s.state[:], 0, c)
	if s.found = s.state[0] == matched; !s.found && s.a.slow {
		s.a.load(s.a.keys[s.state[0]>>8])
		s.slow = true
	}
}

// End reports whether the line matches.
func (s *Stream) End() bool {
	switch {
	case s.found:
	case s.slow:
		s.found = s.a.step('\n') == matched
	default:
		s.advance('\n')
	}
	return s.found
}

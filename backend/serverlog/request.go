package serverlog

import (
	"cordwood/backend/fault"
	"cordwood/backend/rules"
)

// rotateAsked carries out what cordwood-rules.rotate.json asks and is not answered yet;
// answered says that there was something. Its answers are kept in memory, so that
// a status that cannot be written makes no request come true twice.
func (s *Suite) rotateAsked() (answered bool) {
	return s.answer(func(f *family) (string, error) {
		copy, err := f.rotateNow()
		if err == nil && copy == "" {
			err = fault.New("rotate log", fault.Invalid, f.path(), "", fault.Say("the live file is empty: there is nothing to rotate"))
		}
		return copy, err
	})
}

// passOverRequests answers what was asked before this process began: who asked may
// have given up, and a process before this one may have done it and died.
func (s *Suite) passOverRequests() {
	s.answer(func(*family) (string, error) {
		return "", fault.New("rotate log", fault.Stopped, "", "ask again", fault.Say("the server was started after it was asked"))
	})
}

func (s *Suite) answer(do func(f *family) (copy string, err error)) (answered bool) {
	asked, _ := rules.Requests(s.opt.Dir) // what cannot be read asks nothing; the next poll looks again
	for name, r := range asked {
		f := s.families[name]
		if f == nil || r.ID == "" || r.ID == s.report.rotation(name).ID {
			continue
		}
		copy, err := do(f)
		s.report.rotated(name, rules.Rotation{Request: r, Done: s.opt.Clock().UTC(), File: copy, Trouble: rules.TroubleOf(err)})
		answered = true
	}
	return answered
}

// rotateNow ends the live file, whatever its size, and returns the copy's name,
// which is empty when the file was.
func (f *live) rotateNow() (copy string, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.ready(); err != nil {
		return "", err
	}
	return f.rotate()
}

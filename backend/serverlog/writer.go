package serverlog

import (
	"github.com/rs/zerolog"

	"cordwood/backend/fault"
)

// Writer writes records in the server's own format. It is an io.Writer and a
// zerolog.LevelWriter, and may be used by many goroutines.
type Writer struct {
	suite  *Suite
	family *family
	name   string
}

// Writer is the door to one family. Writing to a family that is none of
// Options.Families fails with fault.Invalid.
func (s *Suite) Writer(family string) *Writer {
	return &Writer{suite: s, family: s.families[family], name: family}
}

// Write appends p as one record, whatever the level rule; a missing line end is
// added. It returns len(p) or an error, nothing between.
func (w *Writer) Write(p []byte) (int, error) { return w.WriteLevel(zerolog.NoLevel, p) }

// WriteLevel appends p as one record when the rule lets the level through, and
// reports len(p) when it does not: dropping is what was asked for.
func (w *Writer) WriteLevel(level zerolog.Level, p []byte) (int, error) {
	if w.family == nil {
		return 0, fault.New("write log", fault.Invalid, w.name, "name the family in Options.Families", nil)
	}
	if len(p) == 0 || !w.Enabled(level) {
		return len(p), nil
	}
	line := p
	if p[len(p)-1] != '\n' {
		line = append(p[:len(p):len(p)], '\n')
	}
	if err := w.family.write(line); err != nil {
		w.suite.keeper.wake() // so that the status tells it
		return 0, err
	}
	return len(p), nil
}

// Enabled reports whether the rule lets the level through now: ask before
// building a costly line. Records without a level always pass.
func (w *Writer) Enabled(level zerolog.Level) bool {
	return w.family == nil || int32(level) >= w.family.threshold.Load()
}

// Sample makes the Writer a zerolog.Sampler, so that a silenced record is not
// even built.
func (w *Writer) Sample(level zerolog.Level) bool { return w.Enabled(level) }

// Logger writes JSON lines {level, ..., time, message} into a family; time is
// RFC 3339 in UTC with milliseconds. The level rule acts on it live.
func (s *Suite) Logger(family string) zerolog.Logger {
	w := s.Writer(family)
	stamp := zerolog.HookFunc(func(e *zerolog.Event, _ zerolog.Level, _ string) {
		e.Str(zerolog.TimestampFieldName, s.stamp(s.opt.Clock()))
	})
	return zerolog.New(w).Sample(w).Hook(stamp)
}

package rules

import (
	"cordwood/backend/event"
	"cordwood/backend/fault"
)

// Action says what becomes of a copy that goes.
type Action string

const (
	Delete  Action = "delete"
	Hold    Action = "hold"    // moved aside, can be undone
	Archive Action = "archive" // moved to a folder that is kept
)

// Level is an output level: entries below it are not written.
type Level string

const (
	LevelError Level = "ERROR"
	LevelWarn  Level = "WARN"
	LevelInfo  Level = "INFO"
	LevelDebug Level = "DEBUG"
	LevelTrace Level = "TRACE"
)

// Levels are all levels, the most severe first.
var Levels = [...]Level{LevelError, LevelWarn, LevelInfo, LevelDebug, LevelTrace}

// Severity is the lowest severity that the level lets through; 0 for a level
// that is none of Levels.
func (l Level) Severity() event.Severity {
	for _, known := range Levels {
		if l == known {
			s, _ := event.ParseLevel(string(l))
			return s
		}
	}
	return event.None
}

const (
	// MaxLiveBytes is where a live file is rotated: 100 MB, as the screen says.
	MaxLiveBytes int64 = 104_857_600
	// MinLiveBytes keeps a wrong unit (100 meant as megabytes) from making a
	// rotation out of every line.
	MinLiveBytes int64 = 64 << 10
	// MaxCopies bounds the number of copies; ten thousand files of 100 MB are a
	// terabyte, more than any of our users' disks.
	MaxCopies = 10_000
)

// Rule is what holds for one family.
type Rule struct {
	Level    Level  `json:"level"`
	Copies   int    `json:"copies"`   // rotated copies beside the live file, 1 to MaxCopies
	Cleaning bool   `json:"cleaning"` // whether the excess is cleaned by itself
	Action   Action `json:"action"`
	MaxBytes int64  `json:"max_bytes"` // size of the live file that is never exceeded
}

// Override is what one family says differently; nil inherits.
type Override struct {
	Level    *Level  `json:"level,omitempty"`
	Copies   *int    `json:"copies,omitempty"`
	Cleaning *bool   `json:"cleaning,omitempty"`
	Action   *Action `json:"action,omitempty"`
	MaxBytes *int64  `json:"max_bytes,omitempty"`
}

// Set is the rules of one folder.
type Set struct {
	All      Rule                `json:"all"`
	Families map[string]Override `json:"families,omitempty"`
}

// Default is in force where no rule was ever saved: it deletes nothing.
func Default() Set {
	return Set{All: Rule{Level: LevelInfo, Copies: 10, Action: Delete, MaxBytes: MaxLiveBytes}}
}

// For is the rule of one family, with what it inherits filled in.
func (s Set) For(family string) Rule {
	r, o := s.All, s.Families[family]
	inherit(&r.Level, o.Level)
	inherit(&r.Copies, o.Copies)
	inherit(&r.Cleaning, o.Cleaning)
	inherit(&r.Action, o.Action)
	inherit(&r.MaxBytes, o.MaxBytes)
	return r
}

// Uncleaned is the set with automatic cleaning off in every family: what holds
// where nobody carries the rules out.
func (s Set) Uncleaned() Set {
	s.All.Cleaning = false
	families := make(map[string]Override, len(s.Families))
	for name, own := range s.Families {
		own.Cleaning = nil
		families[name] = own
	}
	s.Families = families
	return s
}

func inherit[T any](to *T, own *T) {
	if own != nil {
		*to = *own
	}
}

// AlwaysOn reports whether the level rule leaves the family alone: who came in
// and who changed what is never silenced.
func AlwaysOn(family string) bool { return family == "access_log" || family == "audit_log" }

// Validate reports the first value that makes no sense, as fault.Invalid with
// the key as its Path ("families.database.copies").
func (s Set) Validate() error {
	if err := s.All.validate("all"); err != nil {
		return err
	}
	for name := range s.Families {
		if !validFamily(name) {
			return invalid("families."+name, fault.Say("a family is named like its file without .log"))
		}
		if err := s.For(name).validate("families." + name); err != nil {
			return err
		}
	}
	return nil
}

func (r Rule) validate(at string) error {
	switch {
	case r.Level.Severity() == event.None:
		return invalid(at+".level", fault.Say("one of ERROR, WARN, INFO, DEBUG, TRACE"))
	case r.Copies < 1 || r.Copies > MaxCopies:
		return invalid(at+".copies", fault.Say("1 to 10000"))
	case r.Action != Delete && r.Action != Hold && r.Action != Archive:
		return invalid(at+".action", fault.Say("one of delete, hold, archive"))
	case r.MaxBytes < MinLiveBytes || r.MaxBytes > MaxLiveBytes:
		return invalid(at+".max_bytes", fault.Say("65536 to 104857600 bytes"))
	}
	return nil
}

func invalid(at string, hint fault.Said) error {
	return fault.New("check rules", fault.Invalid, at, "", nil).Next(hint)
}

// validFamily accepts what can be a file name on every system we run on.
func validFamily(name string) bool {
	if name == "" || len(name) > 100 || name[0] == '.' || name[0] == '-' {
		return false
	}
	for _, c := range name {
		if c < ' ' || c == 0x7f {
			return false
		}
		switch c {
		case '/', '\\', ':', '*', '?', '"', '<', '>', '|':
			return false
		}
	}
	return true
}

package rules

import (
	"context"
	"errors"
	"time"

	"cordwood/backend/fault"
)

// StatusName is the file in which whoever applies the rules answers.
const StatusName = "cordwood-rules.status.json"

// Status is the answer: what is in force, not what was asked for.
type Status struct {
	Version  int                     `json:"version"`
	Rev      int64                   `json:"rev"`  // revision in force; 0 when there is none
	Time     time.Time               `json:"time"` // of this answer
	Trouble                          // why a newer rule file is not in force
	Writer   string                  `json:"writer"`
	Families map[string]FamilyStatus `json:"families"`
}

// FamilyStatus is what holds for one family. Several servers may log into one
// folder; each answers for its own families.
type FamilyStatus struct {
	Level     Level  `json:"level"`
	Rev       int64  `json:"rev"`
	Writer    string `json:"writer"`
	Rotations int64  `json:"rotations"`        // ever counted; rises
	Newest    string `json:"newest,omitempty"` // copy of the last rotation counted, so that a crash loses no count
	Trouble
	Cleaning *Cleaning `json:"last_cleaning,omitempty"`
	Rotation *Rotation `json:"last_rotation_asked,omitempty"`
}

// Cleaning is the last run over one family.
type Cleaning struct {
	At        time.Time  `json:"at"`
	Rev       int64      `json:"rev"`
	Files     int        `json:"files"`
	Bytes     int64      `json:"bytes"`
	Rotations int64      `json:"rotations"`             // counted then, less what the run could not take
	Waiting   string     `json:"waiting,omitempty"`     // why it took nothing, in English
	Waits     fault.Said `json:"waiting_said,omitzero"` // the same in parts
	Trouble
}

// Trouble is why something is not done: Error in English, for people and scripts,
// and Fault in parts, from which a page makes it in another language. Who wrote the
// status before there were parts left them out.
type Trouble struct {
	Error string `json:"error,omitempty"`
	Fault Told   `json:"fault,omitzero"`
}

// Told is a fault as it stands in the status.
type Told struct {
	Kind fault.Kind `json:"kind,omitempty"`
	Path string     `json:"path,omitempty"`
	Said fault.Said `json:"said,omitzero"`
}

// TroubleOf is what err says; nothing when it is nil.
func TroubleOf(err error) Trouble {
	if err == nil {
		return Trouble{}
	}
	told := Told{Kind: fault.KindOf(err), Said: fault.Why(err)}
	if f := (*fault.Error)(nil); errors.As(err, &f) {
		told.Path = f.Path
	}
	return Trouble{Error: err.Error(), Fault: told}
}

// Wait says why the cleaning took nothing.
func (c *Cleaning) Wait(why fault.Said) { c.Waiting, c.Waits = why.String(), why }

// LoadStatus reads the status of a folder; fault.NotFound means that nobody
// applies rules there.
func LoadStatus(dir string) (Status, error) { return loadSmall[Status](dir, StatusName) }

// UpdateStatus reads the status, lets change alter it, and writes it back, all
// under the lock of the folder, so that two servers do not lose each other's
// families. A status that is damaged or missing starts empty.
func UpdateStatus(ctx context.Context, dir string, change func(*Status)) error {
	return updateSmall(ctx, dir, StatusName, func(s *Status) (keep bool) {
		if s.Families == nil {
			s.Families = map[string]FamilyStatus{}
		}
		s.Version = FileVersion
		change(s)
		return true
	})
}

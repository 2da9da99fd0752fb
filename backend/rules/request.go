package rules

import (
	"context"
	"crypto/rand"
	"time"

	"cordwood/backend/fault"
)

// RequestName is the file in which the servers of a folder are asked to rotate
// now. It is there only while something is asked:
//
//	window --Ask--> cordwood-rules.rotate.json --Requests--> server, which rotates
//	window <--LoadStatus-- FamilyStatus.Rotation, with the id of the request
//	window --Withdraw--> the file is gone
//
// A server answers an id once, and never carries out what it finds when it starts:
// so a request is done once or not at all, whoever of the two dies when.
const RequestName = "cordwood-rules.rotate.json"

// Request asks the server of one family to end its live file now.
type Request struct {
	ID string    `json:"id"` // no two have the same
	By string    `json:"by"` // who asks, for people
	At time.Time `json:"at"` // by the clock of who asks, for people
}

// Rotation is a server's answer to a Request.
type Rotation struct {
	Request
	Done    time.Time `json:"done"`           // of this answer, by the server's clock
	File    string    `json:"file,omitempty"` // the copy, before it is compressed
	Trouble           // why it was not done
}

type requests struct {
	Version  int                `json:"version"`
	Families map[string]Request `json:"families"`
}

// Requests are those that wait in a folder, by family. fault.NotFound means none.
func Requests(dir string) (map[string]Request, error) {
	r, err := loadSmall[requests](dir, RequestName)
	return r.Families, err
}

// Ask leaves a request for the server of a family. Where one waits already it is
// that one: who asks twice gets one rotation.
func Ask(ctx context.Context, dir, family, by string, now time.Time) (Request, error) {
	r := Request{ID: rand.Text(), By: by, At: now.UTC()}
	status, err := LoadStatus(dir)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return r, err
	}
	err = updateSmall(ctx, dir, RequestName, func(all *requests) (keep bool) {
		if waits, ok := all.Families[family]; ok && waits.ID != status.answered(family) {
			r = waits
			return true
		}
		if all.Families == nil {
			all.Families = map[string]Request{}
		}
		all.Version = FileVersion
		all.Families[family] = r
		return true
	})
	return r, err
}

// Withdraw takes a request back, answered or not.
func Withdraw(ctx context.Context, dir, family string, r Request) error {
	return updateSmall(ctx, dir, RequestName, func(all *requests) (keep bool) {
		if all.Families[family].ID == r.ID {
			delete(all.Families, family)
		}
		return len(all.Families) > 0
	})
}

// Answer is what the server of the family says to the request, nil while it says
// nothing.
func (s Status) Answer(family string, r Request) *Rotation {
	if r.ID == "" || s.answered(family) != r.ID {
		return nil
	}
	return s.Families[family].Rotation
}

// answered is the id of the last request that the server of the family answered.
func (s Status) answered(family string) string {
	if last := s.Families[family].Rotation; last != nil {
		return last.ID
	}
	return ""
}

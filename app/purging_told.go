package app

import (
	"maps"
	"slices"

	"cordwood/backend/fault"
	"cordwood/backend/hold"
)

// tell keeps what could not be purged, for the screen, and logs what is new.
func (c *caretaker) tell(o *opened, s *tended, trouble map[string]fault.Said) {
	s.mu.Lock()
	before := s.trouble
	s.trouble = trouble
	s.mu.Unlock()
	for id, why := range trouble {
		if before[id] != why {
			c.app.log.Warn().Str("source", o.path).Str("held", id).Msg(notPurged(why))
		}
	}
	if !maps.Equal(before, trouble) {
		c.app.hub.emit(Tick{Kind: "source", ID: string(o.id)})
	}
}

func (s *tended) why(id string) fault.Said {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.trouble[id]
}

// told is the trouble for a person, by batch.
func (s *tended) told() []Notice {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Notice
	for _, id := range slices.Sorted(maps.Keys(s.trouble)) {
		n := Notice{File: hold.Dir + "/" + id, Kind: "not_purged", Text: said(s.trouble[id])}
		n.Text.Text = notPurged(s.trouble[id])
		out = append(out, n)
	}
	return out
}

func notPurged(why fault.Said) string {
	return "not purged: " + why.String() + "; look at the held files, then restore or purge it by hand"
}

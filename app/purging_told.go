package app

import (
	"maps"
	"slices"

	"cordwood/backend/hold"
)

// tell keeps what could not be purged, for the screen, and logs what is new.
func (c *caretaker) tell(o *opened, s *tended, trouble map[string]string) {
	s.mu.Lock()
	before := s.trouble
	s.trouble = trouble
	s.mu.Unlock()
	for id, why := range trouble {
		if before[id] != why {
			c.app.log.Warn().Str("source", o.path).Str("held", id).Msg(why)
		}
	}
	if !maps.Equal(before, trouble) {
		c.app.hub.emit(Tick{Kind: "source", ID: string(o.id)})
	}
}

func (s *tended) why(id string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.trouble[id]
}

// told is the trouble in lines for a person, by batch.
func (s *tended) told() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var lines []string
	for _, id := range slices.Sorted(maps.Keys(s.trouble)) {
		lines = append(lines, hold.Dir+"/"+id+": "+s.trouble[id])
	}
	return lines
}

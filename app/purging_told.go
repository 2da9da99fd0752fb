package app

import (
	"maps"
	"slices"

	"cordwood/backend/hold"
)

// tell keeps what could not be purged, for the screen, and logs what is new.
func (p *purger) tell(o *opened, s *purging, trouble map[string]string) {
	s.mu.Lock()
	before := s.trouble
	s.trouble = trouble
	s.mu.Unlock()
	for id, why := range trouble {
		if before[id] != why {
			p.app.log.Warn().Str("source", o.path).Str("held", id).Msg(why)
		}
	}
	if !maps.Equal(before, trouble) {
		p.app.hub.emit(Tick{Kind: "source", ID: string(o.id)})
	}
}

func (s *purging) why(id string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.trouble[id]
}

// told is the trouble in lines for a person, by batch.
func (s *purging) told() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var lines []string
	for _, id := range slices.Sorted(maps.Keys(s.trouble)) {
		lines = append(lines, hold.Dir+"/"+id+": "+s.trouble[id])
	}
	return lines
}

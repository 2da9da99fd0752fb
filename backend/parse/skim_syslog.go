package parse

// skim: the level may be a parameter in the structured data, which is left to event.
func (r syslogLines) skim(line []byte, m *memory) glance {
	var s sysline
	i, numbered := s.start(line)
	at, n := m.read(line[i:])
	if n == 0 || !s.behind(line, i, n, at.zone, numbered) {
		if !r.head(line, m.clock) {
			return unsure(false)
		}
		return m.plainGlance(line)
	}
	g := glance{moment: at, head: true, sure: true}
	severity, n := s.levelWord(line)
	switch {
	case n > 0:
		g.severity = severity
	case s.priority >= 0:
		g.severity = syslogSeverities[s.priority%8]
	case s.data.to > s.data.from:
		return m.parsed(r, line)
	}
	return g
}

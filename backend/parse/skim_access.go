package parse

import "bytes"

// known reports that the columns before the time are an address and two dashes,
// as most are; who finds the same.
func known(line []byte) bool {
	dashes := len(line) - len(" - - ")
	return dashes > 0 && string(line[dashes:]) == " - - " && bytes.IndexByte(line[:dashes], ' ') < 0 && bytes.IndexByte(line[:dashes], '\t') < 0
}

func (r accessLog) skim(line []byte, m *memory) glance {
	if len(line) == 0 {
		return unsure(false)
	}
	open := stampBracket(line)
	if open < 0 {
		return m.plainGlance(line)
	}
	at, n := m.read(line[open+1:])
	i := open + 1 + n
	if n == 0 || !requestBehind(line, i) || !known(line[:open]) && !new(visit).who(line[:open]) {
		return m.plainGlance(line)
	}
	if _, end, ok := quotedSpan(line, i+2); !ok || !statusAt(line, end) {
		return m.plainGlance(line)
	}
	return glance{moment: at, head: true, sure: true}
}

// statusAt reports whether a status, or a dash in its place, follows at i.
func statusAt(line []byte, i int) bool {
	_, ok := statusSpan(line, blanks(line, i))
	return ok
}

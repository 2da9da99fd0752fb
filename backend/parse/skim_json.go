package parse

import "bytes"

// jsonLook reads one line as record does, but keeps only what becomes time and
// severity. What it does not know, it leaves to record.
type jsonLook struct {
	jsonBytes
	name    [2 * maxFlatName]byte // of a nested member
	members int
	time    jsonPlace
	level   jsonPlace
	clef    bool // Serilog's compact form, perhaps
	gelf    bool
	dated   bool // has MongoDB's date
	mongo   bool // it is not empty
	names   [namesKept]jsonName
}

// jsonName is how a member of the record began: the records of a file have mostly
// the same, in the same order.
type jsonName struct {
	text [24]byte // "name":
	n    int
	key  *jsonKey
}

// namesKept is a power of two.
const namesKept = 32

// jsonPlace is where the best value of a role stands so far; key is nil when there
// is none.
type jsonPlace struct {
	key  *jsonKey
	text []byte
	kind jsonKind
	odd  bool // the text holds escapes
}

// maxLookMembers keeps looks away from maxFields.
const maxLookMembers = maxFields / 2

// skim: an object that the line closes is the whole record, whatever follows it.
func (r jsonLines) skim(line []byte, m *memory) glance {
	if len(line) == 0 || line[0] != '{' || line[len(line)-1] == ')' {
		return r.skimWhole(line, m)
	}
	j := &m.json
	j.open(line)
	if j.object(0, 0, 0) < 0 {
		return r.skimWhole(line, m)
	}
	at, ok := j.instant(m)
	if !ok {
		return r.skimWhole(line, m)
	}
	severity, ok := j.severity()
	if !ok {
		return r.skimWhole(line, m)
	}
	return glance{moment: at, severity: severity, head: true, sure: true}
}

// open makes the look ready for a line.
func (j *jsonLook) open(line []byte) {
	j.line, j.members, j.time, j.level = line, 0, jsonPlace{}, jsonPlace{}
	j.clef, j.gelf, j.dated, j.mongo = false, false, false, false
}

// skimWhole is skim by way of the record itself.
func (r jsonLines) skimWhole(line []byte, m *memory) glance {
	if !r.head(line, m.clock) {
		return unsure(false)
	}
	start := bytes.IndexByte(line, '{')
	before := line
	if start >= 0 {
		before = line[:start]
	}
	if len(bytes.Trim(before, " \t[,\n")) > 0 {
		return m.parsed(r, line)
	}
	s := jsonScanner{s: string(line), i: max(start, 0)}
	if start < 0 || !s.skip(0) {
		return unsure(true) // the object may begin, or end, on a line below
	}
	return m.parsed(r, line)
}

// object takes the object at i. Of the names of its members, the first prefix
// bytes stand in j.name. It returns the position behind it, -1 when the line does
// not hold it or it is left to record.
func (j *jsonLook) object(i, prefix, depth int) int {
	if i = j.blanks(i + 1); i < len(j.line) && j.line[i] == '}' {
		return i + 1
	}
	for {
		if j.members++; i >= len(j.line) || j.line[i] != '"' || j.members > maxLookMembers {
			return -1
		}
		last := &j.names[j.members%namesKept]
		if text := last.text[:last.n]; prefix == 0 && len(text) > 0 && bytes.HasPrefix(j.line[i:], text) {
			i = j.member(text[1:len(text)-2], last.key, j.blanks(i+len(text)), 0, depth)
		} else {
			i = j.named(i, prefix, depth, last)
		}
		if i < 0 {
			return -1
		}
		i = j.blanks(i)
		switch {
		case i >= len(j.line):
			return -1
		case j.line[i] == '}':
			return i + 1
		case j.line[i] != ',':
			return -1
		}
		i = j.blanks(i + 1)
	}
}

// named takes the member at i, which begins with a quote; last keeps how it began.
func (j *jsonLook) named(from, prefix, depth int, last *jsonName) int {
	to := plainString(j.line, from+1)
	if to < 0 {
		return -1
	}
	name := j.line[from+1 : to]
	i := j.blanks(to + 1)
	if i >= len(j.line) || j.line[i] != ':' {
		return -1
	}
	if prefix > 0 {
		if prefix+len(name) >= maxFlatName {
			return -1
		}
		name = append(j.name[:prefix], name...)
	}
	key := jsonKeyOf(name)
	if prefix == 0 && i == to+1 && i+1-from <= len(last.text) {
		last.n, last.key = copy(last.text[:], j.line[from:i+1]), key
	}
	return j.member(name, key, j.blanks(i+1), prefix, depth)
}

// member takes the value at i and notes what it means.
func (j *jsonLook) member(name []byte, key *jsonKey, i, prefix, depth int) int {
	if key == nil {
		end, _, _ := j.value(i, depth)
		return end
	}
	if i < len(j.line) && j.line[i] == '{' && key.nests && depth < maxFlatDepth {
		n := copy(j.name[:], name)
		j.name[n] = '.'
		return j.object(i, n+1, depth+1)
	}
	end, kind, odd := j.value(i, depth)
	if end < 0 || kind == jsonNull || key.role == noRole {
		return end
	}
	text := j.line[i:end]
	if kind == jsonString {
		text = text[1 : len(text)-1]
	}
	j.note(key, text, kind, odd)
	return end
}

package cache

import (
	"slices"
	"strings"
)

// kinds are the endings of entries: an index, a skip filter, marks, a side copy,
// and what was seen of a folder.
var kinds = []string{"idx", "gram", "mark", "zst", "look"}

const partEnd = ".part"

// validID admits what is one harmless name on every system. Ids of sources and
// files are of this sort by themselves; others came from somewhere else.
func validID(id string) bool {
	if id == "" || len(id) > maxID || device(strings.ToLower(id)) {
		return false
	}
	for i := range len(id) {
		c := id[i]
		if !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '_') {
			return false
		}
	}
	return true
}

// device knows the names that Windows gives to devices in every folder, with
// any ending.
func device(id string) bool {
	switch id {
	case "con", "prn", "aux", "nul":
		return true
	}
	return len(id) == 4 && (id[:3] == "com" || id[:3] == "lpt") && '0' <= id[3] && id[3] <= '9'
}

// parse takes an entry's name apart.
func parse(name string) (file, kind string, ok bool) {
	file, kind, ok = strings.Cut(name, ".")
	return file, kind, ok && validID(file) && slices.Contains(kinds, kind)
}

// isPart knows the names that atomicfile gives to files in the making.
func isPart(name string) bool {
	rest, ok := strings.CutSuffix(name, partEnd)
	dot := strings.LastIndexByte(rest, '.')
	if !ok || dot < 0 || rest[dot+1:] == "" || strings.Trim(rest[dot+1:], "0123456789abcdef") != "" {
		return false
	}
	_, _, ok = parse(rest[:dot])
	return ok
}

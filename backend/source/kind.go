package source

import (
	"path"
	"strings"

	"cordwood/backend/fault"
)

// Ignored reports names that are nobody's log: our own held and half-written
// files, NFS's names for deleted files, and editors' left-overs.
func Ignored(base string) bool {
	switch path.Ext(base) {
	case ".part", ".tmp", ".swp", ".lock", ".pid", ".idx":
		return true
	}
	return strings.HasPrefix(base, ".") || strings.HasSuffix(base, "~")
}

// notLogs are extensions of files that lie beside logs and are none.
var notLogs = map[string]bool{
	".md": true, ".html": true, ".htm": true, ".css": true, ".js": true, ".ts": true,
	".py": true, ".sh": true, ".bat": true, ".ps1": true, ".c": true, ".go": true, ".java": true,
	".conf": true, ".cfg": true, ".ini": true, ".properties": true, ".toml": true, ".yaml": true, ".yml": true,
	".pem": true, ".crt": true, ".key": true, ".xsd": true, ".dtd": true,
}

// NotLog says why a file of that name is no log, or nothing.
func NotLog(base string) fault.Said {
	if ext := strings.ToLower(path.Ext(base)); notLogs[ext] {
		return fault.Say("not a log: {0}", ext)
	}
	return fault.Said{}
}

// NamedLikeLog reports that a person would expect a log under that name, so
// that it is listed with its problem when it cannot be read.
func NamedLikeLog(p string) bool {
	n := ParseName(p)
	switch strings.ToLower(n.Ext) {
	case ".log", ".txt", ".out", ".err", ".json", ".jsonl", ".csv":
		return true
	case "":
		return n.Rotated() || rank(n.Stem) < len(Known) || strings.HasSuffix(n.Stem, "log")
	}
	return false
}

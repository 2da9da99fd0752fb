package source

import (
	"path"
	"strings"
)

// Charsets say how text is read that is not UTF-8 and has no mark: names that
// decode.ParseCharset knows. The zero value leaves it to the detector.
type Charsets struct {
	All string
	Of  map[string]string // of the files with this Trunk, before All
}

// For is the charset that was set for a file; empty: none.
func (c Charsets) For(p string) string {
	if set := c.Of[Trunk(p)]; set != "" {
		return set
	}
	return c.All
}

// Trunk is the path that all copies of a family share, without date, number and
// compression: "logs/application.log" of logs/application-2026-11-22.log.gz.
func Trunk(p string) string {
	n := ParseName(p)
	return path.Join(n.Folder, n.Stem+strings.ToLower(n.Ext))
}

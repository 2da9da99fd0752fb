package source

import "strings"

// bundleEnds are how the names of bundles end. What a file is, its bytes say;
// this is for lists, before a file was opened.
var bundleEnds = []string{".zip", ".tar", ".tgz", ".tar.gz", ".tar.zst", ".tzst", ".tar.xz", ".txz", ".tar.bz2", ".tbz2"}

// NamedLikeBundle reports that a person would expect a bundle under that name.
func NamedLikeBundle(base string) bool {
	base = strings.ToLower(base)
	for _, end := range bundleEnds {
		if strings.HasSuffix(base, end) {
			return true
		}
	}
	return false
}

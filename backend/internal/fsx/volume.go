package fsx

import "os"

// Volume is where a folder lies, as far as it matters for watching it.
type Volume string

const (
	Local   Volume = "local"   // the system reports changes as they happen
	Share   Volume = "share"   // another machine writes: nobody reports, so poll
	Unknown Volume = "unknown" // treated as Share
)

// Volume says on what sort of file system the folder lies.
func (r *Root) Volume() Volume {
	d, err := r.root.OpenFile(".", os.O_RDONLY, 0)
	if err != nil {
		return Unknown
	}
	defer d.Close()
	return volumeOf(d)
}

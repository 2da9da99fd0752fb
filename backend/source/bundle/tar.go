package bundle

import (
	"archive/tar"
	"errors"
	"io"
	"strings"

	"cordwood/backend/decode"
	"cordwood/backend/fault"
)

// tarArchive reads a tar. Over a reader that can seek, archive/tar skips what
// is not read, so that finding an entry costs its headers only.
type tarArchive struct {
	t      *tar.Reader
	at     *io.SectionReader // what t reads, when it is read by position
	closer io.Closer
	path   string
	budget *decode.Budget
	i      int // entries given
}

func newTar(r io.Reader, closer io.Closer, path string, budget *decode.Budget) *tarArchive {
	a := &tarArchive{t: tar.NewReader(r), closer: closer, path: path, budget: budget}
	a.at, _ = r.(*io.SectionReader)
	return a
}

func (a *tarArchive) next() (*entry, error) {
	h, err := a.t.Next()
	switch {
	case err == io.EOF:
		return nil, io.EOF
	case err != nil && !errors.Is(err, tar.ErrInsecurePath): // names are labels here
		return nil, damaged(a.path, err)
	}
	a.i++
	e := &entry{label: label(h.Name), size: h.Size, modified: h.ModTime}
	if err := a.budget.Entry(a.path); err != nil {
		return nil, err
	}
	switch h.Typeflag {
	case tar.TypeReg, '\x00', tar.TypeCont, tar.TypeGNUSparse:
	case tar.TypeDir:
		e.folder = true
		return e, nil
	case tar.TypeSymlink:
		e.refused = fault.Say("symbolic link to {0}", h.Linkname)
	case tar.TypeLink:
		e.refused = fault.Say("hard link to {0}", h.Linkname)
	case tar.TypeChar, tar.TypeBlock:
		e.refused = fault.Say("it is a device")
	case tar.TypeFifo:
		e.refused = fault.Say("it is a named pipe")
	default:
		e.refused = fault.Say("it is a special file")
	}
	e.r = a.budget.Meter(&named{a.t, e.label}, e.label)
	if a.at != nil && !sparse(h) {
		if pos, err := a.at.Seek(0, io.SeekCurrent); err == nil {
			e.at = io.NewSectionReader(a.at, pos, h.Size)
		}
	}
	return e, nil
}

// sparse entries say more bytes than are stored.
func sparse(h *tar.Header) bool {
	if h.Typeflag == tar.TypeGNUSparse {
		return true
	}
	for key := range h.PAXRecords {
		if strings.HasPrefix(key, "GNU.sparse.") {
			return true
		}
	}
	return false
}

func (a *tarArchive) seek(i int) (*entry, error) {
	for {
		e, err := a.next()
		if err != nil || a.i == i+1 {
			return e, err
		}
	}
}

func (a *tarArchive) Close() error {
	if a.closer == nil {
		return nil
	}
	return a.closer.Close()
}

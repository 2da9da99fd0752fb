package bundle

import (
	"archive/zip"
	"compress/bzip2"
	"errors"
	"io"
	"io/fs"

	"github.com/klauspost/compress/zstd"

	"cordwood/backend/decode"
	"cordwood/backend/fault"
)

// zipArchive reads a zip by its central directory.
type zipArchive struct {
	z       *zip.Reader
	at      *io.SectionReader
	path    string
	budget  *decode.Budget
	overlap map[int]bool
	i       int
	open    io.Closer // the present entry's reader
}

// Numbers of compression methods in zip (APPNOTE.TXT 4.4.5).
const (
	methodBzip2 = 12
	methodZstd  = 93
)

func newZip(at *io.SectionReader, path string, budget *decode.Budget) (archive, error) {
	if err := checkEnd(at, path, budget); err != nil {
		return nil, err
	}
	z, err := zip.NewReader(at, at.Size())
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) { // names are labels here
		return nil, damaged(path, err)
	}
	z.RegisterDecompressor(methodBzip2, func(r io.Reader) io.ReadCloser { return io.NopCloser(bzip2.NewReader(r)) })
	z.RegisterDecompressor(methodZstd, zstd.ZipDecompressor(decode.ZstdOptions()...))
	return &zipArchive{z: z, at: at, path: path, budget: budget, overlap: overlaps(z.File)}, nil
}

func (a *zipArchive) next() (*entry, error) { return a.seek(a.i) }

func (a *zipArchive) seek(i int) (*entry, error) {
	a.closeEntry()
	if i >= len(a.z.File) {
		return nil, io.EOF
	}
	a.i = i + 1
	f := a.z.File[i]
	if err := a.budget.Entry(a.path); err != nil {
		return nil, err
	}
	e := &entry{label: label(f.Name), size: int64(f.UncompressedSize64), modified: f.Modified}
	if e.folder = f.Mode().IsDir(); e.folder {
		return e, nil
	}
	if e.refused = a.refuse(i, f); !e.refused.None() {
		return e, nil
	}
	r, err := f.Open()
	if err != nil {
		e.refused = fault.Say("damaged: {0}", err)
		return e, nil //nolint:nilerr // in refused
	}
	a.open = r
	e.r = a.budget.Meter(&named{r, e.label}, e.label)
	if f.Method == zip.Store && f.CompressedSize64 == f.UncompressedSize64 {
		if pos, err := f.DataOffset(); err == nil {
			e.at = io.NewSectionReader(a.at, pos, int64(f.UncompressedSize64))
		}
	}
	return e, nil
}

// refuse says why an entry is not read.
func (a *zipArchive) refuse(i int, f *zip.File) fault.Said {
	const encrypted = 1
	mode := f.Mode()
	switch {
	case a.overlap[i]:
		return fault.Say("damaged: it overlaps another entry")
	case f.Flags&encrypted != 0:
		return fault.Say("it is encrypted")
	case mode&fs.ModeSymlink != 0:
		return fault.Say("it is a symbolic link")
	case mode&fs.ModeType != 0:
		return fault.Say("it is a special file")
	}
	switch f.Method {
	case zip.Store, zip.Deflate, methodBzip2, methodZstd:
		return fault.Said{}
	}
	return fault.Say("compression method {0} is not supported", f.Method)
}

func (a *zipArchive) closeEntry() {
	if a.open != nil {
		// What was wrong with the data, Read has said.
		_ = a.open.Close()
		a.open = nil
	}
}

func (a *zipArchive) Close() error {
	a.closeEntry()
	return nil
}

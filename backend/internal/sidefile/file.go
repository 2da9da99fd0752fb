package sidefile

import (
	"encoding/binary"
	"errors"
	"io"
	"path/filepath"

	"cordwood/backend/fault"
	"cordwood/backend/internal/fsx"
)

var (
	errShort    = errors.New("it is too short or not whole")
	errMagic    = errors.New("it is of another kind or version")
	errLengths  = errors.New("its lengths do not fit")
	errTable    = errors.New("its table is too long")
	errIdentity = errors.New("it was made from another file")
	errSum      = errors.New("its sum is wrong")
)

// File is an opened side file. Safe for use by several goroutines.
type File struct {
	Table []byte // read only
	Body  int64  // bytes
	file  *fsx.File
	path  string
}

// Open checks footer and identity, and has parse read the Table, whose errors say
// what is wrong with it. Anything that is not as it should be is a fault of kind
// Damaged: the caller removes the file and makes it again.
func (k Kind) Open(path, identity string, parse func(*File) error) (*File, error) {
	dir, base := filepath.Split(path)
	root, err := fsx.OpenRoot(filepath.Clean(dir))
	if err != nil {
		return nil, err
	}
	defer root.Close()
	file, err := root.Open(base)
	if err != nil {
		return nil, err
	}
	f := &File{file: file, path: path}
	if err := f.read(k, identity); err != nil {
		file.Close()
		return nil, err
	}
	if err := parse(f); err != nil {
		file.Close()
		return nil, f.Damaged(err)
	}
	return f, nil
}

func (f *File) read(k Kind, identity string) error {
	info, err := f.file.Stat()
	if err != nil {
		return err
	}
	size := info.Size()
	if size < footerSize {
		return f.Damaged(errShort)
	}
	var foot [footerSize]byte
	if err := f.readFull(foot[:], size-footerSize); err != nil {
		return err
	}
	u32, u64 := binary.LittleEndian.Uint32, binary.LittleEndian.Uint64
	if string(foot[28:]) != k.Magic || u32(foot[20:]) != k.Version {
		return f.Damaged(errMagic)
	}
	body, table, id := u64(foot[0:]), u64(foot[8:]), uint64(u32(foot[16:]))
	if table > uint64(k.MaxTable) || id > maxIdentity {
		return f.Damaged(errTable)
	}
	if body > uint64(size) || body+table+id+footerSize != uint64(size) {
		return f.Damaged(errLengths)
	}
	end := make([]byte, table+id, table+id+24)
	if err := f.readFull(end, int64(body)); err != nil {
		return err
	}
	if string(end[table:]) != identity {
		return f.Damaged(errIdentity)
	}
	if Sum(append(end, foot[:24]...)) != u32(foot[24:]) {
		return f.Damaged(errSum)
	}
	f.Table, f.Body = end[:table:table], int64(body)
	return nil
}

// ReadAt reads from the body; a read that leaves it is Damaged, since only
// lengths from a table lead there.
func (f *File) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 || off > f.Body || int64(len(p)) > f.Body-off {
		return 0, f.Damaged(errLengths)
	}
	if err := f.readFull(p, off); err != nil {
		return 0, err
	}
	return len(p), nil
}

func (f *File) readFull(p []byte, off int64) error {
	n, err := f.file.ReadAt(p, off)
	switch {
	case n == len(p):
		return nil
	case errors.Is(err, io.EOF):
		return f.Damaged(errShort)
	}
	return err
}

// Damaged is the fault for this file.
func (f *File) Damaged(why error) error {
	return fault.New("read", fault.Damaged, f.path, "it will be made again", why)
}

// Close closes the file.
func (f *File) Close() error { return f.file.Close() }

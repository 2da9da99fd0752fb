package marks

import (
	"encoding/binary"
	"errors"

	"github.com/klauspost/compress/zstd"

	"cordwood/backend/fault"
	"cordwood/backend/inflate"
	"cordwood/backend/internal/sidefile"
)

// kind is the .mark file. Versions: 1, the first.
var kind = sidefile.Kind{Magic: "cwd mark", Version: 1, MaxTable: sizeBytes + maxMarks*markBytes, Level: zstd.SpeedFastest}

const (
	sizeBytes = 8
	markBytes = 36
	// maxMarks is 256 GB of text at a mark a MiB, four times what
	// decode.DefaultLimits admits.
	maxMarks = 1 << 18
)

// Writer writes the marks of one log, in their order.
type Writer struct {
	side  *sidefile.Writer
	path  string
	table []byte
	last  int64 // text before the last mark
}

// Create begins the .mark file that Commit will put at path; its folder must
// exist. The identity says which log it is of, and which state of it; Open must be
// given the same.
func Create(path, identity string) (*Writer, error) {
	side, err := kind.Create(path, identity)
	if err != nil {
		return nil, err
	}
	return &Writer{side: side, path: path, table: make([]byte, sizeBytes)}, nil
}

// Add takes the next mark.
func (w *Writer) Add(m *inflate.Mark) error {
	switch {
	case m.Text <= w.last:
		return fault.New("write", fault.Invalid, w.path, "", errOrder)
	case len(w.table) == sizeBytes+maxMarks*markBytes:
		return fault.New("write", fault.Limit, w.path, "", errors.New("too many marks"))
	}
	is, err := w.side.Piece(m.Window)
	if err != nil {
		return err
	}
	w.last = m.Text
	w.table = binary.LittleEndian.AppendUint64(w.table, uint64(m.Text))
	w.table = binary.LittleEndian.AppendUint64(w.table, uint64(m.Bit))
	for _, n := range []uint32{m.Sum, m.Length, uint32(len(m.Window)), is.Stored, is.Sum} {
		w.table = binary.LittleEndian.AppendUint32(w.table, n)
	}
	return nil
}

// Commit puts the marks of a text of this size in place. After an error nothing
// of them is there.
func (w *Writer) Commit(size int64) error {
	binary.LittleEndian.PutUint64(w.table, uint64(size))
	return w.side.Commit(w.table)
}

// Abort gives the file up; after a Commit it does nothing.
func (w *Writer) Abort() { w.side.Abort() }

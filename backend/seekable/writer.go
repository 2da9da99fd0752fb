package seekable

import (
	"encoding/binary"

	"cordwood/backend/fault"
	"cordwood/backend/internal/sidefile"
)

// kind is the .zst file. Versions: 1, the first.
var kind = sidefile.Kind{Magic: "cwd zcpy", Version: 1, MaxTable: sizeBytes + maxBlocks*sumBytes, Level: level}

const (
	sizeBytes = 8
	sumBytes  = 8
)

// Writer makes a copy from the decoded text, written from its start in pieces
// of any length. It holds some 2 MiB, and 8 bytes a block.
type Writer struct {
	side  *sidefile.Writer
	path  string
	block []byte // what is not written yet, less than a block
	size  int64
	sums  []byte
	err   error
}

// Create begins the copy that Commit will put at path; its folder must exist.
// The identity says which log it is of, and which state of it (its id and its
// stored size); Open must be given the same.
func Create(path, identity string) (*Writer, error) {
	side, err := kind.Create(path, identity)
	if err != nil {
		return nil, err
	}
	return &Writer{side: side, path: path, block: make([]byte, 0, BlockBytes)}, nil
}

func (w *Writer) Write(p []byte) (n int, err error) {
	for len(p) > 0 && w.err == nil {
		k := min(len(p), BlockBytes-len(w.block))
		w.block = append(w.block, p[:k]...)
		n, p = n+k, p[k:]
		if len(w.block) == BlockBytes {
			w.err = w.flush()
		}
	}
	return n, w.err
}

func (w *Writer) flush() error {
	if len(w.sums) == maxBlocks*sumBytes {
		return fault.New("write", fault.Limit, w.path, "", fault.Say("too long"))
	}
	is, err := w.side.Piece(w.block)
	if err != nil {
		return err
	}
	w.sums = binary.LittleEndian.AppendUint32(w.sums, is.Stored)
	w.sums = binary.LittleEndian.AppendUint32(w.sums, is.Sum)
	w.size += int64(len(w.block))
	w.block = w.block[:0]
	return nil
}

// Commit puts the copy in place. After an error, also one of Write, nothing of
// it is there.
func (w *Writer) Commit() error {
	if w.err == nil && len(w.block) > 0 {
		w.err = w.flush()
	}
	if w.err != nil {
		w.Abort()
		return w.err
	}
	table := binary.LittleEndian.AppendUint64(nil, uint64(w.size))
	return w.side.Commit(append(table, w.sums...))
}

// Abort gives the copy up; after a Commit it does nothing.
func (w *Writer) Abort() { w.side.Abort() }

package gram

import (
	"encoding/binary"

	"github.com/klauspost/compress/zstd"

	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/internal/sidefile"
)

// kind is the .gram file. Versions: 1, grams of four bytes; 2, long ones too.
var kind = sidefile.Kind{Magic: "cwd gram", Version: 2, MaxTable: maxTable, Level: zstd.SpeedFastest}

const (
	countBytes = 4
	endBytes   = 8
	sumBytes   = 8
	maxTable   = countBytes + maxPages*(endBytes+sumBytes*leastBlocks)
)

// Writer writes the filters of one file's pages, in their order.
type Writer struct {
	side    *sidefile.Writer
	path    string
	pending []*Filter // of the segment that is not written yet
	ends    []byte
	sums    []byte
	last    event.Offset
	block   []uint64
	raw     []byte
}

// Create begins the .gram file that Commit will put at path; its folder must
// exist. The identity says which log it is of; Open must be given the same.
func Create(path, identity string) (*Writer, error) {
	side, err := kind.Create(path, identity)
	if err != nil {
		return nil, err
	}
	return &Writer{side: side, path: path}, nil
}

// Add takes the filter of the next page, which ends before the decoded offset end.
// It is the Writer's from then on.
func (w *Writer) Add(f *Filter, end event.Offset) error {
	if end <= w.last {
		return fault.New("write", fault.Invalid, w.path, "", fault.Say("a page without bytes"))
	}
	if len(w.ends)/endBytes == maxPages {
		return fault.New("write", fault.Limit, w.path, "", fault.Say("too many pages"))
	}
	w.last = end
	w.ends = binary.LittleEndian.AppendUint64(w.ends, uint64(end))
	w.pending = append(w.pending, f)
	if len(w.pending) == segmentPages {
		return w.segment()
	}
	return nil
}

func (w *Writer) segment() error {
	blocks := blocksOf(len(w.pending))
	count := len(Filter{}) / blocks
	if w.block == nil {
		w.block = make([]uint64, blockWords)
		w.raw = make([]byte, 8*blockWords)
	}
	block := w.block[:count*len(w.pending)]
	raw := w.raw[:8*len(block)]
	for b := range blocks {
		pack(block, w.pending, b*count, count)
		toBytes(raw, block)
		is, err := w.side.Piece(raw)
		if err != nil {
			return err
		}
		w.sums = binary.LittleEndian.AppendUint32(w.sums, is.Stored)
		w.sums = binary.LittleEndian.AppendUint32(w.sums, is.Sum)
	}
	clear(w.pending)
	w.pending = w.pending[:0]
	return nil
}

// Commit puts the file in place. After an error nothing of it is there.
func (w *Writer) Commit() error {
	if len(w.pending) > 0 {
		if err := w.segment(); err != nil {
			w.Abort()
			return err
		}
	}
	table := binary.LittleEndian.AppendUint32(nil, uint32(len(w.ends)/endBytes))
	return w.side.Commit(append(append(table, w.ends...), w.sums...))
}

// Abort gives the file up; after a Commit it does nothing.
func (w *Writer) Abort() { w.side.Abort() }

package marks

import (
	"encoding/binary"
	"errors"
	"sort"

	"cordwood/backend/event"
	"cordwood/backend/inflate"
	"cordwood/backend/internal/sidefile"
)

var (
	errTable = errors.New("its table does not fit its marks")
	errOrder = errors.New("its marks are not in order")
)

// File is an opened .mark file. Safe for use by several goroutines.
type File struct {
	side  *sidefile.File
	size  int64
	marks []stored
}

// stored is a mark whose window is in the body.
type stored struct {
	inflate.Mark
	window int
	at     int64 // in the body
	is     sidefile.PieceSums
}

// Open reads the table of the file at path, 36 bytes a mark, and checks that it is
// of the log with this identity. What is not as it should be is a fault of kind
// Damaged: remove the file and make it again.
func Open(path, identity string) (*File, error) {
	f := new(File)
	if _, err := kind.Open(path, identity, f.parse); err != nil {
		return nil, err
	}
	return f, nil
}

func (f *File) parse(side *sidefile.File) error {
	f.side = side
	table := side.Table
	if len(table) < sizeBytes || (len(table)-sizeBytes)%markBytes != 0 {
		return errTable
	}
	size := binary.LittleEndian.Uint64(table)
	f.size = int64(size)
	f.marks = make([]stored, 0, len(table)/markBytes)
	at, text, bit := int64(0), uint64(0), uint64(0)
	for t := table[sizeBytes:]; len(t) > 0; t = t[markBytes:] {
		u32 := func(i int) uint32 { return binary.LittleEndian.Uint32(t[i:]) }
		nextText, nextBit := binary.LittleEndian.Uint64(t), binary.LittleEndian.Uint64(t[8:])
		if nextText <= text || nextBit <= bit {
			return errOrder
		}
		text, bit = nextText, nextBit
		m := stored{Mark: inflate.Mark{Text: int64(text), Bit: int64(bit), Sum: u32(16), Length: u32(20)}, window: int(u32(24)), at: at}
		m.is = sidefile.PieceSums{Stored: u32(28), Sum: u32(32)}
		if m.window > inflate.MaxWindow || uint64(m.window) > text || int(m.is.Stored) > m.window {
			return errTable
		}
		at += int64(m.is.Stored)
		f.marks = append(f.marks, m)
	}
	if at != f.side.Body || text > size || size > most || bit > most {
		return errTable
	}
	return nil
}

// most keeps sums of sizes and bits from overflowing.
const most = 1 << 60

// Size is the length of the decoded text.
func (f *File) Size() int64 { return f.size }

// last is the last mark at or before a place of the text; -1 when there is none.
func (f *File) last(at event.Offset) int {
	return sort.Search(len(f.marks), func(i int) bool { return f.marks[i].Text > int64(at) }) - 1
}

// mark reads mark i.
func (f *File) mark(i int) (*inflate.Mark, error) {
	m := &f.marks[i]
	window := make([]byte, m.window)
	if err := f.side.Piece(window, m.at, m.is); err != nil {
		return nil, err
	}
	got := m.Mark
	got.Window = window
	return &got, nil
}

// Close closes the file.
func (f *File) Close() error { return f.side.Close() }

package seekable

import (
	"encoding/binary"
	"errors"
	"io"
	"sync"

	"cordwood/backend/fault"
	"cordwood/backend/internal/sidefile"
)

var errTable = errors.New("its table does not fit its text")

// File is an opened copy: an io.ReaderAt over the decoded text. Safe for use by
// several goroutines.
type File struct {
	side *sidefile.File
	size int64
	at   []int64 // of the blocks in the body, and its end
	sums []byte

	mu   sync.Mutex
	kept [keptBlocks]decoded // the last used first
}

// decoded is a block; its text is never changed.
type decoded struct {
	block int
	text  []byte
}

// Open reads the table of the copy at path, 8 bytes a block, and checks that it
// is of the log with this identity. What is not as it should be is a fault of
// kind Damaged, there or in a later read: remove the copy.
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
	if len(table) < sizeBytes || (len(table)-sizeBytes)%sumBytes != 0 {
		return errTable
	}
	size, sums := binary.LittleEndian.Uint64(table), table[sizeBytes:]
	blocks := len(sums) / sumBytes
	if blocks > maxBlocks || size > uint64(blocks)*BlockBytes || blocks > 0 && size <= uint64(blocks-1)*BlockBytes {
		return errTable
	}
	f.size, f.sums, f.at = int64(size), sums, make([]int64, blocks+1)
	for b := range blocks {
		f.at[b+1] = f.at[b] + int64(binary.LittleEndian.Uint32(sums[b*sumBytes:]))
	}
	if f.at[blocks] != f.side.Body {
		return errTable
	}
	return nil
}

// Size is the length of the decoded text.
func (f *File) Size() int64 { return f.size }

// ReadAt is io.ReaderAt on the decoded text.
func (f *File) ReadAt(p []byte, off int64) (n int, err error) {
	if off < 0 {
		return 0, fault.New("read", fault.Invalid, "", "", fault.Say("negative offset"))
	}
	for n < len(p) && off+int64(n) < f.size {
		at := off + int64(n)
		b, from := int(at/BlockBytes), int(at%BlockBytes)
		if full := f.length(b); from == 0 && len(p)-n >= full { // straight to its place
			if err := f.decode(b, p[n:n+full]); err != nil {
				return n, err
			}
			n += full
			continue
		}
		text, err := f.block(b)
		if err != nil {
			return n, err
		}
		n += copy(p[n:], text[from:])
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// length of block b, decoded.
func (f *File) length(b int) int { return int(min(BlockBytes, f.size-int64(b)*BlockBytes)) }

func (f *File) decode(b int, dst []byte) error {
	return f.side.Piece(dst, f.at[b], sidefile.PieceSums{
		Stored: binary.LittleEndian.Uint32(f.sums[b*sumBytes:]),
		Sum:    binary.LittleEndian.Uint32(f.sums[b*sumBytes+4:]),
	})
}

// block gives block b from what is kept. Two who want the same block at once
// may both decode it.
func (f *File) block(b int) ([]byte, error) {
	if text := f.keep(b, nil); text != nil {
		return text, nil
	}
	text := make([]byte, f.length(b))
	if err := f.decode(b, text); err != nil {
		return nil, err
	}
	f.keep(b, text)
	return text, nil
}

// keep puts block b first among the kept ones. Without a text it only looks, and
// gives the text that is there.
func (f *File) keep(b int, text []byte) []byte {
	f.mu.Lock()
	defer f.mu.Unlock()
	last := len(f.kept) - 1
	for i, k := range f.kept {
		if k.text != nil && k.block == b {
			last, text = i, k.text
		}
	}
	if text != nil {
		copy(f.kept[1:last+1], f.kept[:last])
		f.kept[0] = decoded{b, text}
	}
	return text
}

// Close closes the file; what was read stays valid.
func (f *File) Close() error { return f.side.Close() }

package gram

import (
	"encoding/binary"
	"errors"

	"cordwood/backend/event"
	"cordwood/backend/internal/sidefile"
)

var (
	errTable = errors.New("its table does not fit its pages")
	errEnds  = errors.New("its pages are not in order")
)

// File is an opened .gram file. Safe for use by several goroutines.
type File struct {
	side     *sidefile.File
	ends     []byte // of the pages
	segments []segment
}

// segment is some pages, and where their blocks lie in the body.
type segment struct {
	first, pages int
	at           []int64 // one more than there are blocks
	sums         []byte
}

// Open reads the table of the file at path, some 24 bytes a page, and checks that it
// is of the log with this identity. What is not as it should be is a fault of
// kind Damaged: remove the file and make it again.
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
	if len(table) < countBytes {
		return errTable
	}
	pages := int(binary.LittleEndian.Uint32(table))
	table = table[countBytes:]
	if pages > maxPages || len(table) < pages*endBytes {
		return errTable
	}
	f.ends, table = table[:pages*endBytes], table[pages*endBytes:]
	at := int64(0)
	for first := 0; first < pages; first += segmentPages {
		s := segment{first: first, pages: min(segmentPages, pages-first)}
		blocks := blocksOf(s.pages)
		if len(table) < blocks*sumBytes {
			return errTable
		}
		s.sums, table = table[:blocks*sumBytes], table[blocks*sumBytes:]
		s.at = make([]int64, blocks+1)
		for b := range blocks {
			s.at[b] = at
			at += int64(binary.LittleEndian.Uint32(s.sums[b*sumBytes:]))
		}
		s.at[blocks] = at
		f.segments = append(f.segments, s)
	}
	if len(table) > 0 || at != f.side.Body {
		return errTable
	}
	last := event.Offset(0)
	for i := range pages {
		_, end := f.Page(i)
		if end <= last {
			return errEnds
		}
		last = end
	}
	return nil
}

// Pages is how many pages there are.
func (f *File) Pages() int { return len(f.ends) / endBytes }

// Page is where page i lies in the decoded text, from 0 to Pages()-1.
func (f *File) Page(i int) (from, to event.Offset) {
	if i > 0 {
		from = event.Offset(binary.LittleEndian.Uint64(f.ends[(i-1)*endBytes:]))
	}
	return from, event.Offset(binary.LittleEndian.Uint64(f.ends[i*endBytes:]))
}

// block reads and checks block b of a segment into dst, and returns its part of it.
func (f *File) block(s *segment, b int, dst []uint64, raw []byte) ([]uint64, error) {
	dst = dst[:len(Filter{})/(len(s.at)-1)*s.pages]
	raw = raw[:8*len(dst)]
	is := sidefile.PieceSums{
		Stored: binary.LittleEndian.Uint32(s.sums[b*sumBytes:]),
		Sum:    binary.LittleEndian.Uint32(s.sums[b*sumBytes+4:]),
	}
	if err := f.side.Piece(raw, s.at[b], is); err != nil {
		return nil, err
	}
	fromBytes(dst, raw)
	return dst, nil
}

// Each hands all filters with their pages' ends to visit, in order, so that a
// Writer can go on where the file ends. Reading all costs what reading as many
// bytes as the file has does. The filters are the visitor's.
func (f *File) Each(visit func(f *Filter, end event.Offset) error) error {
	dst, raw := make([]uint64, blockWords), make([]byte, 8*blockWords)
	for i := range f.segments {
		s := &f.segments[i]
		pages := make([]*Filter, s.pages)
		for p := range pages {
			pages[p] = new(Filter)
		}
		blocks := len(s.at) - 1
		count := len(Filter{}) / blocks
		for b := range blocks {
			block, err := f.block(s, b, dst, raw)
			if err != nil {
				return err
			}
			unpack(pages, block, b*count, count)
		}
		for p := range pages {
			_, end := f.Page(s.first + p)
			if err := visit(pages[p], end); err != nil {
				return err
			}
		}
	}
	return nil
}

// Close closes the file.
func (f *File) Close() error { return f.side.Close() }

package index

import (
	"sort"

	"cordwood/backend/event"
)

// Snapshot is the index at one moment. Sealed is shared and not written to.
type Snapshot struct {
	Epoch   int     // rises when the file is not the indexed one any more
	Sealed  []Block // never change within an epoch
	Tail    *Block  // the last block; nil while the first pass has not come to the end
	Passes  int     // updates of this epoch that came to an end
	Totals  Totals
	Problem error  // why the last update stopped before the end of the file
	Sum     uint32 // CRC-32 of all bytes, as gzip's trailer has it
	Summed  bool   // it is known: an update that was stopped leaves it unknown
}

// Totals are sums over all blocks of a snapshot.
type Totals struct {
	Bytes, Lines, Entries, Untimed int64
	Min, Max                       int64 // NoTime without times
	Levels                         [7]int64
}

var none = Totals{Min: NoTime, Max: NoTime}

// Blocks is the number of blocks, the tail included.
func (s *Snapshot) Blocks() int {
	if s.Tail == nil {
		return len(s.Sealed)
	}
	return len(s.Sealed) + 1
}

// Block is block i, counted from 0; the tail is the last.
func (s *Snapshot) Block(i int) *Block {
	if i < len(s.Sealed) {
		return &s.Sealed[i]
	}
	return s.Tail
}

// FindLine is the last block that begins at or before the line; -1 when there
// is none.
func (s *Snapshot) FindLine(n event.Line) int {
	return sort.Search(s.Blocks(), func(i int) bool { return s.Block(i).Line > n }) - 1
}

// FindOffset is the last block that begins at or before the offset; -1 when there
// is none.
func (s *Snapshot) FindOffset(at event.Offset) int {
	return sort.Search(s.Blocks(), func(i int) bool { return s.Block(i).Offset > at }) - 1
}

// put takes a block in; it replaces the tail that it begins at. A tail that is
// what it was stays the same pointer, so that readers see that nothing changed.
func (s *Snapshot) put(b Block, tail bool) {
	if tail && s.Tail != nil && *s.Tail == b {
		return
	}
	if s.Tail != nil {
		s.Totals = s.sum() // of the sealed ones, once an update
		s.Tail = nil
	}
	s.Totals.add(&b)
	if tail {
		kept := b // of the tail alone: the others are not put on the heap on their way
		s.Tail = &kept
	} else {
		s.Sealed = append(s.Sealed, b)
	}
}

func (s *Snapshot) sum() Totals {
	t := none
	for i := range s.Sealed {
		t.add(&s.Sealed[i])
	}
	return t
}

func (t *Totals) add(b *Block) {
	t.Bytes += b.Length
	t.Lines += b.Lines
	t.Entries += int64(b.Entries)
	t.Untimed += int64(b.Untimed)
	for i, n := range b.Levels {
		t.Levels[i] += int64(n)
	}
	if b.Min != NoTime && (t.Min == NoTime || b.Min < t.Min) {
		t.Min = b.Min
	}
	t.Max = max(t.Max, b.Max)
}

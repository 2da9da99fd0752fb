package index

import (
	"encoding/binary"
	"errors"

	"github.com/klauspost/compress/zstd"

	"cordwood/backend/internal/sidefile"
)

// kind is the .idx file. Versions: 1, the first; 2, with
// the sum of the text; 3, with the times that count.
var kind = sidefile.Kind{Magic: "cwd indx", Version: 3, MaxTable: maxSidecar, Level: zstd.SpeedFastest}

var errSidecar = errors.New("its blocks do not add up")

// Save writes the snapshot to path, whose folder must exist. identity says which
// log it is of and how that was read, stamp what the caller knows of the copy.
func (s *Snapshot) Save(path, identity, stamp string) error {
	w, err := kind.Create(path, identity)
	if err != nil {
		return err
	}
	defer w.Abort()
	return w.Commit(s.encode(stamp))
}

// Load reads a snapshot that Save wrote, in its first epoch; a file that is not as
// it should be, or has another identity, is a fault of kind Damaged.
func Load(path, identity string) (s Snapshot, stamp string, err error) {
	f, err := kind.Open(path, identity, func(f *sidefile.File) error {
		var ok bool
		if s, stamp, ok = decode(f.Table); !ok {
			return errSidecar
		}
		return nil
	})
	if err != nil {
		return Snapshot{}, "", err
	}
	defer f.Close()
	return s, stamp, nil
}

const (
	flagOther = 1 << iota // the first that counts is not the least, or the last not the greatest
	flagTimes
	flagLevels // and the six bits above it
)

func (s *Snapshot) encode(stamp string) []byte {
	b := binary.AppendUvarint(nil, uint64(len(stamp)))
	b = append(b, stamp...)
	b = binary.AppendUvarint(b, uint64(len(s.Sealed)))
	if s.Tail == nil {
		b = append(b, 0)
	} else {
		b = append(b, 1)
	}
	var before int64
	for i := range s.Blocks() {
		b = s.Block(i).encode(b, &before)
	}
	if s.Tail != nil {
		b = binary.AppendUvarint(b, uint64(s.Tail.Sum))
	}
	if s.Summed {
		b = binary.AppendUvarint(b, uint64(s.Sum))
	}
	return b
}

func (b *Block) encode(to []byte, before *int64) []byte {
	for _, n := range []int64{b.Length, b.Lines, int64(b.Entries), int64(b.Untimed)} {
		to = binary.AppendUvarint(to, uint64(n))
	}
	flags := uint64(0)
	if b.First != b.Min || b.Last != b.Max {
		flags |= flagOther
	}
	if b.Min != NoTime {
		flags |= flagTimes
	}
	for i, n := range b.Levels {
		if n > 0 {
			flags |= flagLevels << i
		}
	}
	to = binary.AppendUvarint(to, flags)
	if b.Min != NoTime {
		to = binary.AppendVarint(to, b.Min-*before)
		to = binary.AppendUvarint(to, uint64(b.Max-b.Min))
		to = binary.AppendUvarint(to, uint64(b.Middle-b.Min))
		if flags&flagOther != 0 {
			to = binary.AppendUvarint(to, uint64(b.First-b.Min))
			to = binary.AppendUvarint(to, uint64(b.Max-b.Last))
		}
		*before = b.Max
	}
	for _, n := range b.Levels {
		if n > 0 {
			to = binary.AppendUvarint(to, uint64(n))
		}
	}
	return to
}

// numbers takes varints from the front of bytes; bad stays true once one is not
// there.
type numbers struct {
	b   []byte
	bad bool
}

// next is a number up to most.
func (n *numbers) next(most uint64) int64 {
	v, size := binary.Uvarint(n.b)
	if size <= 0 || v > most {
		n.bad = true
		return 0
	}
	n.b = n.b[size:]
	return int64(v)
}

func (n *numbers) signed() int64 {
	v, size := binary.Varint(n.b)
	if size <= 0 {
		n.bad = true
		return 0
	}
	n.b = n.b[size:]
	return v
}

func decode(table []byte) (s Snapshot, stamp string, ok bool) {
	n := &numbers{b: table}
	length := n.next(uint64(len(table)))
	if n.bad || length > int64(len(n.b)) {
		return s, "", false
	}
	stamp, n.b = string(n.b[:length]), n.b[length:]
	sealed := n.next(uint64(len(n.b)) / minBlockBytes)
	tail := n.next(1) == 1
	if n.bad {
		return s, "", false
	}
	s = Snapshot{Sealed: make([]Block, 0, sealed), Totals: none, Passes: 1}
	at, before := Begin, int64(0)
	for range sealed {
		b := n.block(at, &before)
		if n.bad {
			return s, "", false
		}
		s.put(b, false)
		at = b.next()
	}
	if tail {
		b := n.block(at, &before)
		b.Sum = uint32(n.next(1<<32 - 1))
		s.put(b, true)
	}
	if s.Summed = len(n.b) > 0; s.Summed {
		s.Sum = uint32(n.next(1<<32 - 1))
	}
	return s, stamp, !n.bad && len(n.b) == 0
}

// block is the next one; it has what a pass could have found only.
func (n *numbers) block(at Start, before *int64) Block {
	b := newBlock(at.Offset, at.Line)
	b.Length = n.next(1 << 50)
	b.Lines = n.next(1 << 50)
	b.Entries = int(n.next(BlockEntries))
	b.Untimed = int(n.next(BlockEntries))
	flags := n.next(flagLevels<<len(b.Levels) - 1)
	if flags&flagTimes != 0 {
		b.Min = *before + n.signed()
		b.Max = b.Min + n.next(1<<63-1)
		span := uint64(b.Max) - uint64(b.Min)
		b.First, b.Middle, b.Last = b.Min, b.Min+n.next(span), b.Max
		if flags&flagOther != 0 {
			b.First, b.Last = b.Min+n.next(span), b.Max-n.next(span)
		}
		*before = b.Max
	}
	for i := range b.Levels {
		if flags&(flagLevels<<i) != 0 {
			b.Levels[i] = uint16(n.next(BlockEntries))
		}
	}
	n.bad = n.bad || b.Length == 0 || b.Untimed > b.Entries || b.Max < b.Min || b.First > b.Middle || b.Middle > b.Last || at.Offset > 1<<52
	return b
}

// Restore begins an index with what an earlier one knew.
func (x *Index) Restore(s Snapshot) { x.change(func(now *Snapshot) { *now = s }) }

package search

import (
	"context"
	"hash/crc32"

	"cordwood/backend/index"
)

// consulted is what is kept of a file, for one Sift.
type consulted struct {
	src     File // the file, or what is read in its place
	blocks  index.Snapshot
	whole   bool   // the blocks are all of the file; else it may go on behind left
	left    []bool // of the blocks that are believed: whether it has to be read
	counted int64  // matches in the others
	fresh   *file  // a compressed copy of which nothing is known, and what is learnt can be kept
}

// consult looks for what is kept of a file and may be trusted: its blocks are
// those of the copy as it was stamped, or of a text that the copy holds by its
// digest, or the text of their tail is still there, which itself may have grown.
func (e *Local) consult(ctx context.Context, src File, s Sieve, m *matcher) consulted {
	known := consulted{src: src}
	if e.opt.Keep == nil {
		return known
	}
	fields, err := src.Fielder(ctx)
	if err != nil {
		return known
	}
	f := &file{eng: e, id: src.ID(), src: src, x: index.New()}
	stamped, another := f.recognized(ctx, fields, src)
	blocks := f.x.Snapshot()
	if !stamped && (another || !sameTail(ctx, src, blocks.Tail)) {
		if f.riding(src) != nil {
			known.fresh = f
		}
		return known
	}
	g, _ := f.filter(blocks.Epoch)
	known.src, known.blocks, known.whole = f.source(), blocks, stamped
	known.rule(s, m, askPages(g, m.ask))
	return known
}

// rule goes over the blocks that are believed. A physical line has neither a time
// nor a level, whatever its block has.
func (k *consulted) rule(s Sieve, m *matcher, p pages) {
	n := len(k.blocks.Sealed)
	if k.whole {
		n = k.blocks.Blocks()
	}
	k.left = make([]bool, n)
	for i := range k.left {
		b := k.blocks.Block(i)
		if k.left[i] = p.may(b.Offset, b.End()); s.Lines || !k.left[i] {
			continue
		}
		least, most := m.bounds(b)
		if s.Count && least == most {
			k.counted += most
			most = 0
		}
		k.left[i] = most > 0
	}
}

// runs hands out what is left to be read of the blocks, as runs from first and
// before last, of at most so many bytes or one block. It stops when take returns
// false.
func (k *consulted) runs(first, last int, most int64, take func(first, last int) bool) {
	for first < last {
		if !k.left[first] {
			first++
			continue
		}
		from, next := k.blocks.Block(first).Offset, first+1
		for next < last && k.left[next] && int64(k.blocks.Block(next).End()-from) <= most {
			next++
		}
		if !take(first, next) {
			return
		}
		first = next
	}
}

// sameTail reports whether a plain file still has the text of the tail.
func sameTail(ctx context.Context, src File, tail *index.Block) bool {
	p, ok := src.(index.Positional)
	if !ok || tail == nil || tail.Length > heldBytes {
		return false
	}
	at, _, err := p.At(ctx)
	if err != nil || at == nil {
		return false
	}
	defer at.Close()
	text := make([]byte, tail.Length)
	n, _ := at.ReadAt(text, int64(tail.Offset))
	return n == len(text) && crc32.Checksum(text, crc32.MakeTable(crc32.Castagnoli)) == tail.Sum
}

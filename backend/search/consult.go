package search

import (
	"context"
	"hash/crc32"

	"cordwood/backend/event"
	"cordwood/backend/gram"
	"cordwood/backend/index"
)

// consulted is what is kept of a file, for one Sift.
type consulted struct {
	src    File // the file, or what is read in its place
	pages  pages
	blocks index.Snapshot
	fresh  *file // a compressed copy of which nothing is known, and what is learnt can be kept
}

// consult looks for what is kept of a file and may be trusted: its blocks are
// those of the copy as it was stamped, or the text of their tail is still there.
func (e *Local) consult(ctx context.Context, src File, ask *gram.Ask) consulted {
	known := consulted{src: src}
	if e.opt.Keep == nil {
		return known
	}
	fields, err := src.Fielder(ctx)
	if err != nil {
		return known
	}
	f := &file{eng: e, id: src.ID(), src: src, x: index.New()}
	stamped := f.recall(fields)
	s := f.x.Snapshot()
	if !stamped && !sameTail(ctx, src, s.Tail) {
		if f.riding(src) != nil {
			known.fresh = f
		}
		return known
	}
	g, _ := f.filter()
	known.src, known.blocks, known.pages = f.source(), s, askPages(g, ask)
	if !stamped {
		known.pages.sealed = s.Tail.Offset
	}
	return known
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

// lineAt is the line that begins at an offset, if a block does; else 0.
func (k *consulted) lineAt(at event.Offset) event.Line {
	if i := k.blocks.FindOffset(at); i >= 0 {
		if b := k.blocks.Block(i); b.Offset == at {
			return b.Line
		}
	}
	return 0
}

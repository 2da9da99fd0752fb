package sidefile

import (
	"errors"
	"sync"

	"github.com/klauspost/compress/zstd"
)

const (
	// maxPiece is the longest piece; the windows of encoder and decoder follow
	// from it. Longer ones would make a read at any place slow.
	maxPiece = 256 << 10
	// decoders work at once, each with up to 1 MiB of tables and buffers; more
	// who ask wait for one.
	decoders = 8
)

var errPiece = errors.New("a piece of it has a wrong length")

// PieceSums describes a stored piece, for the table.
type PieceSums struct {
	Stored uint32 // bytes in the body
	Sum    uint32 // of the stored bytes
}

// Piece appends a piece to the body, compressed when that makes it shorter; at
// most 256 KiB.
func (w *Writer) Piece(full []byte) (PieceSums, error) {
	if w.enc == nil {
		enc, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(w.kind.Level), zstd.WithEncoderConcurrency(1),
			zstd.WithWindowSize(maxPiece), zstd.WithEncoderCRC(false), zstd.WithLowerEncoderMem(true))
		if err != nil {
			return PieceSums{}, err
		}
		w.enc = enc
	}
	w.packed = w.enc.EncodeAll(full, w.packed[:0])
	piece := w.packed
	if len(piece) >= len(full) {
		piece = full
	}
	_, err := w.Write(piece)
	return PieceSums{uint32(len(piece)), Sum(piece)}, err
}

// decoder serves all files of the process: its DecodeAll keeps no state, and
// never writes beyond what dst holds.
var decoder = sync.OnceValues(func() (*zstd.Decoder, error) {
	return zstd.NewReader(nil, zstd.WithDecoderConcurrency(decoders), zstd.WithDecoderLowmem(true),
		zstd.WithDecoderMaxWindow(maxPiece), zstd.WithDecodeAllCapLimit(true))
})

// buffers hold stored pieces while they are decoded.
var buffers = sync.Pool{New: func() any { return new([maxPiece]byte) }}

// Piece reads the piece at off of the body, checks it, and fills dst, which has
// its full length, at most 256 KiB.
func (f *File) Piece(dst []byte, off int64, is PieceSums) error {
	stored := int(is.Stored)
	if stored > len(dst) || len(dst) > maxPiece {
		return f.Damaged(errPiece)
	}
	buf := buffers.Get().(*[maxPiece]byte)
	defer buffers.Put(buf)
	piece := buf[:stored]
	if _, err := f.ReadAt(piece, off); err != nil {
		return err
	}
	if Sum(piece) != is.Sum {
		return f.Damaged(errSum)
	}
	if stored == len(dst) {
		copy(dst, piece)
		return nil
	}
	dec, err := decoder()
	if err != nil {
		return err
	}
	full, err := dec.DecodeAll(piece, dst[:0:len(dst)])
	if err != nil {
		return f.Damaged(err)
	}
	if len(full) != len(dst) {
		return f.Damaged(errPiece)
	}
	return nil
}
